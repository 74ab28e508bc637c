import { gzipSync } from "node:zlib";
import { type Idx, type IdxArray, type IdxType, readIdx, writeIdx } from "@gradus/data";
import fc from "fast-check";
import { expect, test } from "vitest";

const arrays: { [Type in IdxType]: (length: number) => fc.Arbitrary<IdxArray> } = {
  u8: (length) => fc.uint8Array({ minLength: length, maxLength: length }),
  i8: (length) => fc.int8Array({ minLength: length, maxLength: length }),
  i16: (length) => fc.int16Array({ minLength: length, maxLength: length }),
  i32: (length) => fc.int32Array({ minLength: length, maxLength: length }),
  f32: (length) => fc.float32Array({ minLength: length, maxLength: length }),
  f64: (length) => fc.float64Array({ minLength: length, maxLength: length }),
};

const idx: fc.Arbitrary<Idx> = fc
  .tuple(fc.constantFrom(...(Object.keys(arrays) as IdxType[])), fc.array(fc.nat(4), { maxLength: 4 }))
  .chain(([dtype, shape]) =>
    arrays[dtype](shape.reduce((product, size) => product * size, 1)).map((data) => ({ dtype, shape, data })),
  );

test("what is written is read back, gzipped or not, whatever the type and shape", () => {
  fc.assert(
    fc.property(idx, fc.boolean(), (written, gzip) => {
      const bytes = writeIdx(written);
      expect(readIdx(gzip ? gzipSync(bytes) : bytes)).toEqual(written);
    }),
  );
});

test("a part of a larger buffer is read from where it begins", () => {
  const bytes = writeIdx({ dtype: "i16", shape: [2], data: Int16Array.of(-2, 300) });
  const buffer = new Uint8Array(bytes.length + 5);
  buffer.set(bytes, 3);
  expect(readIdx(buffer.subarray(3, 3 + bytes.length)).data).toEqual(Int16Array.of(-2, 300));
});

test("every truncation is reported, with the name of the file and what it has", () => {
  fc.assert(
    fc.property(
      idx,
      fc.boolean(),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (whole, gzip, part) => {
        const bytes = gzip ? gzipSync(writeIdx(whole)) : writeIdx(whole);
        const cut = bytes.subarray(0, Math.floor(part * bytes.length));
        expect(() => readIdx(cut, "cut.idx")).toThrow(
          new RegExp(`^cut\\.idx: (truncated|corrupt gzip): .*got ${cut.length}\\b`),
        );
      },
    ),
  );
});

test("every trailing byte is reported", () => {
  fc.assert(
    fc.property(idx, fc.uint8Array({ minLength: 1, maxLength: 9 }), (whole, rest) => {
      const bytes = writeIdx(whole);
      const long = Uint8Array.of(...bytes, ...rest);
      expect(() => readIdx(long, "long.idx")).toThrow(`long.idx: ${rest.length} trailing bytes`);
      expect(() => readIdx(long)).toThrow(`takes ${bytes.length} bytes, got ${long.length}`);
    }),
  );
});

test("worked example: the header of MNIST's images, and big-endian numbers", () => {
  const header = [0, 0, 0x08, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3];
  const read = readIdx(Uint8Array.of(...header, 1, 2, 3, 4, 5, 6));
  expect(read).toEqual({ shape: [1, 2, 3], dtype: "u8", data: Uint8Array.of(1, 2, 3, 4, 5, 6) });
  expect(readIdx(Uint8Array.of(0, 0, 0x0c, 1, 0, 0, 0, 1, 0xff, 0xff, 0xff, 0xfe)).data).toEqual(
    Int32Array.of(-2),
  );
  expect(readIdx(Uint8Array.of(0, 0, 0x0e, 0, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0)).data).toEqual(
    Float64Array.of(1.5),
  );
});

test("what is no IDX file is reported with its first bytes", () => {
  const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47);
  expect(() => readIdx(png, "a.png")).toThrow(/a\.png: wrong magic: expected 00 00.*got 89 50 4e 47/);
  expect(() => readIdx(Uint8Array.of(0, 0, 0x0a, 1))).toThrow(/IDX data: wrong magic.*got 00 00 0a 01/);
  expect(() => readIdx(gzipSync("not an array"))).toThrow(/wrong magic.*got 6e 6f 74 20/);
});

test("a header that claims more than there is takes no memory", () => {
  const claim = Uint8Array.of(0, 0, 0x0e, 2, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff);
  expect(() => readIdx(claim)).toThrow("truncated: [4294967295, 4294967295] of f64 takes");
});

test("a changed byte in a gzip file is reported", () => {
  const gzip = gzipSync(writeIdx({ dtype: "u8", shape: [4], data: Uint8Array.of(1, 2, 3, 4) }));
  gzip[gzip.length - 6] = gzip[gzip.length - 6]! ^ 1;
  expect(() => readIdx(gzip, "bad.gz")).toThrow("bad.gz: corrupt gzip");
});

test("an array that does not fill its shape is not written", () => {
  expect(() => writeIdx({ dtype: "u8", shape: [2, 2], data: new Uint8Array(3) })).toThrow(
    "writeIdx: shape [2, 2] holds 4 elements, got 3",
  );
});

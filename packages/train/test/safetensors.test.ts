/** The safetensors format, as published: bytes in both directions, and what is refused. */
import { execFileSync } from "node:child_process";
import { type DType, dispose, type Tensor, tensor } from "@gradus/tensor";
import { deserialize, type NamedTensors, SafetensorsError, serialize } from "@gradus/train";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

/** A file by hand: header text, then bytes. */
function file(
  header: string | object,
  data: Uint8Array | readonly number[] = [],
  length?: bigint,
): Uint8Array {
  const json = Buffer.from(typeof header === "string" ? header : JSON.stringify(header));
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(length ?? BigInt(json.length));
  return Buffer.concat([size, json, Uint8Array.from(data)]);
}

const entry = (dtype: string, shape: readonly number[], begin: number, end: number): object => ({
  dtype,
  shape,
  data_offsets: [begin, end],
});

const bits = (x: Tensor): string => Buffer.from(x.dataSync().buffer as ArrayBuffer).toString("hex");

describe("written", () => {
  test("as the specification says, byte by byte", async () => {
    const bytes = await serialize(
      {
        b: tensor([true, false, true]),
        w: tensor([[1, -2]], { dtype: "float64" }),
        i: tensor([7], { dtype: "int32" }),
      },
      { format: "pt" },
    );
    const header =
      '{"__metadata__":{"format":"pt"},' +
      '"w":{"dtype":"F64","shape":[1,2],"data_offsets":[0,16]},' +
      '"i":{"dtype":"I32","shape":[1],"data_offsets":[16,20]},' +
      '"b":{"dtype":"BOOL","shape":[3],"data_offsets":[20,23]}}';
    const padded = header.padEnd(Math.ceil(header.length / 8) * 8, " ");
    const data = [0, 0, 0, 0, 0, 0, 0xf0, 0x3f, 0, 0, 0, 0, 0, 0, 0, 0xc0, 7, 0, 0, 0, 1, 0, 1];
    expect(Buffer.from(bytes)).toEqual(Buffer.from(file(padded, data)));
  });

  test("every element is aligned to its size", async () => {
    const bytes = await serialize({
      a: tensor([true]),
      b: tensor([1], { dtype: "float64" }),
      c: tensor([1]),
    });
    const headerEnd = 8 + Number(Buffer.from(bytes).readBigUInt64LE());
    expect(headerEnd % 8).toBe(0);
    const header = JSON.parse(Buffer.from(bytes.subarray(8, headerEnd)).toString());
    expect([header.b, header.c, header.a].map(({ data_offsets: [begin] }) => begin)).toEqual([0, 8, 12]);
  });

  test("equal tensors give equal bytes, in whatever order they are named", async () => {
    const [a, b] = [tensor([1, 2]), tensor([3])];
    expect(await serialize({ a, b })).toEqual(await serialize({ b, a }));
  });

  test("a tensor cannot be called __metadata__", async () => {
    await expect(serialize({ __metadata__: tensor([1]) })).rejects.toThrow("rename it");
  });
});

const names = fc.string({ unit: "binary", maxLength: 8 }).filter((name) => name !== "__metadata__");
const special = fc.constantFrom(NaN, Infinity, -Infinity, -0, 5e-324, 1e-45, 3.4e38);
const anyTensor: fc.Arbitrary<Tensor> = fc
  .record({
    shape: fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 3 }),
    dtype: fc.constantFrom<DType>("float32", "float64", "int32", "bool"),
    values: fc.array(fc.oneof(fc.double(), special, fc.integer()), { minLength: 27, maxLength: 27 }),
  })
  .map(({ shape, dtype, values }) => {
    const size = shape.reduce((a, b) => a * b, 1);
    const part = values
      .slice(0, size)
      .map((x) => (dtype === "int32" || dtype === "bool" ? Math.trunc(x) | 0 : x));
    return tensor(Float64Array.from(part), { shape, dtype });
  });

test("what is written is read: names, types, shapes, every bit, metadata; -0, NaN and infinities too", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(names, anyTensor),
      fc.dictionary(names, fc.string()),
      async (tensors, metadata) => {
        const loaded = deserialize(await serialize(tensors, metadata));
        expect(loaded.metadata).toEqual({ ...metadata });
        expect(Object.keys(loaded.tensors).sort()).toEqual(Object.keys(tensors).sort());
        for (const [name, x] of Object.entries(tensors)) {
          const y = loaded.tensors[name] as Tensor;
          expect([y.dtype, y.shape]).toEqual([x.dtype, x.shape]);
          expect(bits(y)).toBe(bits(x));
        }
      },
    ),
  );
});

test("views are written as what they show", async () => {
  const x = tensor([
    [1, 2],
    [3, 4],
  ]);
  expect(deserialize(await serialize({ x: x.transpose(0, 1) })).tensors["x"]?.toArray()).toEqual([
    [1, 3],
    [2, 4],
  ]);
});

test("what is read does not depend on where the bytes begin", async () => {
  const bytes = await serialize({ x: tensor([1.5, -2], { dtype: "float64" }) });
  const shifted = new Uint8Array(bytes.length + 3);
  shifted.set(bytes, 3);
  expect(deserialize(shifted.subarray(3)).tensors["x"]?.toArray()).toEqual([1.5, -2]);
});

describe("types of others", () => {
  const read = (dtype: string, data: ArrayBufferView, count: number): unknown => {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const { x } = deserialize(file({ x: entry(dtype, [count], 0, bytes.length) }, bytes)).tensors;
    return [x?.dtype, x?.toArray()];
  };

  test("half floats become float32, exactly", () => {
    const halves = Uint16Array.of(0x3c00, 0xc000, 0x0001, 0x7bff, 0x7c00, 0xfc00, 0x3555, 0x8000);
    expect(read("F16", halves, 8)).toEqual([
      "float32",
      [1, -2, 2 ** -24, 65504, Infinity, -Infinity, 1365 / 4096, -0],
    ]);
    expect(read("F16", Uint16Array.of(0x7e00), 1)).toEqual(["float32", [NaN]]);
    expect(read("BF16", Uint16Array.of(0x3f80, 0xc049, 0xff80, 0x7fc0), 4)).toEqual([
      "float32",
      [1, -3.140625, -Infinity, NaN],
    ]);
  });

  test("whole numbers of any width become int32, if they fit", () => {
    expect(read("I64", BigInt64Array.of(-5n, 2147483647n), 2)).toEqual(["int32", [-5, 2147483647]]);
    expect(read("U64", BigUint64Array.of(9n), 1)).toEqual(["int32", [9]]);
    expect(read("U32", Uint32Array.of(3), 1)).toEqual(["int32", [3]]);
    expect(read("I16", Int16Array.of(-300), 1)).toEqual(["int32", [-300]]);
    expect(read("U16", Uint16Array.of(65535), 1)).toEqual(["int32", [65535]]);
    expect(read("I8", Int8Array.of(-128), 1)).toEqual(["int32", [-128]]);
    expect(read("U8", Uint8Array.of(255), 1)).toEqual(["int32", [255]]);
    expect(() => read("I64", BigInt64Array.of(2147483648n), 1)).toThrow(
      'element 0 of "x" is 2147483648, which is no int32',
    );
  });
});

describe("refused", () => {
  const f32 = (begin: number, end: number): object => entry("F32", [(end - begin) / 4], begin, end);
  const zeros = new Uint8Array(8);
  test.each<[string, Uint8Array, string]>([
    ["no bytes", new Uint8Array(0), "0 bytes; a file has at least the 8"],
    ["a header longer than the file", file("{}", [], 3n), "a header of 3 bytes in a file of 10"],
    ["a header over 100 MB", file("{}", [], 100_000_001n), "a header of 100000001 bytes; at most 100000000"],
    ["a header of 2^64 - 1 bytes", file("{}", [], 2n ** 64n - 1n), "at most 100000000"],
    ["an empty header", file("", []), 'does not begin with "{"'],
    ["a header after a space", file(" {}"), 'does not begin with "{"'],
    ["no JSON", file("{"), "no JSON in UTF-8"],
    ["JSON and something", file('{} "x"'), "no JSON in UTF-8"],
    ["no UTF-8", Buffer.concat([file('{"', [], 5n), Uint8Array.of(0xff, 0x22, 0x7d)]), "no JSON in UTF-8"],
    [
      "a name twice",
      file(
        '{"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"\\u0061":{"dtype":"F32","shape":[],"data_offsets":[4,8]}}',
        zeros,
      ),
      'the name "a" is there twice',
    ],
    [
      "a field twice",
      file('{"a":{"dtype":"F32","dtype":"F64","shape":[],"data_offsets":[0,8]}}', zeros),
      'the name "dtype" is there twice',
    ],
    ["metadata twice", file('{"__metadata__":{"k":"1","k":"2"}}'), 'the name "k" is there twice'],
    ["metadata of numbers", file({ __metadata__: { k: 1 } }), "__metadata__.k is 1; it must be a string"],
    ["metadata that is a list", file({ __metadata__: [] }), "__metadata__ is []"],
    ["a tensor that is null", file({ a: null }), '"a" is no record'],
    ["an unknown type", file({ a: entry("F8_E4M3", [1], 0, 1) }, [0]), 'elements of type "F8_E4M3"'],
    [
      "a type out of the prototype",
      file({ a: entry("toString", [1], 0, 1) }, [0]),
      'elements of type "toString"',
    ],
    ["a negative extent", file({ a: entry("F32", [-1], 0, 4) }, zeros), "a shape is a list of whole numbers"],
    ["half an extent", file({ a: entry("F32", [0.5], 0, 2) }, zeros), "a shape is a list of whole numbers"],
    ["more than the file", file({ a: entry("F32", [2 ** 40], 0, 2 ** 42) }, zeros), "the file is cut off"],
    [
      "an overflowing shape",
      file({ a: entry("F32", [2 ** 52, 2 ** 52, 2 ** 52], 0, 8) }, zeros),
      "but has 8 (0 to 8)",
    ],
    ["an overflow to 0", file({ a: entry("U8", [2 ** 32, 2 ** 32], 0, 0) }), "but has 0 (0 to 0)"],
    ["a shape that does not fit", file({ a: entry("F32", [3], 0, 8) }, zeros), "takes 12 bytes, but has 8"],
    ["offsets the wrong way round", file({ a: entry("F32", [1], 8, 4) }, zeros), "but has -4 (8 to 4)"],
    [
      "offsets that are no pair",
      file({ a: { dtype: "F32", shape: [], data_offsets: [0] } }, zeros),
      "data_offsets [0]",
    ],
    ["overlapping tensors", file({ a: f32(0, 4), b: f32(0, 4) }, zeros.subarray(4)), "must not overlap"],
    [
      "a hole",
      file({ a: f32(4, 8) }, zeros),
      '"a" begins at byte 4, but what comes before it ends at 0; tensors must not leave holes',
    ],
    [
      "bytes left over",
      file({ a: f32(0, 4) }, zeros),
      "take 4 bytes, but 8 follow the header; the file is too long",
    ],
    ["bytes that are missing", file({ a: f32(0, 8) }, zeros.subarray(4)), "the file is cut off"],
    [
      "a boolean that is 2",
      file({ a: entry("BOOL", [1], 0, 1) }, [2]),
      'element 0 of "a" is 2, which is no bool',
    ],
  ])("%s", (_what, bytes, message) => {
    expect(() => deserialize(bytes)).toThrow(SafetensorsError);
    expect(() => deserialize(bytes)).toThrow(message);
  });
});

test("names that mean something to objects are only names", async () => {
  const tensors: NamedTensors = Object.fromEntries([
    ["__proto__", tensor([1])],
    ["constructor", tensor([2])],
  ]);
  const loaded = deserialize(await serialize(tensors)).tensors;
  expect(Object.keys(loaded).sort()).toEqual(["__proto__", "constructor"]);
  expect(Object.getPrototypeOf(loaded)).toBe(Object.prototype);
  expect(({} as Record<string, unknown>)["dataSync"]).toBeUndefined();
});

test("whatever is changed in a file, it is read or refused in a sentence, and takes no more memory than it has bytes", async () => {
  const tensors = {
    w: tensor([
      [1, 2],
      [3, 4],
    ]),
    i: tensor([5, 6, 7], { dtype: "int32" }),
    b: tensor([true, false]),
  };
  const valid = await serialize(tensors, { format: "pt" });
  const headerEnd = 8 + Number(Buffer.from(valid).readBigUInt64LE());
  let refused = 0;
  const mutation = fc.record({
    at: fc.oneof(fc.nat({ max: valid.length - 1 }), fc.nat({ max: headerEnd - 1 })),
    // Characters of a header are likelier to give another valid one.
    byte: fc.oneof(
      fc.nat({ max: 255 }),
      fc.constantFrom(...'0123456789{}[]",:-eFIU46238'.split("").map((c) => c.charCodeAt(0))),
    ),
  });
  fc.assert(
    fc.property(
      fc.array(mutation, { minLength: 1, maxLength: 4 }),
      fc.nat({ max: valid.length }),
      fc.boolean(),
      (mutations, length, cut) => {
        const bytes = Uint8Array.from(valid);
        for (const { at, byte } of mutations) bytes[at] = byte;
        try {
          const loaded = Object.values(deserialize(cut ? bytes.subarray(0, length) : bytes).tensors);
          // A byte of a file can become an int32.
          expect(loaded.reduce((sum, x) => sum + x.size, 0)).toBeLessThanOrEqual(valid.length - headerEnd);
          loaded.forEach(dispose);
        } catch (error) {
          expect(error).toBeInstanceOf(SafetensorsError);
          expect((error as Error).message).not.toMatch(/\n/);
          expect((error as Error).message.length).toBeLessThan(400);
          refused++;
        }
      },
    ),
    { numRuns: 2000 },
  );
  expect(refused).toBeGreaterThan(500);
});

const python = ((): boolean => {
  try {
    execFileSync("python3", ["-c", "import safetensors.numpy"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

test.runIf(python)("Python's safetensors reads what we write, and we read what it writes", async () => {
  const bytes = await serialize(
    {
      w: tensor([
        [1.5, -2],
        [NaN, Infinity],
      ]),
      d: tensor([0.1], { dtype: "float64" }),
      i: tensor([-7], { dtype: "int32" }),
      b: tensor([true, false]),
      s: tensor(3),
    },
    { format: "pt", note: "ñ" },
  );
  const program = `
import sys, json, numpy, safetensors.numpy as st
from safetensors import deserialize
x = st.load(sys.stdin.buffer.read())
assert x["w"].dtype == numpy.float32 and x["w"].shape == (2, 2) and x["w"][0, 1] == -2 and numpy.isnan(x["w"][1, 0])
assert x["d"].dtype == numpy.float64 and x["d"][0] == 0.1
assert x["i"].dtype == numpy.int32 and x["i"][0] == -7
assert x["b"].dtype == numpy.bool_ and list(x["b"]) == [True, False]
assert x["s"].shape == () and x["s"] == 3
sys.stdout.buffer.write(st.save({**x, "half": numpy.array([0.5], dtype=numpy.float16), "long": numpy.array([2**31 - 1])}, {"a": "b"}))
`;
  const answer = execFileSync("python3", ["-c", program], { input: bytes });
  const { tensors, metadata } = deserialize(answer);
  expect(metadata).toEqual({ a: "b" });
  expect(tensors["w"]?.toArray()).toEqual([
    [1.5, -2],
    [NaN, Infinity],
  ]);
  expect(tensors["half"]?.toArray()).toEqual([0.5]);
  expect(tensors["long"]?.toArray()).toEqual([2147483647]);
  expect(tensors["s"]?.shape).toEqual([]);
});

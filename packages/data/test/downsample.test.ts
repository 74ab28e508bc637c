import { downsample } from "@gradus/data";
import fc from "fast-check";
import { expect, test } from "vitest";

const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

const side = fc.integer({ min: 1, max: 28 });
const problem = fc
  .record({ rows: side, columns: side, count: fc.integer({ min: 0, max: 3 }) })
  .chain(({ rows, columns, count }) =>
    fc.record({
      from: fc.constant([rows, columns] as const),
      to: fc.tuple(fc.integer({ min: 1, max: rows }), fc.integer({ min: 1, max: columns })),
      images: fc.uint8Array({ minLength: count * rows * columns, maxLength: count * rows * columns }),
      count: fc.constant(count),
    }),
  );

test("the mean of every image is kept, and pixels stay between its darkest and its brightest", () => {
  fc.assert(
    fc.property(problem, ({ images, from, to, count }) => {
      const [pixels, kept] = [from[0] * from[1], to[0] * to[1]];
      const small = downsample(images, from, to);
      expect(small.length).toBe(count * kept);
      for (let n = 0; n < count; n++) {
        const before = images.subarray(n * pixels, (n + 1) * pixels);
        const after = small.subarray(n * kept, (n + 1) * kept);
        expect(mean(after)).toBeCloseTo(mean(before) / 255, 12);
        expect(Math.min(...after)).toBeGreaterThanOrEqual(Math.min(...before) / 255);
        expect(Math.max(...after)).toBeLessThanOrEqual(Math.max(...before) / 255);
      }
    }),
  );
});

test("the same size only scales", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 12, maxLength: 12 }), (image) => {
      expect(downsample(image, [3, 4], [3, 4])).toEqual(Float64Array.from(image, (value) => value / 255));
    }),
  );
});

test("worked example: 3 -> 2 cuts the middle pixels in half", () => {
  const image = Uint8Array.of(255, 0, 0, 0, 0, 0, 0, 0, 255);
  // Each box is 1.5 x 1.5 pixels, and holds one white pixel whole or none.
  expect([...downsample(image, 3, 2)]).toEqual(
    [4 / 9, 0, 0, 4 / 9].map((value) => expect.closeTo(value, 12)),
  );
  // The row in the middle goes to both sides in equal parts.
  const bar = Uint8Array.of(0, 0, 0, 255, 255, 255, 0, 0, 0);
  expect([...downsample(bar, 3, 2)]).toEqual([1, 1, 1, 1].map((value) => expect.closeTo(value / 3, 12)));
});

test("worked example: 28 -> 8, a bright left half stays a bright left half", () => {
  const image = Uint8Array.from({ length: 784 }, (_, i) => (i % 28 < 14 ? 255 : 0));
  const row = [1, 1, 1, 1, 0, 0, 0, 0];
  expect([...downsample(image, 28, 8)]).toEqual(Array(8).fill(row).flat());
});

test("sizes that do not fit are refused with both", () => {
  expect(() => downsample(new Uint8Array(10), 3, 2)).toThrow(
    "10 bytes are no whole number of 3x3 images of 9 bytes",
  );
  expect(() => downsample(new Uint8Array(9), 3, 4)).toThrow("cannot go from 3x3 to 4x4 pixels");
});

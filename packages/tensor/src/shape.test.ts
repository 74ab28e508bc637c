import * as fc from "fast-check";
import { expect, test } from "vitest";
import { contiguousStrides, sizeOf, viewStrides } from "./shape.ts";

/** Memory addresses in row-major order of a strided view. */
function addresses(shape: readonly number[], strides: readonly number[]): number[] {
  return shape.reduce<number[]>(
    (starts, extent, axis) =>
      starts.flatMap((start) =>
        Array.from({ length: extent }, (_, i) => start + i * (strides[axis] as number)),
      ),
    [0],
  );
}

/** All ways to write a size as a shape would be too many; these are a size's factors in some order, with ones between. */
const factors = fc.shuffledSubarray([2, 3, 2, 1, 1], { minLength: 5 });
const target = fc
  .tuple(factors, fc.array(fc.nat(3), { maxLength: 2 }))
  .map(([shape, joins]) =>
    joins.reduce((s, at) => s.toSpliced(at, 2, (s[at] ?? 1) * (s[at + 1] ?? 1)), shape),
  );

test("viewStrides reads the same elements in the same order", () => {
  fc.assert(
    fc.property(
      factors,
      fc.array(fc.constantFrom(-2, -1, 0, 1, 2, 3), { minLength: 5, maxLength: 5 }),
      target,
      (shape, scale, wanted) => {
        fc.pre(sizeOf(shape) === sizeOf(wanted));
        const strides = contiguousStrides(shape).map((stride, i) => stride * (scale[i] as number));
        const found = viewStrides(shape, strides, wanted);
        if (found !== null) expect(addresses(wanted, found)).toEqual(addresses(shape, strides));
      },
    ),
  );
});

test("viewStrides splits any axis, drops and adds extents of 1, and joins neighbours", () => {
  expect(viewStrides([4, 6], [1, 4], [2, 2, 3, 2])).toEqual([2, 1, 8, 4]);
  expect(viewStrides([3, 1, 2], [5, 99, 2], [3, 2])).toEqual([5, 2]);
  expect(viewStrides([3, 2], [5, 2], [1, 3, 1, 2])).not.toBeNull();
  expect(viewStrides([2, 3, 4], [24, 4, 1], [2, 12])).toEqual([24, 1]);
  expect(viewStrides([5, 4], [0, 0], [20])).toEqual([0]);
  expect(viewStrides([2, 0], [1, 1], [0, 7])).toEqual([7, 1]);
  expect(viewStrides([], [], [1, 1])).not.toBeNull();
});

test("viewStrides gives up where only a copy can be right", () => {
  expect(viewStrides([2, 3], [1, 2], [6])).toBeNull();
  expect(viewStrides([2, 6], [1, 2], [3, 4])).toBeNull();
  expect(viewStrides([3, 4], [0, 1], [12])).toBeNull();
});

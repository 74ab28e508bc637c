/** Numbers that are pleasant to read in a counterexample: multiples of a hundredth, shrinking towards 0. */
import * as fc from "fast-check";

/** A number between `min` and `max`, both included, with at most two decimals. */
export function number(min: number, max: number): fc.Arbitrary<number> {
  return fc
    .integer({ min: Math.ceil(min * 100), max: Math.floor(max * 100) })
    .map((hundredths) => hundredths / 100);
}

/** An array of `count` such numbers. */
export function numbers(count: number, min: number, max: number): fc.Arbitrary<number[]> {
  return fc.array(number(min, max), { minLength: count, maxLength: count });
}

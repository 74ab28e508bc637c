/** A line of the table over all ops: what to call, on which inputs, and what of it can be differentiated. */
import type { Tensor } from "@gradus/tensor";
import * as fc from "fast-check";

/** One input: its shape and its elements, row-major. */
export interface Input {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

/** Inputs and whatever else an op takes (axes, strides, indices). */
export interface Sample<A = unknown> {
  readonly inputs: readonly Input[];
  readonly attrs: A;
}

/** One op in the table. */
export interface OpCase<A = never> {
  /** The op's name, with a word on the variant if it has several lines. */
  readonly name: string;
  /** `x` are the differentiable inputs, in order. */
  readonly f: (x: Tensor[], attrs: A) => Tensor;
  /** Points where `f` is smooth. */
  readonly samples: fc.Arbitrary<Sample<A>>;
  /** 2 by default; 1 where the derivative is piecewise constant or second order does not exist. */
  readonly order?: 1 | 2;
}

/** Makes a line without attributes, or with them; keeps their type inside. */
export function opCase<A>(line: OpCase<A>): OpCase {
  return line as unknown as OpCase;
}

/** Numbers between two bounds, pleasant to read, at least `margin` away from each of `avoid`. */
export interface Domain {
  readonly min?: number;
  readonly max?: number;
  readonly avoid?: readonly number[];
  readonly margin?: number;
}

/** A number of a domain, with two decimals. */
export function number({ min = -2, max = 2, avoid = [], margin = 0.05 }: Domain = {}): fc.Arbitrary<number> {
  return fc
    .integer({ min: Math.ceil(min * 100), max: Math.floor(max * 100) })
    .map((hundredths) => hundredths / 100)
    .filter((x) => avoid.every((kink) => Math.abs(x - kink) >= margin));
}

/** Small shapes, among them scalars, extents of 1, and (unless excluded) empty ones. */
export function shape(
  options: { minRank?: number; maxRank?: number; empty?: boolean } = {},
): fc.Arbitrary<number[]> {
  const { minRank = 0, maxRank = 3, empty = true } = options;
  const extent = empty
    ? fc.oneof(
        { arbitrary: fc.integer({ min: 1, max: 3 }), weight: 20 },
        { arbitrary: fc.constant(0), weight: 1 },
      )
    : fc.integer({ min: 1, max: 3 });
  return fc.array(extent, { minLength: minRank, maxLength: maxRank });
}

/** An input of a given shape. */
export function input(shapeOf: readonly number[], domain?: Domain): fc.Arbitrary<Input> {
  const size = shapeOf.reduce((product, extent) => product * extent, 1);
  return fc
    .array(number(domain), { minLength: size, maxLength: size })
    .map((data) => ({ shape: shapeOf, data }));
}

/** Inputs of random shapes. */
export function anyInput(domain?: Domain, options?: Parameters<typeof shape>[0]): fc.Arbitrary<Input> {
  return shape(options).chain((chosen) => input(chosen, domain));
}

/** Elements that all differ by at least `gap`: no ties for max, sort and their like. */
export function distinctInput(shapeOf: readonly number[], gap = 0.1): fc.Arbitrary<Input> {
  const size = shapeOf.reduce((product, extent) => product * extent, 1);
  const ladder = Array.from({ length: size }, (_, i) => Math.round((i - size / 2) * gap * 100) / 100);
  return fc
    .shuffledSubarray(ladder, { minLength: size, maxLength: size })
    .map((data) => ({ shape: shapeOf, data }));
}

/** Two shapes that broadcast against each other. */
export function broadcastShapes(): fc.Arbitrary<[number[], number[]]> {
  return shape({ maxRank: 3 }).chain((full) => {
    const narrowed = (): fc.Arbitrary<number[]> =>
      fc
        .tuple(
          fc.array(fc.boolean(), { minLength: full.length, maxLength: full.length }),
          fc.nat(full.length),
        )
        .map(([ones, cut]) => full.map((extent, i) => (ones[i] === true ? 1 : extent)).slice(cut));
    return fc
      .tuple(fc.boolean(), narrowed())
      .map(([swap, narrow]): [number[], number[]] => (swap ? [narrow, full] : [full, narrow]));
  });
}

/** A sample without attributes from arbitraries of its inputs. */
export function samples(...inputs: fc.Arbitrary<Input>[]): fc.Arbitrary<Sample<null>> {
  return fc.tuple(...inputs).map((chosen) => ({ inputs: chosen, attrs: null }));
}

import fc from "fast-check";
import { createRandom, signedVector } from "../random.ts";

/** Where numbers are drawn from. */
export interface Domain {
  /** Default -2. */
  readonly min?: number;
  /** Default 2. */
  readonly max?: number;
  /** Kinks and poles: no number is drawn within `margin` of these. */
  readonly avoid?: readonly number[];
  /** Default 0.05: eight thousand times the step of the finite differences. */
  readonly margin?: number;
}

const GRID = 1000;

/**
 * Numbers of a domain, in thousandths, so that a shrunk counterexample is short to read.
 *
 * @throws if the domain is empty.
 */
export function number(domain: Domain = {}): fc.Arbitrary<number> {
  const { min = -2, max = 2, avoid = [], margin = 0.05 } = domain;
  let pieces: [number, number][] = [[Math.ceil(min * GRID), Math.floor(max * GRID)]];
  for (const kink of avoid) {
    const below = Math.floor((kink - margin) * GRID);
    const above = Math.ceil((kink + margin) * GRID);
    pieces = pieces.flatMap(([low, high]): [number, number][] => [
      [low, Math.min(high, below)],
      [Math.max(low, above), high],
    ]);
  }
  const open = pieces.filter(([low, high]) => low <= high);
  if (open.length === 0) {
    throw new Error(
      `number: nothing is left of [${min}, ${max}] without ${margin} around [${avoid}]; widen it`,
    );
  }
  const weighted = open.map(([low, high]) => ({
    arbitrary: fc.integer({ min: low, max: high }),
    weight: high - low + 1,
  }));
  return fc.oneof(...weighted).map((k) => k / GRID);
}

/** Vectors of a length with every entry in the domain. */
export function vector(length: number, domain: Domain = {}): fc.Arbitrary<Float64Array> {
  return fc
    .array(number(domain), { minLength: length, maxLength: length })
    .map((xs) => Float64Array.from(xs));
}

/**
 * Several vectors of one length in which no two numbers are closer than the margin, within a vector or between
 * them: for max, min, sort, and all else that has a kink where numbers tie.
 *
 * @throws if the domain cannot hold that many.
 */
export function vectorsApart(
  count: number,
  length: number,
  domain: Domain = {},
): fc.Arbitrary<Float64Array[]> {
  const { min = -2, max = 2, margin = 0.05 } = domain;
  const total = count * length;
  // Numbers already drawn may lie so that each blocks twice its margin.
  if (total * 2 * margin > max - min) {
    throw new Error(`vectorsApart: ${total} numbers, ${margin} apart, do not fit [${min}, ${max}]; widen it`);
  }
  return fc
    .uniqueArray(number(domain), {
      minLength: total,
      maxLength: total,
      comparator: (a: number, b: number) => Math.abs(a - b) < margin,
    })
    .map((xs) =>
      Array.from({ length: count }, (_, k) => Float64Array.from(xs.slice(k * length, (k + 1) * length))),
    );
}

/** Cotangents (or tangents): either sign, magnitudes in [0.5, 1.5), never all ones. They do not shrink. */
export function cotangent(length: number): fc.Arbitrary<Float64Array> {
  return fc.noShrink(fc.nat()).map((seed) => signedVector(createRandom(seed), length));
}

/** Small shapes: rank 0 to 3, sides 1 to 4 unless said otherwise. */
export function smallShape(
  limits: {
    readonly minRank?: number;
    readonly maxRank?: number;
    readonly minSide?: number;
    readonly maxSide?: number;
  } = {},
): fc.Arbitrary<number[]> {
  const { minRank = 0, maxRank = 3, minSide = 1, maxSide = 4 } = limits;
  return fc.array(fc.integer({ min: minSide, max: maxSide }), { minLength: minRank, maxLength: maxRank });
}

/** Two shapes that broadcast together, and the shape they give. */
export function broadcastShapes(
  limits: { readonly maxRank?: number; readonly maxSide?: number } = {},
): fc.Arbitrary<{ a: number[]; b: number[]; output: number[] }> {
  const { maxRank = 3, maxSide = 4 } = limits;
  return smallShape({ minRank: 1, maxRank, maxSide }).chain((output) => {
    // Each side keeps the trailing axes from `start` on, and of those may hold a 1; only one side may.
    const axis = fc.constantFrom("both", "a", "b");
    const axes = fc.array(axis, { minLength: output.length, maxLength: output.length });
    const start = fc.nat({ max: output.length });
    return fc.record({ axes, start, shorter: fc.constantFrom("a", "b") }).map(({ axes, start, shorter }) => {
      const side = (own: "a" | "b"): number[] => {
        const cut = own === shorter ? start : 0;
        return output.map((d, i) => (axes[i] === own && !(i < start) ? 1 : d)).slice(cut);
      };
      return { a: side("a"), b: side("b"), output };
    });
  });
}

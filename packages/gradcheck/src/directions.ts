import { badness } from "./compare.ts";
import { SMOOTH } from "./kinks.ts";
import { type Expectation, transposedTimes } from "./linear.ts";
import { along } from "./numeric.ts";
import type { Point, Problem } from "./problem.ts";
import { type Random, signedVector } from "./random.ts";

/** One gradient to be checked along directions. */
export interface Target {
  readonly point: Point;
  readonly slot: number;
  readonly cotangent: Float64Array;
  readonly gradient: Float64Array;
}

/** `<gradient, v>` beside `<cotangent, J v>`. */
interface DirectionalPair extends Expectation {
  readonly analytic: Float64Array;
}

async function comparePair(problem: Problem, target: Target, v: Float64Array): Promise<DirectionalPair> {
  const { args, output } = target.point;
  const group = problem.uses[target.slot] as readonly number[];
  const still = args.map((x) => new Float64Array(x.length));
  const line = await along(
    problem.evaluate,
    args,
    still.map((zero, k) => (group.includes(k) ? v : zero)),
    output,
  );
  const expectation = transposedTimes(problem, [line], target.cotangent);
  let [analytic, magnitude] = [0, 0];
  for (const [i, vi] of v.entries()) {
    if (vi === 0) continue;
    const term = vi * (target.gradient[i] as number);
    analytic += term;
    magnitude += Math.abs(term);
  }
  // The analytic sum has roundings of its own, one per term.
  const tolerance =
    (expectation.tolerance[0] as number) + problem.atol * (Number.isFinite(magnitude) ? magnitude : 0);
  return { ...expectation, tolerance: Float64Array.of(tolerance), analytic: Float64Array.of(analytic) };
}

/** A random direction in which every coordinate moves on its own scale. */
function randomDirection(x: Float64Array, random: Random): Float64Array {
  return signedVector(random, x.length).map((u, i) => u * Math.max(1, Math.abs(x[i] as number)));
}

/** Compares along `problem.directions` random directions; one entry per direction. */
export async function compareDirections(
  problem: Problem,
  target: Target,
  random: Random,
): Promise<DirectionalPair> {
  const x = target.point.inputs[target.slot] as Float64Array;
  const pairs: DirectionalPair[] = [];
  // An empty input has no direction to move in.
  const count = x.length === 0 ? 0 : problem.directions;
  for (let r = 0; r < count; r++) pairs.push(await comparePair(problem, target, randomDirection(x, random)));
  const join = (row: "numeric" | "tolerance" | "analytic"): Float64Array =>
    Float64Array.from(pairs, (pair) => pair[row][0] as number);
  return {
    numeric: join("numeric"),
    tolerance: join("tolerance"),
    analytic: join("analytic"),
    verdict: Uint8Array.from(pairs, (pair) => pair.verdict[0] as number),
  };
}

/**
 * One wrong entry, by halving the support of a failing direction: the half with the larger share of the error
 * holds one. Null where no direction fails for this cotangent, or the search ends at an entry that passes.
 */
export async function findIndex(problem: Problem, target: Target, random: Random): Promise<number | null> {
  const x = target.point.inputs[target.slot] as Float64Array;
  const bad = (pair: DirectionalPair): number =>
    pair.verdict[0] === SMOOTH
      ? badness(pair.analytic[0] as number, pair.numeric[0] as number, pair.tolerance[0] as number)
      : 0;
  const broken = target.gradient.findIndex((g) => !Number.isFinite(g));
  if (broken >= 0) return broken;
  for (let attempt = 0; attempt < problem.directions; attempt++) {
    const direction = randomDirection(x, random);
    const within = (from: number, to: number): Promise<DirectionalPair> =>
      comparePair(
        problem,
        target,
        direction.map((v, i) => (i >= from && i < to ? v : 0)),
      );
    let [from, to] = [0, x.length];
    if (bad(await within(from, to)) <= 1) continue;
    while (to - from > 1) {
      const middle = (from + to) >>> 1;
      const [left, right] = [await within(from, middle), await within(middle, to)];
      if (bad(left) >= bad(right)) to = middle;
      else from = middle;
    }
    if (bad(await within(from, to)) > 1) return from;
  }
  return null;
}

const EVERY_ENTRY_UP_TO = 1024;
const SAMPLE = 64;

/** Which entries a diagnosis looks at: all of them, or a random sample with `wanted` in it. */
export function sampleIndices(length: number, wanted: number | null, random: Random): number[] {
  if (length <= EVERY_ENTRY_UP_TO) return Array.from({ length }, (_, i) => i);
  const sample = new Set<number>(wanted === null ? [] : [wanted]);
  while (sample.size < SAMPLE) sample.add(Math.floor(random() * length));
  return [...sample].sort((a, b) => a - b);
}

import {
  bestOf,
  classify,
  isSettled,
  isSinglePrecision,
  type Level,
  levelOf,
  type Measured,
  NOISY,
} from "./kinks.ts";
import { EPSILON } from "./step.ts";

/** The derivative of every output along one line through the point. */
export interface Line {
  readonly value: Float64Array;
  /** A bound on what the finite difference itself may be wrong by. */
  readonly error: Float64Array;
  /** One {@link Verdict} per output. */
  readonly verdict: Uint8Array;
  /** 1 for every output that moves along the line at all, be it only far from the point. */
  readonly moves: Uint8Array;
}

const MAX_HALVINGS = 12;

/** From the derived step to (nearly) the scale of the argument; not a round number, so as to hit no tie. */
const FAR = 0.9876543 / Math.cbrt(EPSILON);

/**
 * Central differences of `at` at 0, at the derived step `h`: the value is `(at(h) - at(-h)) / 2h`, checked by
 * a second one at `h/2`. Only where the two disagree (a kink or the end of the domain within `h`, a function
 * that changes faster than its argument's scale) is the step halved further, until three in a row agree.
 */
export async function measureLine(
  at: (t: number) => Promise<Float64Array>,
  center: Float64Array,
  h: number,
): Promise<Line> {
  const m = center.length;
  const line: Line = {
    value: new Float64Array(m),
    error: new Float64Array(m),
    verdict: new Uint8Array(m),
    moves: new Uint8Array(m),
  };
  if (h === 0) return line;

  const far = await farFrom(at, h * FAR);
  const variation = center.map((c, j) => variationOf(c, far, j));
  const measure = async (t: number): Promise<Level> =>
    levelOf(center, await at(t), await at(-t), variation, t);
  const write = (j: number, { level, error, verdict }: Measured): void => {
    // What single precision cannot tell is no small error, whatever two levels agree on.
    const single = isSinglePrecision(center, far, j);
    line.value[j] = (levels[level] as Level).central[j] as number;
    line.error[j] = single ? Infinity : error;
    line.moves[j] = Number(line.value[j] !== 0 || (variation[j] as number) > 0);
    line.verdict[j] = single ? NOISY : verdict;
  };
  const levels: Level[] = [await measure(h)];
  let pending = Array.from(center.keys());
  for (let halvings = 1; halvings <= MAX_HALVINGS && pending.length > 0; halvings++) {
    levels.push(await measure(h / 2 ** halvings));
    const [coarse, fine] = levels.slice(-2) as [Level, Level];
    const before = levels.at(-3);
    pending = pending.filter((j) => {
      if (!isSettled(coarse, fine, j) || (before && !isSettled(before, coarse, j))) return true;
      write(j, bestOf(levels, j));
      return false;
    });
  }
  for (const j of pending) {
    const elsewhere = Math.max(variation[j] as number, Math.abs(center[j] as number)) / (h * FAR);
    write(j, classify(levels, j, elsewhere));
  }
  return line;
}

/** f on both sides, as far away as its argument is large; empty where f refuses to go there. */
async function farFrom(at: (t: number) => Promise<Float64Array>, distance: number): Promise<Float64Array[]> {
  const sides: Float64Array[] = [];
  for (const t of [-distance, distance]) {
    // Unlike the stencil, this point is none that the caller vouched for.
    const there = await at(t).catch(() => null);
    if (there !== null) sides.push(there);
  }
  return sides;
}

/**
 * How far an output moves on the scale of the argument: the lesser of both sides, so that steep growth on one
 * does not drown the slope in between. Zero where both leave the domain of f.
 */
function variationOf(center: number, far: readonly Float64Array[], j: number): number {
  const moves = far.map((side) => Math.abs((side[j] as number) - center)).filter(Number.isFinite);
  return moves.length === 0 ? 0 : Math.min(...moves);
}

import { EPSILON } from "./step.ts";

/** What finite differences say about one output along one line. */
export const SMOOTH = 0;
/** No derivative here: left and right slopes differ, the slope is infinite, or the domain ends. */
export const KINK = 1;
/** f is too noisy (or changes too fast) for its derivative to be measured. */
export const NOISY = 2;
export type Verdict = typeof SMOOTH | typeof KINK | typeof NOISY;

/** The differences at one step `t`, one entry per output. */
export interface Level {
  readonly step: number;
  /** `C = (f(x + t) - f(x - t)) / 2t` */
  readonly central: Float64Array;
  /** `G = (f(x + t) - f(x)) / t - (f(x) - f(x - t)) / t`: right slope less left slope. */
  readonly gap: Float64Array;
  /** What rounding in f alone may do to them. */
  readonly noise: Float64Array;
}

// Each difference adds a few roundings of f, each f a few of its own; 32 leaves room for both and still keeps
// the allowance at 1.2e-9 |f| for the derived step.
const ROUNDINGS = 32;

/** A derivative counts as measured when two steps agree to this part of it: a quarter of the default rtol. */
const SETTLED = 2.5e-6;

/** Noise up to this part of the derivative is tolerated; it keeps an error of one part in 2000 in sight. */
const BEARABLE = 1e-4;

/**
 * So is noise up to this part of the slope that f has, or could have, on the scale of its argument: where f is
 * nearly flat, its slope drowns in noise that is nothing elsewhere. Single precision is a thousand times worse.
 */
const BEARABLE_ELSEWHERE = 1e-5;

/**
 * @param variation how far f moves on the scale of its argument. Rounding inside f need not show in f: near 0,
 *   `log(1 + x^2)` is a staircase, because the 1 swallows most of `x^2`, while f itself is almost 0.
 */
export function levelOf(
  center: Float64Array,
  up: Float64Array,
  down: Float64Array,
  variation: Float64Array,
  step: number,
): Level {
  const m = center.length;
  const level: Level = {
    step,
    central: new Float64Array(m),
    gap: new Float64Array(m),
    noise: new Float64Array(m),
  };
  for (let j = 0; j < m; j++) {
    const [c, u, d] = [center[j] as number, up[j] as number, down[j] as number];
    level.central[j] = (u - d) / (2 * step);
    level.gap[j] = (u - c) / step - (c - d) / step;
    // An output that does not move, near or far, has no slope beyond rounding on the scale of the argument.
    const moves = u !== c || d !== c || (variation[j] as number) > 0;
    const size = moves
      ? Math.max(Math.abs(c), Math.abs(u), Math.abs(d), variation[j] as number)
      : Math.abs(c) * Math.cbrt(EPSILON);
    level.noise[j] = (ROUNDINGS * EPSILON * size) / step;
  }
  return level;
}

/**
 * How far two levels are from agreeing on a derivative. For a smooth f the central differences differ by
 * `O(t^2)`, and the gap is `t f''`, so that its extrapolation to step zero, `2 G(t/2) - G(t)`, vanishes; at a
 * kink that extrapolation is the jump of the slope, of which the central difference holds one half.
 */
export function disagreement(coarse: Level, fine: Level, j: number): number {
  const [c0, c1] = [coarse.central[j] as number, fine.central[j] as number];
  // A slope beyond the range of float64 is the same infinity at both steps.
  if (c0 === c1 && !Number.isFinite(c0) && !Number.isNaN(c0)) return 0;
  const jump = 2 * (fine.gap[j] as number) - (coarse.gap[j] as number);
  return Math.max(Math.abs(c0 - c1), Math.abs(jump) / 2);
}

/**
 * True when both steps see the same smooth slope. The gap belongs to the scale: at a minimum the derivative is
 * zero, and what counts is how fast it leaves zero.
 */
export function isSettled(coarse: Level, fine: Level, j: number): boolean {
  const scale = Math.abs(fine.central[j] as number) + Math.abs(coarse.gap[j] as number);
  const apart = disagreement(coarse, fine, j);
  return apart === 0 || apart <= SETTLED * scale + (fine.noise[j] as number);
}

/** A measured derivative: the level whose central difference is taken, and what that may be wrong by. */
export interface Measured {
  readonly level: number;
  readonly error: number;
  readonly verdict: Verdict;
}

/**
 * The best of the levels so far: refining also amplifies noise, so the last one need not be it. The error is
 * twice the disagreement with the next level, of which truncation makes up 3/4, and the noise. Where two levels
 * agree by luck, the next two tell: from one level to the next noise doubles.
 */
export function bestOf(levels: readonly Level[], j: number): Measured & { readonly apart: number } {
  const aparts: number[] = [];
  for (let l = 1; l < levels.length; l++) {
    aparts.push(disagreement(levels[l - 1] as Level, levels[l] as Level, j));
  }
  let best: Measured & { readonly apart: number } = {
    level: 0,
    error: Infinity,
    apart: Infinity,
    verdict: SMOOTH,
  };
  for (let level = 0; level < aparts.length; level++) {
    const apart = Math.max(aparts[level] as number, (aparts[level + 1] ?? 0) / 2);
    const error = 2 * apart + ((levels[level + 1] as Level).noise[j] as number);
    if (error < best.error) best = { level, error, apart, verdict: SMOOTH };
  }
  return best;
}

/**
 * The last word on an output that no pair of steps settled.
 *
 * @param elsewhere its slope on the scale of the argument.
 */
export function classify(levels: readonly Level[], j: number, elsewhere: number): Measured {
  const last = levels.length - 1;
  const [first, final] = [1, last].map((l) => disagreement(levels[l - 1] as Level, levels[l] as Level, j));
  const kink: Measured = { level: 0, error: 0, verdict: KINK };
  if (Number.isNaN(final) || staysApart(levels, j)) return kink;

  const best = bestOf(levels, j);
  const { central, gap } = levels[best.level] as Level;
  const scale = Math.abs(central[j] as number) + Math.abs(gap[j] as number);
  // Smooth, with a derivative so close to zero that no step settles in relative terms (x^3 at 0): the
  // disagreement shrinks with the step until rounding stops it, and its least value bounds the error.
  const vanishes = best.apart <= (first as number) / 16;
  return vanishes || best.error <= Math.max(BEARABLE * scale, BEARABLE_ELSEWHERE * elsewhere)
    ? best
    : { ...best, verdict: NOISY };
}

/** How many levels a kink must show on; on later ones noise may drown a small one. */
const WITNESSES = 7;

/**
 * The mark of a kink: at every halving of the step the gap between the one-sided slopes keeps its sign and size
 * (it grows by sqrt 2 for `sqrt |x|`), where `t f''` must shrink by half. Of a jump or a vertical tangent: the
 * slope itself keeps its sign and grows. Noise keeps no sign, and a rounding of f at the center alone makes the
 * gap double.
 */
function staysApart(levels: readonly Level[], j: number): boolean {
  const first = levels[0] as Level;
  const holds = (row: "gap" | "central", least: number, most: number): boolean =>
    Math.abs(first[row][j] as number) > (first.noise[j] as number) &&
    levels.slice(1, WITNESSES).every((fine, l) => {
      const ratio = (fine[row][j] as number) / ((levels[l] as Level)[row][j] as number);
      return ratio >= least && ratio <= most;
    });
  return holds("gap", 0.75, 1.5) || holds("central", 1.2, 2.5);
}

/**
 * Whether output j was computed in single precision: it is a float32 number here and far on both sides, though
 * the inputs there are none, it changes, and it is not just one of the short numbers that a step function gives.
 */
export function isSinglePrecision(center: Float64Array, far: readonly Float64Array[], j: number): boolean {
  const c = center[j] as number;
  if (Math.fround(c) !== c) return false;
  const others = far.map((side) => side[j] as number);
  const isShort = (y: number): boolean => Number.isInteger(y * 4096);
  return (
    others.some((y) => y !== c) &&
    others.every((y) => Math.fround(y) === y) &&
    !(isShort(c) && others.every(isShort))
  );
}

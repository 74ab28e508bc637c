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

export function levelOf(center: Float64Array, up: Float64Array, down: Float64Array, step: number): Level {
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
    level.noise[j] = (ROUNDINGS * EPSILON * Math.max(Math.abs(c), Math.abs(u), Math.abs(d))) / step;
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

/** The last word on an output that no pair of steps settled. */
export function classify(levels: readonly Level[], j: number): { level: number; error: number; verdict: Verdict } {
  const last = levels.length - 1;
  const apart = levels.slice(1).map((fine, l) => disagreement(levels[l] as Level, fine, j));
  if (Number.isNaN(apart[last - 1])) return { level: last, error: NaN, verdict: KINK };
  if (staysApart(levels, j)) return { level: 0, error: NaN, verdict: KINK };

  // Smooth, with a derivative so close to zero that no step settles in relative terms (x^3 at 0): the
  // disagreement shrinks with the step until rounding stops it, and its least value bounds the error.
  const finite = apart.map((a) => (Number.isNaN(a) ? Infinity : a));
  const best = finite.indexOf(Math.min(...finite));
  const first = apart[0] as number;
  const least = finite[best] as number;
  if (least <= first / 16) return { level: best, error: 2 * least, verdict: SMOOTH };

  const { central, gap } = levels[0] as Level;
  const scale = Math.abs(central[j] as number) + Math.abs(gap[j] as number);
  const bearable = 2 * first <= BEARABLE * scale;
  return { level: 0, error: 2 * first, verdict: bearable ? SMOOTH : NOISY };
}

/**
 * The mark of a kink: at every halving of the step the gap between the one-sided slopes (or, for a jump or a
 * vertical tangent, the slope itself) keeps its sign and does not shrink as `t f''` must. Noise keeps no sign.
 */
function staysApart(levels: readonly Level[], j: number): boolean {
  const first = levels[0] as Level;
  const holds = (row: "gap" | "central", factor: number): boolean =>
    Math.abs(first[row][j] as number) > (first.noise[j] as number) &&
    levels.slice(1).every((fine, l) => {
      const [before, after] = [(levels[l] as Level)[row][j] as number, fine[row][j] as number];
      return Math.sign(before) === Math.sign(after) && Math.abs(after) >= factor * Math.abs(before);
    });
  return holds("gap", 0.75) || holds("central", 1.2);
}

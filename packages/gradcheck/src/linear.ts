import { KINK, NOISY, SMOOTH } from "./kinks.ts";
import type { Line } from "./line.ts";
import type { Problem } from "./problem.ts";
import { EPSILON } from "./step.ts";

/** The numeric side of a comparison: what each entry should be, how far off it may be, and whether it counts. */
export interface Expectation {
  readonly numeric: Float64Array;
  readonly tolerance: Float64Array;
  /** One {@link Verdict} per entry: the worst of those that went into it. */
  readonly verdict: Uint8Array;
}

// Roundings of the inputs that f may make on its way, as `f(x (1 + eps))`, for the derived step.
const INPUT_ROUNDINGS = 64 * EPSILON ** (2 / 3);

// 2.4e-7 of the largest slope.
const BEARABLE_NOISE = 100;

/**
 * Adds to the errors of a Jacobian's entries what no single column shows: f rounds all its inputs, so the slope
 * along one is measured through noise in proportion to the largest slope of the same output.
 */
export function shareNoise(blocks: readonly (readonly Line[])[]): void {
  const lines = blocks.flat();
  for (const j of lines[0]?.value.keys() ?? []) {
    const slopes = lines.map((line) => Math.abs(line.value[j] as number)).filter(Number.isFinite);
    const noise = INPUT_ROUNDINGS * slopes.reduce((a, b) => Math.max(a, b), 0);
    for (const line of lines) {
      if (!line.moves[j]) continue;
      line.error[j] = (line.error[j] as number) + noise;
      // Noise that hides one slope may be nothing beside the others.
      if (line.verdict[j] === NOISY && (line.error[j] as number) <= BEARABLE_NOISE * noise)
        line.verdict[j] = SMOOTH;
    }
  }
}

/** `J^T u` from measured columns of J: entry e belongs to column e. */
export function transposedTimes(problem: Problem, lines: readonly Line[], u: Float64Array): Expectation {
  const sum = new Summation(problem, lines.length);
  for (const [e, line] of lines.entries()) {
    for (let j = 0; j < u.length; j++) sum.add(e, line, j, u[j] as number);
  }
  return sum.expectation();
}

/** `sum_k J_k u_k` from measured columns: entry j belongs to output j. */
export function times(
  problem: Problem,
  length: number,
  blocks: readonly (readonly Line[])[],
  us: readonly Float64Array[],
): Expectation {
  const sum = new Summation(problem, length);
  for (const [k, lines] of blocks.entries()) {
    for (const [i, line] of lines.entries()) {
      for (let j = 0; j < length; j++) sum.add(j, line, j, (us[k] as Float64Array)[i] as number);
    }
  }
  return sum.expectation();
}

/** Sums entries of J with weights, and with them their errors and magnitudes. */
class Summation {
  readonly problem: Problem;
  readonly numeric: Float64Array;
  readonly error: Float64Array;
  readonly magnitude: Float64Array;
  readonly verdict: Uint8Array;

  constructor(problem: Problem, length: number) {
    this.problem = problem;
    this.numeric = new Float64Array(length);
    this.error = new Float64Array(length);
    this.magnitude = new Float64Array(length);
    this.verdict = new Uint8Array(length);
  }

  add(entry: number, line: Line, output: number, weight: number): void {
    // A weight of zero asks nothing of an output, not even that it is finite.
    if (weight === 0) return;
    const term = weight * (line.value[output] as number);
    this.numeric[entry] = (this.numeric[entry] as number) + term;
    this.magnitude[entry] = (this.magnitude[entry] as number) + Math.abs(term);
    this.error[entry] = (this.error[entry] as number) + Math.abs(weight) * (line.error[output] as number);
    const verdict = line.verdict[output] as number;
    const counts = verdict === KINK && this.problem.kinks === "compare" ? SMOOTH : verdict;
    this.verdict[entry] = Math.max(this.verdict[entry] as number, counts);
  }

  expectation(): Expectation {
    const { rtol, atol } = this.problem;
    const finite = this.magnitude.filter(Number.isFinite);
    const largest = finite.reduce((a, b) => Math.max(a, b), 0);
    const tolerance = this.numeric.map(
      (value, e) => rtol * Math.abs(value) + atol * largest + (this.error[e] as number),
    );
    return { numeric: this.numeric, tolerance, verdict: this.verdict };
  }
}

import { classify, disagreement, isSettled, KINK, type Level, levelOf } from "./kinks.ts";

/** The derivative of every output along one line through the point. */
export interface Line {
  readonly value: Float64Array;
  /** A bound on what the finite difference itself may be wrong by. */
  readonly error: Float64Array;
  /** One {@link Verdict} per output. */
  readonly verdict: Uint8Array;
}

const MAX_HALVINGS = 12;

/**
 * Central differences of `at` at 0, at the derived step `h`: the value is `(at(h) - at(-h)) / 2h`, checked by
 * a second one at `h/2`. Only where the two disagree (a kink or the end of the domain within `h`, a function
 * that changes faster than its argument's scale) is the step halved further, until two in a row agree.
 */
export async function measureLine(
  at: (t: number) => Promise<Float64Array>,
  center: Float64Array,
  h: number,
): Promise<Line> {
  const m = center.length;
  const line: Line = { value: new Float64Array(m), error: new Float64Array(m), verdict: new Uint8Array(m) };
  if (h === 0) return line;

  const measure = async (t: number): Promise<Level> => levelOf(center, await at(t), await at(-t), t);
  const levels: Level[] = [await measure(h)];
  let pending = Array.from(center.keys());
  for (let halvings = 1; halvings <= MAX_HALVINGS && pending.length > 0; halvings++) {
    const coarse = levels[halvings - 1] as Level;
    const fine = await measure(h / 2 ** halvings);
    levels.push(fine);
    pending = pending.filter((j) => {
      if (!isSettled(coarse, fine, j)) return true;
      line.value[j] = coarse.central[j] as number;
      line.error[j] = 2 * disagreement(coarse, fine, j) + (fine.noise[j] as number);
      return false;
    });
  }
  for (const j of pending) {
    const { level, error, verdict } = classify(levels, j);
    line.value[j] = (levels[level] as Level).central[j] as number;
    line.error[j] = verdict === KINK ? 0 : error + ((levels[level] as Level).noise[j] as number);
    line.verdict[j] = verdict;
  }
  return line;
}

import type { Random } from "../../random.ts";
import { drawPairs, type SequenceOptions, type SequencePair } from "./pairs.ts";

export interface AdditionOptions extends SequenceOptions {
  /** The most digits of a summand, 2 to 15; 2 where left out. Every number of digits is equally likely. */
  readonly digits?: number;
}

/**
 * Sums in writing: "12+34" → "46". Where 12+34 trains, 34+12 does not test.
 *
 * @throws RangeError where `count` or `part` make no sense, or `digits` is not a whole number in 2 .. 15
 */
export function additionSequences({ digits = 2, ...options }: AdditionOptions): SequencePair[] {
  if (!Number.isInteger(digits) || digits < 2 || digits > 15) {
    throw new RangeError(`additionSequences: digits must be a whole number in 2 .. 15, got ${digits}`);
  }
  return drawPairs("additionSequences", options, (random) => {
    const [a, b] = [summand(random, digits), summand(random, digits)];
    return { source: `${a}+${b}`, target: `${a + b}`, key: `${Math.min(a, b)}+${Math.max(a, b)}` };
  });
}

function summand(random: Random, digits: number): number {
  return Math.floor(random.uniform() * 10 ** (1 + random.integer(digits)));
}

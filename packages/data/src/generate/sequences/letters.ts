import type { Random } from "../../random.ts";
import { drawPairs, type SequenceOptions, type SequencePair } from "./pairs.ts";

export interface LetterSequenceOptions extends SequenceOptions {
  /** The fewest letters; 1 where left out. */
  readonly minLength?: number;
  /** The most letters; 20 where left out. Every length between is equally likely. */
  readonly maxLength?: number;
  /** What to draw letters from; a to z where left out. */
  readonly alphabet?: string;
}

/**
 * Letters to be repeated as they are: "qrz" → "qrz".
 *
 * @throws RangeError where `count`, the lengths or `part` make no sense, or the alphabet is so small that one part is empty
 */
export function copySequences(options: LetterSequenceOptions): SequencePair[] {
  return letters("copySequences", options, (source) => source);
}

/** Letters to be repeated backwards: "qrz" → "zrq". Throws as {@link copySequences} does. */
export function reverseSequences(options: LetterSequenceOptions): SequencePair[] {
  return letters("reverseSequences", options, (source) => [...source].reverse().join(""));
}

function letters(
  name: string,
  {
    minLength = 1,
    maxLength = 20,
    alphabet = "abcdefghijklmnopqrstuvwxyz",
    ...options
  }: LetterSequenceOptions,
  answer: (source: string) => string,
): SequencePair[] {
  const known = [...new Set(alphabet)];
  if (
    !Number.isInteger(minLength) ||
    !Number.isInteger(maxLength) ||
    minLength < 1 ||
    maxLength < minLength
  ) {
    throw new RangeError(
      `${name}: lengths must be whole numbers 1 <= min <= max, got ${minLength} and ${maxLength}`,
    );
  }
  // With fewer, the tenth that is for testing may hold nothing, and the search for it would not end.
  if (known.length ** maxLength < 1000) {
    throw new RangeError(
      `${name}: ${known.length} letters and at most ${maxLength} of them give too few sequences to test on; ` +
        "allow longer ones or more letters",
    );
  }
  return drawPairs(name, options, (random: Random) => {
    const length = minLength + random.integer(maxLength - minLength + 1);
    const source = Array.from({ length }, () => known[random.integer(known.length)]).join("");
    return { source, target: answer(source), key: source };
  });
}

/** A text as tokens, in a part that trains and one that validates. */
import { CharacterTokenizer } from "@gradus/data";

/** A text that a model of characters can train on. */
export interface TextData {
  readonly tokenizer: CharacterTokenizer;
  readonly train: Int32Array;
  readonly validation: Int32Array;
}

/**
 * The first 90 % of a text train, the rest validates; characters are tokens.
 *
 * @param blockSize how many tokens a model looks at: both parts must have more
 * @throws RangeError if the text is too short
 */
export function splitText(text: string, blockSize: number): TextData {
  const tokenizer = CharacterTokenizer.train(text);
  const tokens = tokenizer.encode(text);
  const cut = Math.floor(0.9 * tokens.length);
  const [train, validation] = [tokens.subarray(0, cut), tokens.subarray(cut)];
  if (validation.length <= blockSize)
    throw new RangeError(
      `splitText: the text has ${tokens.length} characters, ${validation.length} of them to validate; blockSize ${blockSize} needs ` +
        `more than ${blockSize} there: give a text of at least ${10 * (blockSize + 1)} characters`,
    );
  return { tokenizer, train, validation };
}

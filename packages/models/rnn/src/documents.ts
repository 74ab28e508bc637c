/** Texts as tokens: each text begins and ends with the token 0. */
import { CharacterTokenizer, type GatherDataset, Vocabulary } from "@gradus/data";
import { type Tensor, tensor } from "@gradus/tensor";

/** The token that stands before the first character of a text and behind its last. */
export const END = 0;

/** What targets behind a text's end are: `crossEntropy` leaves them out. */
export const IGNORED = -100;

/**
 * A tokenizer of all characters of the texts, with {@link END} before them.
 *
 * @throws RangeError if there are no characters
 */
export function characters(texts: readonly string[]): CharacterTokenizer {
  const { vocabulary } = CharacterTokenizer.train(texts.join(""));
  if (vocabulary.size === 0)
    throw new RangeError(`characters: ${texts.length} texts without a character; give at least one`);
  const seen = Array.from({ length: vocabulary.size }, (_, id) => vocabulary.token(id));
  return new CharacterTokenizer(new Vocabulary(["<end>", ...seen]));
}

/**
 * Texts as rows of a batch: int32 `[B, T]` each, T one more than the longest text has characters. The input of a text is
 * `END c1 c2 ... cn`, its target `c1 c2 ... cn END`; behind it stand `END` and {@link IGNORED}.
 *
 * @throws RangeError if there are no texts
 */
export function padded(texts: readonly Int32Array[]): [input: Tensor, target: Tensor] {
  if (texts.length === 0) throw new RangeError("padded: 0 texts; give at least 1");
  const steps = Math.max(...texts.map(({ length }) => length)) + 1;
  const shape = [texts.length, steps];
  const input = new Int32Array(texts.length * steps).fill(END);
  const target = new Int32Array(texts.length * steps).fill(IGNORED);
  for (const [row, text] of texts.entries()) {
    input.set(text, row * steps + 1);
    target.set(text, row * steps);
    target[row * steps + text.length] = END;
  }
  return [tensor(input, { shape }), tensor(target, { shape })];
}

/** Texts as samples, for a loader: batches are {@link padded}. */
export class TextDataset implements GatherDataset<[Tensor, Tensor], [Tensor, Tensor]> {
  readonly texts: readonly Int32Array[];

  constructor(texts: readonly Int32Array[]) {
    this.texts = texts;
  }

  get length(): number {
    return this.texts.length;
  }

  /** `[1, T]` each. */
  get(i: number): [Tensor, Tensor] {
    return this.gather([i]);
  }

  gather(indices: ArrayLike<number>): [Tensor, Tensor] {
    return padded(Array.from(indices, (i) => this.texts[i] as Int32Array));
  }
}

/** All texts in one row of tokens, {@link END} before, between and behind them. */
export function stream(texts: readonly Int32Array[]): Int32Array {
  const tokens = new Int32Array(texts.reduce((total, { length }) => total + length + 1, 1)).fill(END);
  let at = 1;
  for (const text of texts) {
    tokens.set(text, at);
    at += text.length + 1;
  }
  return tokens;
}

/** Every n-th item, and the others: a split that needs no seed. */
export function everyNth<T>(items: readonly T[], n: number): { chosen: T[]; others: T[] } {
  return {
    chosen: items.filter((_, i) => i % n === n - 1),
    others: items.filter((_, i) => i % n !== n - 1),
  };
}

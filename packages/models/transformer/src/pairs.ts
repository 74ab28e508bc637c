/** Pairs of texts as tokens: what an encoder-decoder learns from. */
import { CharacterTokenizer, foldIn, random, type Sampler, type SequencePair } from "@gradus/data";
import { type Tensor, tensor } from "@gradus/tensor";

/** What stands where there is no text. */
export const PAD = 0;
/** What stands before a text that is written. */
export const BEGIN = 1;
/** What stands behind a text. */
export const END = 2;

const SPECIAL = 3;

/** Characters as tokens, behind those for padding, beginning and end. */
export class PairTokenizer {
  readonly characters: CharacterTokenizer;

  constructor(characters: CharacterTokenizer) {
    this.characters = characters;
  }

  /** A token for each character that some source or target has. @throws RangeError if there are none */
  static train(pairs: readonly SequencePair[]): PairTokenizer {
    const text = pairs.map(({ source, target }) => source + target).join("");
    if (text === "")
      throw new RangeError(
        `PairTokenizer: ${pairs.length} pairs without a character; give some text to learn from`,
      );
    return new PairTokenizer(CharacterTokenizer.train(text));
  }

  /** V. */
  get size(): number {
    return SPECIAL + this.characters.size;
  }

  /** The tokens of a text and `END`. @throws RangeError where training has not seen a character */
  encode(text: string): number[] {
    return [...Array.from(this.characters.encode(text), (id) => SPECIAL + id), END];
  }

  /** The text before the first `END`. */
  decode(tokens: readonly number[]): string {
    const end = tokens.indexOf(END);
    const text = (end < 0 ? tokens : tokens.slice(0, end)).filter((token) => token >= SPECIAL);
    return this.characters.decode(text.map((token) => token - SPECIAL));
  }

  toJSON(): unknown {
    return { special: ["PAD", "BEGIN", "END"], characters: this.characters };
  }
}

/** A pair as tokens, both with their `END`. */
export interface TokenPair {
  readonly source: readonly number[];
  readonly target: readonly number[];
}

/** Texts of different lengths as one tensor, int32 `[N, L]`. */
export function padded(texts: readonly (readonly number[])[]): Tensor {
  const length = Math.max(...texts.map((text) => text.length));
  const flat = new Int32Array(texts.length * length).fill(PAD);
  for (const [row, text] of texts.entries()) flat.set(text, row * length);
  return tensor(flat, { shape: [texts.length, length] });
}

/** What is read, what has been written before each token, and that token. */
export function pairBatch(pairs: readonly TokenPair[]): [source: Tensor, written: Tensor, target: Tensor] {
  const written = pairs.map(({ target }) => [BEGIN, ...target.slice(0, -1)]);
  return [
    padded(pairs.map(({ source }) => source)),
    padded(written),
    padded(pairs.map(({ target }) => target)),
  ];
}

/**
 * A random order in which batches hold texts of like length, so that little is padding: pools of 16 batches are sorted, and
 * their batches come in random order.
 */
export function byLength(lengths: readonly number[], batchSize: number, seed: number): Sampler {
  const pool = 16 * batchSize;
  return {
    length: lengths.length,
    indices: (epoch) => {
      const { permutation, shuffle } = random(foldIn(seed, epoch));
      const order = Array.from(permutation(lengths.length));
      const sorted: number[] = [];
      for (let start = 0; start < order.length; start += pool) {
        const some = order
          .slice(start, start + pool)
          .sort((a, b) => (lengths[a] as number) - (lengths[b] as number));
        const whole = Math.floor(some.length / batchSize);
        const batches = Array.from({ length: whole }, (_, i) =>
          some.slice(i * batchSize, (i + 1) * batchSize),
        );
        sorted.push(...shuffle(batches).flat(), ...some.slice(whole * batchSize));
      }
      return sorted;
    },
  };
}

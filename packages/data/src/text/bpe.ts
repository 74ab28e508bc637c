import { learnMerges, mergePair, pairKey } from "./merges.ts";
import type { Tokenizer } from "./tokenizer.ts";

/**
 * GPT-2's way of cutting text before pairs are merged, so that no token spans two words: contractions, letters, digits, and
 * other characters, each with a space before it, and runs of space.
 *
 * @see A. Radford et al., "Language models are unsupervised multitask learners", 2019, section 2.2
 */
export const GPT2_PATTERN: string =
  "'(?:[sdmt]|ll|ve|re)| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

/** Options of {@link BpeTokenizer.train}. */
export interface BpeOptions {
  /** Tokens in all, special ones included: 256 bytes, merges, special tokens. Fewer where the text has no pair twice. */
  readonly size: number;
  /** A regular expression whose matches are cut out before pairs are merged; {@link GPT2_PATTERN} where left out. */
  readonly pattern?: string;
  /** Tokens such as `<|endoftext|>`, which text never becomes: use their {@link BpeTokenizer.special} id. */
  readonly specialTokens?: readonly string[];
}

/** A tokenizer as plain data. */
export interface BpeJSON {
  readonly type: "bpe";
  readonly pattern: string;
  /** Merge i joins two tokens to token 256 + i. */
  readonly merges: readonly (readonly [number, number])[];
  /** Their ids follow those of the merges. */
  readonly specialTokens: readonly string[];
}

/** How many pieces of text an encoder remembers: words repeat. */
const REMEMBERED = 2 ** 16;

/**
 * Byte-level byte pair encoding. Tokens 0 to 255 are the bytes of UTF-8; each further one is two before it joined. So any
 * text can be encoded, and `decode(encode(text)) = text.toWellFormed()`: a lone surrogate (half of a character, which UTF-8
 * cannot hold) becomes U+FFFD, everything else comes back as it was.
 *
 * @see R. Sennrich, B. Haddow, A. Birch, "Neural machine translation of rare words with subword units", ACL 2016,
 *   algorithm 1
 */
export class BpeTokenizer implements Tokenizer {
  /** How text is cut before pairs are merged. */
  readonly pattern: string;
  /** Merge i joins two tokens to token 256 + i. */
  readonly merges: readonly (readonly [number, number])[];
  /** Their ids follow those of the merges. */
  readonly specialTokens: readonly string[];
  /** The bytes of each token that is not special. */
  readonly #bytes: readonly Uint8Array[];
  readonly #ranks: ReadonlyMap<number, number>;
  readonly #regex: RegExp;
  readonly #known = new Map<string, readonly number[]>();

  /**
   * @throws RangeError where a merge joins tokens that come after it, or two special tokens are equal
   * @throws SyntaxError where the pattern is no regular expression
   */
  constructor({ pattern, merges, specialTokens }: Omit<BpeJSON, "type">) {
    this.pattern = pattern;
    this.merges = merges;
    this.specialTokens = specialTokens;
    this.#regex = new RegExp(pattern, "gu");
    const bytes = Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte));
    merges.forEach(([left, right], i) => {
      const [head, tail] = [bytes[left], bytes[right]];
      if (head === undefined || tail === undefined)
        throw new RangeError(
          `BpeTokenizer: merge ${i} joins tokens ${left} and ${right}; both must be below ${256 + i}`,
        );
      bytes.push(Buffer.concat([head, tail]));
    });
    this.#bytes = bytes;
    this.#ranks = new Map(merges.map(([left, right], i) => [pairKey(left, right), 256 + i]));
    const twice = specialTokens.find((token, i) => specialTokens.indexOf(token) < i);
    if (twice !== undefined)
      throw new RangeError(`BpeTokenizer: special token "${twice}" comes twice; name it once`);
  }

  /**
   * Learns merges from a text.
   *
   * @throws RangeError where `size` is below 256 and the special tokens
   */
  static train(text: string, { size, pattern = GPT2_PATTERN, specialTokens = [] }: BpeOptions): BpeTokenizer {
    const least = 256 + specialTokens.length;
    if (!Number.isInteger(size) || size < least)
      throw new RangeError(
        `BpeTokenizer: size is ${size}; 256 bytes and ${specialTokens.length} special tokens need ${least}`,
      );
    const counts = new Map<string, number>();
    for (const piece of piecesOf(text, new RegExp(pattern, "gu")))
      counts.set(piece, (counts.get(piece) ?? 0) + 1);
    const pieces = Array.from(counts, ([piece, count]) => ({ ids: [...utf8(piece)], count }));
    return new BpeTokenizer({ pattern, merges: learnMerges(pieces, size - least), specialTokens });
  }

  get size(): number {
    return this.#bytes.length + this.specialTokens.length;
  }

  /** The id of a special token. @throws RangeError where there is no such token */
  special(token: string): number {
    const i = this.specialTokens.indexOf(token);
    if (i < 0)
      throw new RangeError(
        `BpeTokenizer: no special token "${token}"; there are: ${this.specialTokens.join(", ") || "none"}`,
      );
    return this.#bytes.length + i;
  }

  /** Never gives a special token: text is text, whatever it spells. */
  encode(text: string): Int32Array {
    const ids: number[] = [];
    for (const piece of piecesOf(text, this.#regex)) for (const id of this.#encodePiece(piece)) ids.push(id);
    return Int32Array.from(ids);
  }

  /** Bytes that are no UTF-8 (an id cut off from its neighbours) become U+FFFD. */
  decode(ids: ArrayLike<number>): string {
    const parts = Array.from(ids, (id) => {
      const special = this.specialTokens[id - this.#bytes.length];
      const bytes = this.#bytes[id] ?? (special === undefined ? undefined : utf8(special));
      if (bytes === undefined)
        throw new RangeError(`BpeTokenizer: no token ${id}; there are ${this.size}, from 0`);
      return bytes;
    });
    return decoder.decode(Buffer.concat(parts));
  }

  toJSON(): BpeJSON {
    const { pattern, merges, specialTokens } = this;
    return { type: "bpe", pattern, merges, specialTokens };
  }

  #encodePiece(piece: string): readonly number[] {
    const known = this.#known.get(piece);
    if (known !== undefined) return known;
    const ids = [...utf8(piece)];
    for (let id = this.#first(ids); id !== Infinity; id = this.#first(ids)) {
      const [left, right] = this.merges[id - 256] as readonly [number, number];
      mergePair(ids, left, right, id);
    }
    if (this.#known.size === REMEMBERED) this.#known.clear();
    this.#known.set(piece, ids);
    return ids;
  }

  /** The merge learnt first of all that could be done. */
  #first(ids: readonly number[]): number {
    let first = Infinity;
    for (let i = 0; i + 1 < ids.length; i++) {
      const id = this.#ranks.get(pairKey(ids[i] as number, ids[i + 1] as number));
      if (id !== undefined && id < first) first = id;
    }
    return first;
  }
}

// A byte order mark is text like any other here.
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const encoder = new TextEncoder();

function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** The matches, and what lies between them: a pattern may pass over text, an encoding must not. */
function* piecesOf(text: string, regex: RegExp): Generator<string> {
  const whole = text.toWellFormed();
  let end = 0;
  for (const { 0: match, index } of whole.matchAll(regex)) {
    if (index > end) yield whole.slice(end, index);
    if (match !== "") yield match;
    end = index + match.length;
  }
  if (end < whole.length) yield whole.slice(end);
}

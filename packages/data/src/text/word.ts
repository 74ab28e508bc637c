import type { Tokenizer } from "./tokenizer.ts";
import { byFrequency, Vocabulary } from "./vocabulary.ts";

/** Options of {@link WordTokenizer.train}. */
export interface WordTokenizerOptions {
  /** Whether capital letters are made small. */
  readonly lowercase?: boolean;
  /** Words that are rarer are unknown; 1 where left out. */
  readonly minCount?: number;
  /** At most so many tokens, `unknown` included: the most frequent. */
  readonly maxSize?: number;
  /** Stands for all other words; `<unk>` where left out. */
  readonly unknown?: string;
}

/** A word with its marks and apostrophes, or one character that is neither that nor space. */
const WORD = /[\p{L}\p{N}\p{M}]+(?:['’-][\p{L}\p{N}\p{M}]+)*|[^\s\p{L}\p{N}\p{M}]|\p{M}+/gu;

/**
 * One token for each word and each punctuation mark; space is not kept. Token 0 is the unknown word, the others follow from
 * the most to the least frequent.
 */
export class WordTokenizer implements Tokenizer {
  /** The words and their ids. */
  readonly vocabulary: Vocabulary;
  /** Whether capital letters are made small before words are looked up. */
  readonly lowercase: boolean;

  constructor(vocabulary: Vocabulary, lowercase = false) {
    this.vocabulary = vocabulary;
    this.lowercase = lowercase;
  }

  /** A token for each word of `text` that is frequent enough. */
  static train(text: string, options: WordTokenizerOptions = {}): WordTokenizer {
    const { lowercase = false, minCount = 1, maxSize = Infinity, unknown = "<unk>" } = options;
    const counts = new Map<string, number>();
    for (const word of wordsOf(text, lowercase)) counts.set(word, (counts.get(word) ?? 0) + 1);
    counts.delete(unknown);
    const frequent = byFrequency(counts).filter((word) => (counts.get(word) as number) >= minCount);
    return new WordTokenizer(new Vocabulary([unknown, ...frequent].slice(0, maxSize), unknown), lowercase);
  }

  get size(): number {
    return this.vocabulary.size;
  }

  /** The words of a text, before they become numbers. */
  split(text: string): string[] {
    return wordsOf(text, this.lowercase);
  }

  encode(text: string): Int32Array {
    return Int32Array.from(this.split(text), (word) => this.vocabulary.id(word));
  }

  /** The words with a space between each: encoding that again gives the same ids. */
  decode(ids: ArrayLike<number>): string {
    return Array.from(ids, (id) => this.vocabulary.token(id)).join(" ");
  }

  toJSON(): { type: "word"; lowercase: boolean; vocabulary: Vocabulary } {
    return { type: "word", lowercase: this.lowercase, vocabulary: this.vocabulary };
  }
}

function wordsOf(text: string, lowercase: boolean): string[] {
  return (lowercase ? text.toLowerCase() : text).match(WORD) ?? [];
}

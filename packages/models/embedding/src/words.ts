/** A text as numbers of words, and which of them stand near each other. */
import { Vocabulary } from "@gradus/data";
import type { Generator } from "@gradus/tensor";

/** Sentences in numbers. */
export interface WordCorpus {
  /** The words, from the most frequent on. */
  readonly vocabulary: Vocabulary;
  /** How often each word comes. */
  readonly counts: Int32Array;
  readonly sentences: readonly Int32Array[];
}

/**
 * Numbers the words of sentences, which are parted by spaces. Words that come fewer than `minCount` times (1 by default) are left
 * out.
 *
 * @throws RangeError if no word is left
 */
export function wordCorpus(sentences: readonly string[], minCount = 1): WordCorpus {
  const split = sentences.map((sentence) => sentence.split(/\s+/).filter((word) => word !== ""));
  const counts = new Map<string, number>();
  for (const words of split) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const kept = [...counts]
    .filter(([, count]) => count >= minCount)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  if (kept.length === 0)
    throw new RangeError(
      `wordCorpus: ${sentences.length} sentences without a word that comes ${minCount} times; give more text, or a lower minCount`,
    );
  const vocabulary = new Vocabulary(kept.map(([word]) => word));
  return {
    vocabulary,
    counts: Int32Array.from(kept, ([, count]) => count),
    sentences: split.map((words) =>
      Int32Array.from(words.filter((word) => vocabulary.has(word)).map((word) => vocabulary.id(word))),
    ),
  };
}

/** See {@link nearbyPairs}. */
export interface PairOptions {
  /** How far apart two words may stand; 5 by default. */
  readonly window?: number;
  /**
   * t: of a word with the share f of all words, √(t / f) are kept, and all if that is above 1 (Mikolov et al. 2013, eq. 5); all
   * words by default. Frequent words say little.
   */
  readonly subsample?: number;
  readonly generator: Generator;
}

/** Pairs of words: each of `centers` stood near the one of `contexts` in the same place. */
export interface Pairs {
  readonly centers: Int32Array;
  readonly contexts: Int32Array;
}

/**
 * All pairs of words that stand near each other in a sentence. How near is drawn for each word from 1 to `window`, so that close
 * neighbours come more often.
 *
 * @throws RangeError if the window is no whole number from 1
 */
export function nearbyPairs({ counts, sentences }: WordCorpus, options: PairOptions): Pairs {
  const { window = 5, subsample = Infinity, generator } = options;
  if (!Number.isInteger(window) || window < 1)
    throw new RangeError(`nearbyPairs: window is ${window}; it must be a whole number from 1`);
  const total = counts.reduce((sum, each) => sum + each, 0);
  const kept = Float64Array.from(counts, (count) => Math.sqrt((subsample * total) / count));
  const [centers, contexts]: [number[], number[]] = [[], []];
  for (const sentence of sentences) {
    const words = sentence.filter((word) => {
      const share = kept[word] as number;
      return share >= 1 || generator.uniform() < share;
    });
    for (const [at, center] of words.entries()) {
      const reach = 1 + generator.integer(window);
      for (let other = Math.max(0, at - reach); other <= Math.min(words.length - 1, at + reach); other++) {
        if (other === at) continue;
        centers.push(center);
        contexts.push(words[other] as number);
      }
    }
  }
  return { centers: Int32Array.from(centers), contexts: Int32Array.from(contexts) };
}

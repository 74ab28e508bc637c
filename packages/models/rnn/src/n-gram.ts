/** What a recurrent model has to beat: counts of the last few characters. */
import { END, everyNth } from "./documents.ts";

/** See {@link NGram.train}. */
export interface NGramOptions {
  /** How many tokens there are. */
  readonly vocabulary: number;
  /** n: a token is foreseen from the n - 1 before it. 3 by default. */
  readonly order?: number;
  /** Every so many texts one is held out to tune the weights; 10 by default. */
  readonly heldOut?: number;
}

interface Counts {
  readonly of: Uint32Array;
  total: number;
}

/** Counts by history, one map for each length of history; histories are numbers in base `vocabulary`. */
type Table = readonly Map<number, Counts>[];

const ROUNDS = 50;

/** Weights for each length of history: for counts of 1, 2 to 3, 4 to 7, ..., 128 and more. */
const BUCKETS = 8;

/**
 * An interpolated n-gram model of texts that begin and end with {@link END}:
 *
 *     p_n(c | h) = λ_n(h)·count(h c) / count(h) + (1 - λ_n(h))·p_{n-1}(c | h without its oldest character),   p_0 = 1 / V
 *
 * λ depends on n and on how often h was seen (a weight for each power of two). The weights make a part of the training texts
 * likeliest that was left out of the counts; they are found by expectation maximization, and everything is counted then.
 *
 * @see F. Jelinek, R. Mercer, "Interpolated estimation of Markov source parameters from sparse data", 1980
 * @see S. Chen, J. Goodman, "An empirical study of smoothing techniques for language modeling", 1998, section 2.3
 */
export class NGram {
  readonly vocabulary: number;
  readonly order: number;
  /** λ by length of history (0 to `order` - 1), and by the power of two in its count. */
  readonly weights: readonly Float64Array[];
  readonly #table: Table;

  private constructor(vocabulary: number, weights: readonly Float64Array[], table: Table) {
    this.vocabulary = vocabulary;
    this.order = weights.length;
    this.weights = weights;
    this.#table = table;
  }

  /**
   * @param texts tokens, without {@link END}
   * @throws RangeError if an option is out of range, or there are too few texts to hold one out
   */
  static train(texts: readonly Int32Array[], options: NGramOptions): NGram {
    const { vocabulary, order = 3, heldOut = 10 } = options;
    if (!Number.isInteger(order) || order < 1 || vocabulary ** order > Number.MAX_SAFE_INTEGER)
      throw new RangeError(
        `NGram: order is ${order}; it must be a whole number from 1, and V^order below 2^53`,
      );
    const { chosen, others } = everyNth(texts, heldOut);
    if (chosen.length === 0 || others.length === 0)
      throw new RangeError(
        `NGram: ${texts.length} texts, of which every ${heldOut}th is to tune the weights; give at least ${Math.max(2, heldOut)}`,
      );
    const weights = Array.from({ length: order }, () => new Float64Array(BUCKETS).fill(0.5));
    const tuned = NGram.counting(others, vocabulary, weights);
    for (let round = 0; round < ROUNDS; round++) tuned.#maximize(chosen);
    return NGram.counting(texts, vocabulary, weights);
  }

  /** The model of these counts and weights. */
  static counting(texts: readonly Int32Array[], vocabulary: number, weights: readonly Float64Array[]): NGram {
    return new NGram(vocabulary, weights, count(texts, vocabulary, weights.length));
  }

  /**
   * p(token | history), of which the last `order` - 1 tokens count; END stands before its first.
   */
  probability(history: ArrayLike<number>, token: number): number {
    return this.#shares(history, history.length, token).reduce((total, share) => total + share, 0);
  }

  /** The mean of -ln p over all characters of the texts and their ends: nats a character. */
  loss(texts: readonly Int32Array[]): number {
    let [total, targets] = [0, 0];
    for (const text of texts)
      for (let at = 0; at <= text.length; at++) {
        total -= Math.log(this.#shares(text, at, text[at] ?? END).reduce((sum, share) => sum + share, 0));
        targets++;
      }
    return total / targets;
  }

  /** What each length of history, from none at all (p_0) on, contributes to p(token | text before `at`). */
  #shares(text: ArrayLike<number>, at: number, token: number): number[] {
    const shares = [1 / this.vocabulary];
    for (let length = 0; length < this.order; length++) {
      const counts = this.#table[length]?.get(historyAt(text, at, length, this.vocabulary));
      const weight = counts === undefined ? 0 : this.#weight(length, counts.total);
      for (const i of shares.keys()) shares[i] = (shares[i] as number) * (1 - weight);
      shares.push(counts === undefined ? 0 : (weight * (counts.of[token] as number)) / counts.total);
    }
    return shares;
  }

  #weight(length: number, total: number): number {
    return this.weights[length]?.[bucket(total)] as number;
  }

  /**
   * One round of expectation maximization. One imagined success and one imagined failure keep weights off 0 and 1: what the
   * held-out texts never needed, others may.
   */
  #maximize(texts: readonly Int32Array[]): void {
    const taken = this.weights.map(({ length }) => new Float64Array(length));
    const reached = this.weights.map(({ length }) => new Float64Array(length));
    for (const text of texts)
      for (let at = 0; at <= text.length; at++) {
        const shares = this.#shares(text, at, text[at] ?? END);
        // The probability that the walk from the longest history down gets as far as this one.
        let rest = shares.reduce((total, share) => total + share, 0);
        const whole = rest;
        for (let length = this.order - 1; length >= 0; length--) {
          const counts = this.#table[length]?.get(historyAt(text, at, length, this.vocabulary));
          const share = shares[length + 1] as number;
          if (counts !== undefined) {
            const i = bucket(counts.total);
            (taken[length] as Float64Array)[i] = (taken[length]?.[i] as number) + share / whole;
            (reached[length] as Float64Array)[i] = (reached[length]?.[i] as number) + rest / whole;
          }
          rest -= share;
        }
      }
    for (const [length, weights] of this.weights.entries())
      for (const i of weights.keys())
        weights[i] = ((taken[length]?.[i] as number) + 1) / ((reached[length]?.[i] as number) + 2);
  }
}

function bucket(total: number): number {
  return Math.min(31 - Math.clz32(total), BUCKETS - 1);
}

/** The last `length` tokens before `at` as one number. */
function historyAt(text: ArrayLike<number>, at: number, length: number, vocabulary: number): number {
  let key = 0;
  for (let i = at - length; i < at; i++) key = key * vocabulary + (i < 0 ? END : (text[i] as number));
  return key;
}

function count(texts: readonly Int32Array[], vocabulary: number, order: number): Table {
  const table = Array.from({ length: order }, () => new Map<number, Counts>());
  for (const text of texts)
    for (let at = 0; at <= text.length; at++)
      for (const [length, histories] of table.entries()) {
        const key = historyAt(text, at, length, vocabulary);
        const counts = histories.get(key) ?? { of: new Uint32Array(vocabulary), total: 0 };
        const token = text[at] ?? END;
        counts.of[token] = (counts.of[token] as number) + 1;
        counts.total++;
        histories.set(key, counts);
      }
  return table;
}

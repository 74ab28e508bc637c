/** Words that are drawn to be told from those that were there. */
import type { Generator } from "@gradus/tensor";

/** What the frequency of a word is raised to: rare words are drawn more often than they come. */
const POWER = 0.75;

/**
 * Draws words with `p(w) ~ count(w)^0.75` (Mikolov et al. 2013, section 2.2), by the method of aliases: each word is a column of
 * equal height, which it shares with at most one other.
 *
 * @see A. Walker, "An efficient method for generating discrete random variables with general distributions", 1977
 * @see M. Vose, "A linear algorithm for generating random numbers with a given distribution", 1991
 */
export class NegativeSampler {
  /** How much of its column is the word's own. */
  readonly #own: Float64Array;
  /** Whose the rest is. */
  readonly #other: Int32Array;

  /** @throws RangeError if there are no words, or a count is not above 0 */
  constructor(counts: ArrayLike<number>) {
    const weights = Float64Array.from(counts, (count) => count ** POWER);
    const total = weights.reduce((sum, each) => sum + each, 0);
    if (weights.length === 0 || !weights.every((each) => each > 0 && each < Infinity))
      throw new RangeError(`NegativeSampler: ${weights.length} counts; give at least one, all above 0`);
    this.#own = weights.map((weight) => (weight * weights.length) / total);
    this.#other = Int32Array.from(weights, (_, word) => word);
    const low = [...this.#own.keys()].filter((word) => (this.#own[word] as number) < 1);
    const high = [...this.#own.keys()].filter((word) => (this.#own[word] as number) >= 1);
    // What a low column lacks is taken from a high one, which may then be low itself.
    while (low.length > 0 && high.length > 0) {
      const [poor, rich] = [low.pop() as number, high.at(-1) as number];
      this.#other[poor] = rich;
      this.#own[rich] = (this.#own[rich] as number) - (1 - (this.#own[poor] as number));
      if ((this.#own[rich] as number) < 1) low.push(high.pop() as number);
    }
    // Rounding may leave some behind.
    for (const word of [...low, ...high]) this.#own[word] = 1;
  }

  /** p of each word. */
  probabilities(): Float64Array {
    const p = new Float64Array(this.#own.length);
    for (const [word, own] of this.#own.entries()) {
      p[word] = (p[word] as number) + own / p.length;
      const other = this.#other[word] as number;
      p[other] = (p[other] as number) + (1 - own) / p.length;
    }
    return p;
  }

  /** A word. */
  draw(generator: Generator): number {
    const column = generator.integer(this.#own.length);
    return generator.uniform() < (this.#own[column] as number) ? column : (this.#other[column] as number);
  }
}

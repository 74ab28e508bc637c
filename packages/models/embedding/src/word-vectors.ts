/** What word vectors know. */

/** A word and how near it is: the cosine. */
export interface Neighbour {
  readonly word: string;
  readonly similarity: number;
}

/** a is to b as c is to d. */
export interface Question {
  readonly a: string;
  readonly b: string;
  readonly c: string;
  readonly d: string;
}

/** Words and their vectors, of which only the directions count. */
export class WordVectors {
  readonly words: readonly string[];
  readonly dimensions: number;
  /** Vectors of length 1, one after the other. */
  readonly #unit: Float64Array;
  readonly #ids: ReadonlyMap<string, number>;

  /**
   * @param vectors `[V, D]`, row by row: `await model.center.weight.data()`
   * @throws RangeError if the vectors are not as many numbers for each word
   */
  constructor(words: readonly string[], vectors: ArrayLike<number>) {
    const dimensions = vectors.length / words.length;
    if (!Number.isInteger(dimensions) || dimensions === 0)
      throw new RangeError(
        `WordVectors: ${vectors.length} numbers for ${words.length} words; give each word as many`,
      );
    this.words = words;
    this.dimensions = dimensions;
    this.#ids = new Map(words.map((word, id) => [word, id]));
    this.#unit = new Float64Array(vectors.length);
    for (let id = 0; id < words.length; id++) {
      const row = Array.from({ length: dimensions }, (_, i) => vectors[id * dimensions + i] as number);
      const length = Math.hypot(...row);
      // A vector of 0 has no direction, and is near to nothing.
      this.#unit.set(
        row.map((x) => (length === 0 ? 0 : x / length)),
        id * dimensions,
      );
    }
  }

  /** The direction of a word, of length 1. @throws RangeError if the word is not known */
  vector(word: string): Float64Array {
    const id = this.#ids.get(word);
    if (id === undefined)
      throw new RangeError(`WordVectors: "${word}" is none of the ${this.words.length} words known`);
    return this.#unit.slice(id * this.dimensions, (id + 1) * this.dimensions);
  }

  /** The cosine of the angle between two words. @throws RangeError if one is not known */
  similarity(a: string, b: string): number {
    const [x, y] = [this.vector(a), this.vector(b)];
    return x.reduce((sum, each, i) => sum + each * (y[i] as number), 0);
  }

  /** The k words nearest to a word, itself left out. @throws RangeError if it is not known */
  nearest(word: string, k = 10): Neighbour[] {
    return this.#near(this.vector(word), [word], k);
  }

  /**
   * What is to c as b is to a: the k words with the greatest `cos(d, b) - cos(d, a) + cos(d, c)` (3CosAdd), other than a, b and c.
   *
   * @throws RangeError if one of them is not known
   * @see T. Mikolov, W. Yih, G. Zweig, "Linguistic regularities in continuous space word representations", 2013
   * @see O. Levy, Y. Goldberg, "Linguistic regularities in sparse and explicit word representations", 2014, eq. 1 (the name)
   */
  analogy(a: string, b: string, c: string, k = 1): Neighbour[] {
    const [from, to, at] = [this.vector(a), this.vector(b), this.vector(c)];
    const target = to.map((x, i) => x - (from[i] as number) + (at[i] as number));
    const length = Math.hypot(...target);
    return this.#near(length === 0 ? target : target.map((x) => x / length), [a, b, c], k);
  }

  /** The share of questions of which d is the first answer. @throws RangeError if there are none, or a word is not known */
  accuracy(questions: readonly Question[]): number {
    if (questions.length === 0) throw new RangeError("WordVectors.accuracy: 0 questions; give at least 1");
    const right = questions.filter(({ a, b, c, d }) => this.analogy(a, b, c)[0]?.word === d);
    return right.length / questions.length;
  }

  #near(direction: Float64Array, without: readonly string[], k: number): Neighbour[] {
    const D = this.dimensions;
    const found: Neighbour[] = [];
    for (const [id, word] of this.words.entries()) {
      if (without.includes(word)) continue;
      let similarity = 0;
      for (let i = 0; i < D; i++) similarity += (this.#unit[id * D + i] as number) * (direction[i] as number);
      const last = found.at(-1);
      if (found.length === k && last !== undefined && similarity <= last.similarity) continue;
      const place = found.findIndex((each) => each.similarity < similarity);
      found.splice(place < 0 ? found.length : place, 0, { word, similarity });
      if (found.length > k) found.pop();
    }
    return found;
  }
}

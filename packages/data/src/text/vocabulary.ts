/** Names and their numbers. */

/** Numbers 0, 1, 2, ... for strings. What is not known has the number of `unknown`, where there is one. */
export class Vocabulary {
  /** All strings, in the order of their numbers. */
  readonly tokens: readonly string[];
  /** The string that stands for all that are not known, or `null`. */
  readonly unknown: string | null;
  readonly #ids: Map<string, number>;

  /** @throws RangeError where a string comes twice, or `unknown` is not among them */
  constructor(tokens: readonly string[], unknown: string | null = null) {
    this.tokens = [...tokens];
    this.unknown = unknown;
    this.#ids = new Map(tokens.map((token, id) => [token, id]));
    if (this.#ids.size < tokens.length) {
      const twice = tokens.find((token, id) => this.#ids.get(token) !== id);
      throw new RangeError(`Vocabulary: ${JSON.stringify(twice)} comes twice; every string has one number`);
    }
    if (unknown !== null && !this.#ids.has(unknown))
      throw new RangeError(`Vocabulary: unknown ${JSON.stringify(unknown)} is not among the strings; add it`);
  }

  /** How many strings there are, `unknown` included: rows of an embedding. */
  get size(): number {
    return this.tokens.length;
  }

  /** Is it a string of its own here? */
  has(token: string): boolean {
    return this.#ids.has(token);
  }

  /** @throws RangeError where the string is not known and there is no `unknown` */
  id(token: string): number {
    const id = this.#ids.get(token) ?? (this.unknown === null ? undefined : this.#ids.get(this.unknown));
    if (id === undefined)
      throw new RangeError(
        `Vocabulary: ${JSON.stringify(token)} is none of the ${this.size} strings known; train on text that has it, ` +
          "or name a string for what is unknown",
      );
    return id;
  }

  /** @throws RangeError where there is no such number */
  token(id: number): string {
    const token = this.tokens[id];
    if (token === undefined)
      throw new RangeError(`Vocabulary: no string ${id}; there are ${this.size}, from 0`);
    return token;
  }

  /** Plain data, for {@link Vocabulary.fromJSON}. */
  toJSON(): { tokens: readonly string[]; unknown: string | null } {
    return { tokens: this.tokens, unknown: this.unknown };
  }

  /** @throws TypeError where the data is no vocabulary */
  static fromJSON(json: unknown): Vocabulary {
    const { tokens, unknown = null } = (json ?? {}) as { tokens?: unknown; unknown?: unknown };
    if (!Array.isArray(tokens) || !tokens.every((each) => typeof each === "string"))
      throw new TypeError("Vocabulary.fromJSON: expected { tokens: [strings], unknown: string or null }");
    if (unknown !== null && typeof unknown !== "string")
      throw new TypeError(`Vocabulary.fromJSON: unknown is ${typeof unknown}; expected a string or null`);
    return new Vocabulary(tokens, unknown);
  }
}

/** Strings from the most to the least frequent, equally frequent ones in the order of their code units. */
export function byFrequency(counts: ReadonlyMap<string, number>): string[] {
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([token]) => token);
}

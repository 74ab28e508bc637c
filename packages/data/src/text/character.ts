import type { Tokenizer } from "./tokenizer.ts";
import { Vocabulary } from "./vocabulary.ts";

/** Options of {@link CharacterTokenizer.train}. */
export interface CharacterTokenizerOptions {
  /** What stands for characters that training has not seen; where left out, these are an error. */
  readonly unknown?: string;
}

/** One token for each character (code point: an emoji is one, a lone surrogate too). */
export class CharacterTokenizer implements Tokenizer {
  /** The characters and their ids. */
  readonly vocabulary: Vocabulary;

  constructor(vocabulary: Vocabulary) {
    this.vocabulary = vocabulary;
  }

  /** A token for each character of `text`, in the order of their code points, behind `unknown` where there is one. */
  static train(text: string, { unknown }: CharacterTokenizerOptions = {}): CharacterTokenizer {
    const seen = [...new Set(text)].sort(
      (a, b) => (a.codePointAt(0) as number) - (b.codePointAt(0) as number),
    );
    if (unknown === undefined) return new CharacterTokenizer(new Vocabulary(seen));
    return new CharacterTokenizer(
      new Vocabulary([unknown, ...seen.filter((each) => each !== unknown)], unknown),
    );
  }

  get size(): number {
    return this.vocabulary.size;
  }

  /** @throws RangeError where training has not seen a character and there is no `unknown` */
  encode(text: string): Int32Array {
    return Int32Array.from(Array.from(text, (character) => this.vocabulary.id(character)));
  }

  decode(ids: ArrayLike<number>): string {
    return Array.from(ids, (id) => this.vocabulary.token(id)).join("");
  }

  toJSON(): { type: "character"; vocabulary: Vocabulary } {
    return { type: "character", vocabulary: this.vocabulary };
  }
}

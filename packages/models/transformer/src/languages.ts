/** Pieces of text in two languages, stripped of what would give them away. */
import { CharacterTokenizer, type CorpusLanguage, corpus, random } from "@gradus/data";

/** A piece of a text as tokens, and the number of its language. */
export interface Piece {
  readonly tokens: readonly number[];
  readonly label: number;
}

const ORDER: readonly CorpusLanguage[] = ["en", "es"];

/** What the label of a piece means. */
export const languageNames: readonly string[] = ["English", "Spanish"];

/** Letters without accents, spaces, and nothing else: token 0 is `PAD`. */
const tokenizer = CharacterTokenizer.train(" abcdefghijklmnopqrstuvwxyz", { unknown: "�" });

/** Tokens that texts of {@link languageTokens} are made of. */
export const languageVocabulary: number = tokenizer.size;

/** A text in lower case, without accents, marks and line breaks, as tokens. */
export function languageTokens(text: string): number[] {
  const plain = text
    .normalize("NFD")
    .toLowerCase()
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^a-z]+/g, " ");
  return Array.from(tokenizer.encode(plain));
}

/**
 * Pieces of 4 to `length` characters from the corpora of this project; the last fifth of each corpus tests.
 *
 * @throws RangeError unless `count` and `length` make sense
 */
export function languagePieces({
  count,
  length = 24,
  part = "train",
  seed = 0,
}: {
  readonly count: number;
  readonly length?: number;
  readonly part?: "train" | "test";
  readonly seed?: number;
}): Piece[] {
  if (!Number.isInteger(count) || count < 1 || !Number.isInteger(length) || length < 4)
    throw new RangeError(
      `languagePieces: count is ${count}, length ${length}; they must be whole numbers, at least 1 and 4`,
    );
  const texts = ORDER.map((language) => {
    const all = languageTokens(corpus({ language }));
    const cut = Math.floor(0.8 * all.length);
    return part === "train" ? all.slice(0, cut) : all.slice(cut);
  });
  const { integer } = random(seed);
  return Array.from({ length: count }, (_, i) => {
    const label = i % ORDER.length;
    const text = texts[label] as number[];
    const size = 4 + integer(length - 3);
    const start = integer(text.length - size);
    return { tokens: text.slice(start, start + size), label };
  });
}

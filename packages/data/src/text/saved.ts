/** Tokenizers in files. */
import { readFile, writeFile } from "node:fs/promises";
import { type BpeJSON, BpeTokenizer } from "./bpe.ts";
import { CharacterTokenizer } from "./character.ts";
import type { Tokenizer } from "./tokenizer.ts";
import { Vocabulary } from "./vocabulary.ts";
import { WordTokenizer } from "./word.ts";

/** The tokenizer that `toJSON` described. @throws TypeError where the data describes none */
export function tokenizerFromJSON(json: unknown): Tokenizer {
  const { type, vocabulary, lowercase } = (json ?? {}) as { [key: string]: unknown };
  switch (type) {
    case "character":
      return new CharacterTokenizer(Vocabulary.fromJSON(vocabulary));
    case "word":
      return new WordTokenizer(Vocabulary.fromJSON(vocabulary), lowercase === true);
    case "bpe":
      return new BpeTokenizer(checkBpe(json as Partial<BpeJSON>));
    default:
      throw new TypeError(
        `tokenizerFromJSON: type is ${JSON.stringify(type)}; expected "character", "word" or "bpe", as toJSON gives it`,
      );
  }
}

/** Writes a tokenizer to a JSON file. */
export async function saveTokenizer(tokenizer: Tokenizer, path: string): Promise<void> {
  await writeFile(path, JSON.stringify(tokenizer));
}

/** Reads what {@link saveTokenizer} wrote. @throws SyntaxError, TypeError or RangeError where the file is no tokenizer */
export async function loadTokenizer(path: string): Promise<Tokenizer> {
  return tokenizerFromJSON(JSON.parse(await readFile(path, "utf8")));
}

function checkBpe({ pattern, merges, specialTokens = [] }: Partial<BpeJSON>): Omit<BpeJSON, "type"> {
  const isPair = (pair: unknown) => Array.isArray(pair) && pair.length === 2 && pair.every(Number.isInteger);
  if (typeof pattern !== "string" || !Array.isArray(merges) || !merges.every(isPair))
    throw new TypeError(
      "tokenizerFromJSON: a bpe tokenizer has { pattern: string, merges: [[id, id], ...] }",
    );
  if (!Array.isArray(specialTokens) || !specialTokens.every((token) => typeof token === "string"))
    throw new TypeError("tokenizerFromJSON: specialTokens must be a list of strings");
  return { pattern, merges, specialTokens };
}

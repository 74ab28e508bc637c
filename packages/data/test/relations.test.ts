import { plantedAnalogies, relationCorpus } from "@gradus/data";
import { expect, test } from "vitest";

const corpus = relationCorpus();
const counts = new Map<string, number>();
for (const sentence of corpus.sentences) {
  for (const word of sentence.split(" ")) counts.set(word, (counts.get(word) ?? 0) + 1);
}

test("the corpus has at least 300,000 words, and as many as it says", () => {
  expect(corpus.tokens).toBeGreaterThanOrEqual(300_000);
  expect([...counts.values()].reduce((sum, count) => sum + count, 0)).toBe(corpus.tokens);
  expect(relationCorpus({ tokens: 0 })).toEqual({ sentences: [], tokens: 0 });
});

test("the same seed writes the same corpus, another one another", () => {
  const small = relationCorpus({ tokens: 5000, seed: 1 });
  expect(relationCorpus({ tokens: 5000, seed: 1 })).toEqual(small);
  expect(relationCorpus({ tokens: 5000, seed: 2 })).not.toEqual(small);
});

test("sentences vary, and are plain words", () => {
  expect(new Set(corpus.sentences).size).toBeGreaterThan(corpus.sentences.length / 2);
  expect(corpus.sentences.every((sentence) => /^[a-z]+( [a-z]+)+$/.test(sentence))).toBe(true);
  expect(
    corpus.sentences.filter((sentence) => /\ba [aiou]|\ban [bcdfgjklmnpqrstvwxyz]/.test(sentence)),
  ).toEqual([]);
});

test("every planted word is in the corpus often enough to be learned", () => {
  const rare = plantedAnalogies().flatMap(({ a, b, c, d }) =>
    [a, b, c, d].filter((word) => !(counts.get(word)! >= 100)),
  );
  expect(new Set(rare)).toEqual(new Set());
});

test("every relation is planted with all pairs of its facts, four different words each", () => {
  const analogies = plantedAnalogies();
  const sizes = Object.entries(Object.groupBy(analogies, ({ relation }) => relation)).map(
    ([name, { length }]) => [name, length],
  );
  expect(Object.fromEntries(sizes)).toEqual({
    capital: 26 * 25,
    gender: 20 * 19,
    plural: 24 * 23,
    comparative: 20 * 19,
    superlative: 20 * 19,
  });
  for (const { a, b, c, d } of analogies) expect(new Set([a, b, c, d]).size).toBe(4);
});

test("what is related is named together", () => {
  const together = (a: string, b: string) =>
    corpus.sentences.filter((sentence) => {
      const words = sentence.split(" ");
      return words.includes(a) && words.includes(b);
    }).length;
  expect(together("france", "paris")).toBeGreaterThan(50);
  expect(together("france", "tokyo")).toBe(0);
  expect(together("king", "queen")).toBeGreaterThan(50);
  expect(together("mouse", "mice")).toBeGreaterThan(50);
  expect(together("bigger", "biggest")).toBeGreaterThan(50);
});

test("a number of words that makes no sense is refused", () => {
  expect(() => relationCorpus({ tokens: -1 })).toThrow("tokens must be a whole number >= 0, got -1");
});

/** Pairs of words, and words that are drawn. */
import { NegativeSampler, nearbyPairs, wordCorpus } from "@gradus/embedding";
import { Generator } from "@gradus/tensor";
import fc from "fast-check";
import { expect, test } from "vitest";

test("words are numbered from the most frequent on, rare ones left out", () => {
  const { vocabulary, counts, sentences } = wordCorpus(["a b  a", "b c", "a"], 2);
  expect(vocabulary.tokens).toEqual(["a", "b"]);
  expect([...counts]).toEqual([3, 2]);
  expect(sentences.map((each) => [...each])).toEqual([[0, 1, 0], [1], [0]]);
});

const texts = fc.array(
  fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 9 }).map((words) => words.join(" ")),
  {
    minLength: 1,
    maxLength: 6,
  },
);

test("pairs stand within the window, in one sentence, and each word has its next neighbours among them", () => {
  fc.assert(
    fc.property(texts, fc.integer({ min: 1, max: 4 }), fc.nat(), (lines, window, seed) => {
      fc.pre(lines.some((line) => line !== ""));
      const corpus = wordCorpus(lines);
      const { centers, contexts } = nearbyPairs(corpus, { window, generator: new Generator(seed) });
      const count = (reach: number) => {
        const found = new Map<string, number>();
        for (const text of corpus.sentences)
          for (const [i, center] of text.entries())
            for (const [j, context] of text.entries())
              if (i !== j && Math.abs(i - j) <= reach)
                found.set(`${center} ${context}`, (found.get(`${center} ${context}`) ?? 0) + 1);
        return found;
      };
      const pairs = new Map<string, number>();
      for (const [i, center] of centers.entries())
        pairs.set(`${center} ${contexts[i]}`, (pairs.get(`${center} ${contexts[i]}`) ?? 0) + 1);
      const [least, most] = [count(1), count(window)];
      for (const [pair, times] of pairs) expect(times).toBeLessThanOrEqual(most.get(pair) ?? 0);
      for (const [pair, times] of least) expect(pairs.get(pair) ?? 0).toBeGreaterThanOrEqual(times);
    }),
  );
});

test("close neighbours come more often: all at distance 1, half at distance 2 of a window of 2", () => {
  const corpus = wordCorpus(new Array(2000).fill("a b c"));
  const { centers, contexts } = nearbyPairs(corpus, { window: 2, generator: new Generator(1) });
  const [a, b, c] = ["a", "b", "c"].map((word) => corpus.vocabulary.id(word));
  const times = (x?: number, y?: number) =>
    centers.filter((each, i) => each === x && contexts[i] === y).length;
  expect(times(a, b)).toBe(2000);
  expect(Math.abs(times(a, c) - 1000)).toBeLessThan(100);
});

test("subsampling keeps √(t / f) of a frequent word and all of a rare one", () => {
  const corpus = wordCorpus(
    Array.from({ length: 4000 }, (_, i) => (i % 100 === 0 ? "often rare" : "often often")),
  );
  const { centers } = nearbyPairs(corpus, { window: 1, subsample: 0.25, generator: new Generator(1) });
  // f of "often" is nearly 1, so half of them stay; a pair needs both of its words.
  const often = centers.filter((word) => corpus.vocabulary.token(word) === "often").length;
  expect(Math.abs(often / 8000 - 0.25)).toBeLessThan(0.02);
  const rare = centers.filter((word) => corpus.vocabulary.token(word) === "rare").length;
  expect(Math.abs(rare / 40 - 0.5)).toBeLessThan(0.25);
});

test("words are drawn in proportion to their count to the power of 3/4, exactly", () => {
  const counts = fc.array(fc.integer({ min: 1, max: 10_000 }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(counts, (counts) => {
      const total = counts.reduce((sum, each) => sum + each ** 0.75, 0);
      const p = new NegativeSampler(counts).probabilities();
      for (const [word, count] of counts.entries()) expect(p[word]).toBeCloseTo(count ** 0.75 / total, 12);
    }),
  );
});

test("draws follow these probabilities", () => {
  const sampler = new NegativeSampler([1, 16, 81]);
  const generator = new Generator(3);
  const times = [0, 0, 0];
  for (let i = 0; i < 36_000; i++) times[sampler.draw(generator)]! += 1;
  for (const [word, share] of [1, 8, 27].entries())
    expect(Math.abs(times[word]! - share * 1000)).toBeLessThan(300);
});

test("what is no text, window or count is refused in one line", () => {
  expect(() => wordCorpus([" "])).toThrow("1 sentences without a word that comes 1 times");
  const corpus = wordCorpus(["a b"]);
  expect(() => nearbyPairs(corpus, { window: 0, generator: new Generator(1) })).toThrow("window is 0");
  expect(() => new NegativeSampler([])).toThrow("0 counts");
  expect(() => new NegativeSampler([1, 0])).toThrow("all above 0");
});

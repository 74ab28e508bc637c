/** How characters are drawn. */
import { CharacterTokenizer } from "@gradus/data";
import { build, CharacterModel, characters, distribution, draw, generate } from "@gradus/rnn";
import { Generator, tensor } from "@gradus/tensor";
import fc from "fast-check";
import { expect, test } from "vitest";

const logits = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 1, maxLength: 12 });
const options = fc.record({
  temperature: fc.double({ min: 0, max: 5, noNaN: true }),
  topK: fc.integer({ min: 1, max: 15 }),
  topP: fc.double({ min: 0.01, max: 1, noNaN: true }),
});
const sum = (p: ArrayLike<number>) => Array.from(p).reduce((a, b) => a + b, 0);

test("it is a distribution; what is kept are the likeliest, and they keep their proportions", () => {
  fc.assert(
    fc.property(logits, options, (logits, options) => {
      const [p, whole] = [
        distribution(logits, options),
        distribution(logits, { temperature: options.temperature }),
      ];
      expect(sum(p)).toBeCloseTo(1, 12);
      const kept = [...p.keys()].filter((i) => p[i]! > 0);
      const factor = sum(kept.map((i) => whole[i]!));
      for (const i of kept) expect(p[i]! * factor).toBeCloseTo(whole[i]!, 12);
      const least = Math.min(...kept.map((i) => logits[i]!));
      for (const [i, each] of logits.entries())
        if (p[i] === 0 && whole[i]! > 0) expect(each).toBeLessThanOrEqual(least);
    }),
  );
});

test("temperature divides the logits; 0 takes the likeliest", () => {
  const e = Math.E;
  expect([...distribution([2, 0], { temperature: 2 })].map((x) => x.toFixed(12))).toEqual(
    [e / (e + 1), 1 / (e + 1)].map((x) => x.toFixed(12)),
  );
  expect([...distribution([1, 3, 2], { temperature: 0 })]).toEqual([0, 1, 0]);
});

test("top-k keeps k, top-p as few as come to p together", () => {
  const logits = [0.5, 0.25, 0.125, 0.125].map(Math.log);
  const shown = (p: Float64Array) => [...p].map((x) => Number(x.toFixed(6)));
  expect(shown(distribution(logits, { topK: 2 }))).toEqual([0.666667, 0.333333, 0, 0]);
  expect(shown(distribution(logits, { topP: 0.5 }))).toEqual([1, 0, 0, 0]);
  expect(shown(distribution(logits, { topP: 0.6 }))).toEqual([0.666667, 0.333333, 0, 0]);
  // The share is one of what top-k has left.
  expect(shown(distribution(logits, { topK: 2, topP: 0.66 }))).toEqual([1, 0, 0, 0]);
});

test("draws follow the distribution, and only from what it keeps", () => {
  const generator = new Generator(1);
  const p = distribution([0, 1, 2, -1], { topK: 3 });
  const counts = [0, 0, 0, 0];
  for (let i = 0; i < 20_000; i++) counts[draw(p, generator.uniform())]! += 1;
  for (const [i, count] of counts.entries()) expect(Math.abs(count / 20_000 - p[i]!)).toBeLessThan(0.015);
  expect(counts[3]).toBe(0);
});

test("options out of range are refused in one line", () => {
  expect(() => distribution([1], { temperature: -1 })).toThrow(
    "temperature is -1; it must be a number from 0",
  );
  expect(() => distribution([1], { topK: 0 })).toThrow("topK is 0");
  expect(() => distribution([1], { topP: 0 })).toThrow("topP is 0");
  expect(() => distribution([])).toThrow("no logits");
});

const tokenizer = characters(["abc"]);
const model = build(CharacterModel, { vocabulary: 4, embeddingSize: 3, hiddenSize: 5, dropout: 0.5 });

test("a text begins with its prompt, follows from the seed and is no longer than it may be", async () => {
  const write = (seed: number) =>
    generate(model, tokenizer, { prompt: "ab", length: 40, generator: new Generator(seed) });
  expect(await write(1)).toBe(await write(1));
  const texts = await Promise.all([1, 2, 3, 4].map(write));
  expect(new Set(texts).size).toBeGreaterThan(1);
  for (const text of texts) expect(text).toMatch(/^ab[abc]{0,40}$/);
  expect(model.training).toBe(true);
});

test("greedily it writes what the model finds likeliest, reading all that it wrote", async () => {
  // The end is made unlikely, so that the text goes on.
  model.fc.bias?.assign(tensor([-100, 0, 0, 0]));
  const written = await generate(model, tokenizer, {
    temperature: 0,
    length: 6,
    generator: new Generator(1),
  });
  const ids = [0, ...tokenizer.encode(written)];
  model.eval();
  const likeliest = model
    .forward(tensor([ids], { dtype: "int32" }))
    .argmax(2)
    .toArray() as number[][];
  expect(likeliest[0]?.slice(0, 6)).toEqual(ids.slice(1));
});

test("what does not belong together is refused in one line", async () => {
  const generator = new Generator(1);
  await expect(generate(model, CharacterTokenizer.train("ab"), { generator })).rejects.toThrow(
    "the tokenizer has 2 characters, the model 4",
  );
  await expect(generate(model, tokenizer, { prompt: "x", generator })).rejects.toThrow('"x" is none of');
});

/** What a character model writes. */
import { CharacterTokenizer } from "@gradus/data";
import { build, CharacterModel, characters, generate } from "@gradus/rnn";
import { Generator, tensor } from "@gradus/tensor";
import { expect, test } from "vitest";

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

test("top-k and top-p leave the likeliest alone where they leave one", async () => {
  const write = (options: object) =>
    generate(model, tokenizer, { length: 12, generator: new Generator(5), ...options });
  const greedy = await write({ temperature: 0 });
  expect(await write({ topK: 1 })).toBe(greedy);
  expect(await write({ topP: 1e-9 })).toBe(greedy);
  expect(await write({})).not.toBe(greedy);
});

test("what does not belong together is refused in one line", async () => {
  const generator = new Generator(1);
  await expect(generate(model, CharacterTokenizer.train("ab"), { generator })).rejects.toThrow(
    "the tokenizer has 2 characters, the model 4",
  );
  await expect(generate(model, tokenizer, { prompt: "x", generator })).rejects.toThrow('"x" is none of');
});

/** Writing on: as drawing each token from a model that reads everything anew. */
import { sampleToken } from "@gradus/nn";
import { Generator, noGrad, setDefaultDevice } from "@gradus/tensor";
import { generate } from "@gradus/transformer";
import { describe, expect, test } from "vitest";
import { texts, tinyGpt } from "./tiny.ts";

setDefaultDevice("cpu");

const model = tinyGpt();
const written = (seed: number, count: number, prompt: number[] = [3]) =>
  generate(model, prompt, { count, generator: new Generator(seed) });

test("the cache changes nothing, and when it is full the newer half is read again", async () => {
  const generator = new Generator(5);
  const text = [3];
  for (let start = 0; text.length < 30; ) {
    if (text.length - start > model.blockSize) start = text.length - model.blockSize / 2;
    const logits = noGrad(() => model.forward(texts(text.slice(start)))).select(1, -1);
    text.push(sampleToken(logits.dataSync(), { generator }));
  }
  expect(await written(5, 29)).toEqual(text.slice(1));
});

test("a seed decides the text", async () => {
  expect(await written(1, 30)).toEqual(await written(1, 30));
  expect(await written(1, 30)).not.toEqual(await written(2, 30));
});

test("a long prompt is read as far as it can look back", async () => {
  const [last, all] = [
    [4, 1, 0, 2, 6, 5],
    [1, 2, 3, 4, 1, 0, 2, 6, 5],
  ].map((prompt) => generate(model, prompt!, { count: 1, temperature: 0 }));
  expect(await last).toEqual(await all);
});

describe("afterwards and in error", () => {
  test("the model trains on as before", async () => {
    model.train();
    await written(1, 2);
    expect(model.training).toBe(true);
  });

  test("nothing to go on with", async () => {
    await expect(written(1, 2, [])).rejects.toThrow("the prompt has 0 tokens; give at least one");
  });

  test("a token that it does not know", async () => {
    await expect(written(1, 2, [99])).rejects.toThrow(/99.*7|embedding/);
  });
});

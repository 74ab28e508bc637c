/** A classifier: padding does not count, order does, and it learns. */
import { setDefaultDevice } from "@gradus/tensor";
import {
  EncoderClassifier,
  languagePieces,
  languageTokens,
  languageVocabulary,
  PAD,
} from "@gradus/transformer";
import { describe, expect, test } from "vitest";
import { expectDerivatives } from "./check-derivatives.ts";
import { float64, maxDifference, ofParameters, shaken, texts } from "./tiny.ts";

setDefaultDevice("cpu");

const sizes = { ...float64, vocabSize: 5, numClasses: 3, dModel: 4, nhead: 2, numLayers: 1, maxLength: 6 };
const model = shaken(new EncoderClassifier(sizes));

test("padding does not count", () => {
  const y = model.forward(texts([1, 4, 2]));
  expect(y.shape).toEqual([1, 3]);
  expect(maxDifference(y, model.forward(texts([1, 4, 2, PAD, PAD])))).toBeLessThan(1e-14);
});

test("the order of tokens does, that of texts does not", () => {
  const [a, b] = [texts([1, 4, 2]), texts([4, 1, 2])].map((text) => model.forward(text));
  expect(maxDifference(a!, b!)).toBeGreaterThan(1e-4);
  const both = model.forward(texts([4, 1, 2], [1, 4, 2]));
  expect(maxDifference(both.select(0, 1), a!.select(0, 0))).toBeLessThan(1e-14);
});

test("gradients of all parameters", async () => {
  const { f, at } = ofParameters(model, texts([1, 4, 2], [3, 3, PAD]));
  await expectDerivatives("classifier", f, at);
});

test("a text that is too long is one clear line", () => {
  expect(() => model.forward(texts([1, 2, 3, 4, 1, 2, 3]))).toThrow("[N, L] with 1 to 6 places (maxLength)");
});

describe("languages", () => {
  test("letters lose what would give them away", () => {
    expect(languageTokens("¿Qué niño?")).toEqual(languageTokens(" que nino "));
    expect(Math.max(...languageTokens("az ñ 7"))).toBeLessThan(languageVocabulary);
    expect(languageTokens("az ñ 7")).not.toContain(PAD);
  });

  test("pieces are half English, half Spanish; a seed decides them", () => {
    const pieces = languagePieces({ count: 100, length: 10, seed: 1 });
    expect(pieces.filter(({ label }) => label === 1).length).toBe(50);
    expect(pieces.every(({ tokens }) => tokens.length >= 4 && tokens.length <= 10)).toBe(true);
    expect(languagePieces({ count: 100, length: 10, seed: 1 })).toEqual(pieces);
    expect(languagePieces({ count: 100, length: 10, seed: 2 })).not.toEqual(pieces);
    expect(() => languagePieces({ count: 0 })).toThrow("count is 0, length 24");
  });
});

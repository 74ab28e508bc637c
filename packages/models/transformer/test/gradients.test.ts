/** Whole models: gradients of every parameter, in both modes, against finite differences. */
import { setDefaultDevice } from "@gradus/tensor";
import { test } from "vitest";
import { expectDerivatives } from "./check-derivatives.ts";
import { ofParameters, texts, tinyGpt, tinyTranslator } from "./tiny.ts";

setDefaultDevice("cpu");

// One block of everything: more of the same would only take longer.
const small = { nLayer: 1, nEmbd: 4, nInner: 6 };
const read = texts([1, 5, 0], [2, 2, 6]);

test.each([
  ["GPT", {}],
  ["GPT, one table for reading and writing", { tieWeights: true }],
])("%s", async (name, options) => {
  const { f, at } = ofParameters(tinyGpt({ ...small, ...options }), read);
  await expectDerivatives(name, f, at);
});

test.each([
  ["encoder-decoder, as in the paper", {}],
  ["encoder-decoder, normalised first", { normFirst: true }],
])("%s", async (name, options) => {
  const { f, at } = ofParameters(tinyTranslator(options), texts([3, 5, 2], [4, 2, 0]), texts([1, 3], [1, 5]));
  await expectDerivatives(name, f, at);
});

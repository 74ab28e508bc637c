/** Training: one batch is learned by heart, a seed decides everything, a stopped run goes on as if it had not been. */
import { reverseSequences } from "@gradus/data";
import { AdamW } from "@gradus/optim";
import { manualSeed, type Tensor } from "@gradus/tensor";
import { Checkpoints, loadCheckpoint } from "@gradus/train";
import {
  EncoderClassifier,
  EncoderDecoder,
  Gpt,
  languagePieces,
  languageVocabulary,
  PairTokenizer,
  pairBatch,
  splitText,
  tokenLoss,
  trainClassifier,
  trainGpt,
  trainTranslator,
  writtenLoss,
} from "@gradus/transformer";
import { describe, expect, test } from "vitest";
import { texts } from "./tiny.ts";

const sizes = { vocabSize: 12, blockSize: 8, nLayer: 1, nHead: 2, nEmbd: 16 };
const text = splitText("abcdefghijkl".repeat(30), 8);
const settings = { steps: 12, validations: 4, batchSize: 4, warmUp: 2 };

function madeGpt(seed = 1): Gpt {
  manualSeed(seed);
  return new Gpt(sizes);
}

/** The loss after some steps on one batch. */
function learned(parameters: Tensor[], loss: () => Tensor, steps: number): number {
  const optimizer = new AdamW(parameters, { lr: 0.01, weightDecay: 0 });
  for (let step = 0; step < steps; step++) {
    optimizer.zeroGrad();
    loss().backward();
    optimizer.step();
  }
  return loss().item();
}

describe("one batch is learned by heart", () => {
  test("by a GPT", () => {
    const [x, y] = [texts([1, 5, 0, 3], [2, 2, 6, 4]), texts([5, 0, 3, 3], [2, 6, 4, 0])];
    const model = madeGpt();
    expect(learned(model.parameters(), () => tokenLoss(model.forward(x), y), 60)).toBeLessThan(0.01);
  });

  test("by an encoder-decoder", () => {
    manualSeed(1);
    const pairs = reverseSequences({ count: 4, maxLength: 4, seed: 1 });
    const tokenizer = PairTokenizer.train(pairs);
    const model = new EncoderDecoder({
      vocabSize: tokenizer.size,
      dModel: 16,
      nhead: 2,
      numLayers: 1,
      maxLength: 8,
    });
    const [source, written, target] = pairBatch(
      pairs.map((pair) => ({ source: tokenizer.encode(pair.source), target: tokenizer.encode(pair.target) })),
    );
    const loss = () => writtenLoss(model.forward(source, written), target);
    expect(learned(model.parameters(), loss, 80)).toBeLessThan(0.01);
  });
});

test("a seed decides the training", async () => {
  const [a, b, c] = await Promise.all(
    [1, 1, 2].map(async (seed) => (await trainGpt(madeGpt(), text, { ...settings, seed })).losses),
  );
  expect(a).toEqual(b);
  expect(a).not.toEqual(c);
});

test("a stopped run goes on as if it had not been", async () => {
  const whole = await trainGpt(madeGpt(), text, settings);
  const store = new Map<string, Uint8Array>();
  const stop = new AbortController();
  const part = await trainGpt(madeGpt(), text, {
    ...settings,
    signal: stop.signal,
    callbacks: [
      { name: "stop", onStepEnd: ({ step }) => (step === 5 ? stop.abort() : undefined) },
      new Checkpoints(store),
    ],
  });
  expect(part.losses.length).toBe(5);
  const rest = await trainGpt(madeGpt(7), text, {
    ...settings,
    callbacks: [new Checkpoints(store)],
    resume: await loadCheckpoint(store),
  });
  expect(rest.losses).toEqual(whole.losses);
});

test("the rate rises, and falls to its least", async () => {
  const { epochs } = await trainGpt(madeGpt(), text, { ...settings, lr: 1e-3, minLr: 1e-4 });
  const rates = epochs.map(({ lr }) => lr);
  expect(rates[0]).toBeCloseTo(1e-3, 12);
  expect(rates.at(-1)).toBeLessThan(1.3e-4);
});

test("a classifier learns to tell languages apart", async () => {
  manualSeed(1);
  const small = { vocabSize: languageVocabulary, numClasses: 2, dModel: 16, nhead: 2, numLayers: 1 };
  const history = await trainClassifier(
    new EncoderClassifier(small),
    languagePieces({ count: 1000, seed: 1 }),
    {
      epochs: 3,
      lr: 5e-3,
      validation: languagePieces({ count: 200, part: "test", seed: 2 }),
    },
  );
  expect(history.column("valAccuracy").at(-1)).toBeGreaterThan(0.75);
});

describe("what cannot be learned from is named", () => {
  test("an empty text, and a short one", () => {
    expect(() => splitText("", 8)).toThrow("the text has 0 characters, 0 of them to validate");
    expect(() => splitText("abcdefgh", 8)).toThrow("give a text of at least 90 characters");
  });

  test("no pairs", async () => {
    const model = new EncoderDecoder({ vocabSize: 4, dModel: 8, nhead: 2, numLayers: 1 });
    const tokenizer = PairTokenizer.train([{ source: "a", target: "a" }]);
    await expect(trainTranslator(model, tokenizer, [])).rejects.toThrow(
      "there are 0 pairs; give at least one",
    );
  });

  test("no pieces of text", async () => {
    const model = new EncoderClassifier({ vocabSize: 4, numClasses: 2 });
    await expect(trainClassifier(model, [])).rejects.toThrow("there are 0 pieces of text");
  });

  test("a number of validations that does not fit", async () => {
    await expect(trainGpt(madeGpt(), text, { steps: 10, validations: 3 })).rejects.toThrow(
      "validations is 3; it must divide the 10 steps",
    );
  });

  test("too long a text, a token that there is not, heads that do not fit", () => {
    const model = madeGpt();
    expect(() => model.forward(texts([1, 2, 3, 4, 5, 6, 7, 8, 9]))).toThrow(
      "1 to 8 tokens (blockSize) in all",
    );
    expect(() => model.forward(texts([12]))).toThrow("12");
    expect(() => new Gpt({ ...sizes, nHead: 3 })).toThrow("nEmbd 16 does not divide into 3 heads");
  });

  test("the state of another model", () => {
    const other = new Gpt({ ...sizes, nEmbd: 8 });
    expect(() => madeGpt().loadStateDict(other.stateDict())).toThrow(
      "tok_emb.weight is [12,8] in the state, [12,16] in the module",
    );
  });
});

/** Training follows from the seed, goes on bit for bit, and finds what is planted. */
import { build, trainSkipGram, WordVectors, wordCorpus } from "@gradus/embedding";
import { Checkpoints, loadCheckpoint } from "@gradus/train";
import { expect, test } from "vitest";

/** Two sides of four pairs: what a word stands beside tells both its pair and its side. */
const pairs = ["ma na", "pa qa", "sa ta", "fa ga"].map((pair) => pair.split(" "));
const sentences = Array.from({ length: 1600 }, (_, i) => {
  const pair = i % 4;
  const side = (i >> 2) % 2;
  return `${["high", "low"][side]} ${pairs[pair]![side]} topic${pair} ${["up", "down"][(i >> 3) % 2 === 0 ? side : 1 - side]}`;
});
const corpus = wordCorpus(sentences);
const options = { epochs: 6, batchSize: 64, negatives: 4, lr: 0.02, window: 2, seed: 1 };
const short = { ...options, epochs: 2, batchSize: 128 };
const model = () => build({ vocabulary: corpus.vocabulary.size, dimensions: 8, seed: 1 });

test("planted analogies are found", async () => {
  const trained = model();
  const { losses } = await trainSkipGram(trained, corpus, options);
  expect(losses.at(-1)).toBeLessThan(losses[0]! * 0.8);
  const vectors = new WordVectors(corpus.vocabulary.tokens, await trained.center.weight.data());
  const questions = pairs.flatMap(([a, b]) =>
    pairs.filter(([c]) => c !== a).map(([c, d]) => ({ a: a!, b: b!, c: c!, d: d! })),
  );
  expect(vectors.accuracy(questions)).toBeGreaterThan(0.9);
});

test("weights follow from the seed, and are the same after a stop in the middle", async () => {
  const weights = async (run: (trained: ReturnType<typeof model>) => Promise<unknown>) => {
    const trained = model();
    await run(trained);
    return [...(await trained.center.weight.data())];
  };
  const whole = await weights((trained) => trainSkipGram(trained, corpus, short));
  expect(await weights((trained) => trainSkipGram(trained, corpus, short))).toEqual(whole);
  expect(await weights((trained) => trainSkipGram(trained, corpus, { ...short, seed: 2 }))).not.toEqual(
    whole,
  );
  const store = new Map<string, Uint8Array>();
  const stop = new AbortController();
  const stopper = {
    name: "stopper",
    onStepEnd: (run: { step: number }) => void (run.step === 50 && stop.abort()),
  };
  await trainSkipGram(model(), corpus, {
    ...short,
    signal: stop.signal,
    callbacks: [new Checkpoints(store), stopper],
  });
  const resume = await loadCheckpoint(store);
  const callbacks = [new Checkpoints(store)];
  expect(await weights((trained) => trainSkipGram(trained, corpus, { ...short, resume, callbacks }))).toEqual(
    whole,
  );
});

test("a model of another text, and a text without neighbours, are refused in one line", () => {
  expect(() => trainSkipGram(build({ vocabulary: 3 }), corpus)).toThrow(
    `the model has 3 words, the text ${corpus.vocabulary.size}`,
  );
  expect(() => trainSkipGram(build({ vocabulary: 1 }), wordCorpus(["a", "a"]))).toThrow(
    "no two words stand together",
  );
});

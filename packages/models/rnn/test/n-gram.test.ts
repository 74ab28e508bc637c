import { characters, END, NGram } from "@gradus/rnn";
import fc from "fast-check";
import { expect, test } from "vitest";

const texts = fc.array(
  fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 8 }).map((each) => Int32Array.from(each)),
  { minLength: 10, maxLength: 30 },
);

test("probabilities of all tokens after any history add up to 1, and none is 0", () => {
  fc.assert(
    fc.property(texts, fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 5 }), (texts, history) => {
      const model = NGram.train(texts, { vocabulary: 5 });
      const p = [0, 1, 2, 3, 4].map((token) => model.probability(history, token));
      expect(p.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
      expect(Math.min(...p)).toBeGreaterThan(0);
    }),
  );
});

test("it is the equation, with its own weights", () => {
  // 9 texts "ab" and one "ac", the one that tunes; a = 1, b = 2, c = 3.
  const model = NGram.train([...new Array(9).fill(Int32Array.of(1, 2)), Int32Array.of(1, 3)], {
    vocabulary: 4,
    order: 2,
  });
  const [none, one] = model.weights as [Float64Array, Float64Array];
  // Counted in all: END 10, a 10, b 9, c 1; after a: b 9, c 1. Weights go by powers of two: 30 and 10 times seen.
  const unigram = (n: number) => (none[4] as number) * (n / 30) + (1 - (none[4] as number)) / 4;
  const bigram = (n: number, below: number) =>
    (one[3] as number) * (n / 10) + (1 - (one[3] as number)) * below;
  expect(model.probability([END, 1], 2)).toBeCloseTo(bigram(9, unigram(9)), 14);
  expect(model.probability([END, 1], 3)).toBeCloseTo(bigram(1, unigram(1)), 14);
  expect(model.probability([END, 1], END)).toBeCloseTo(bigram(0, unigram(10)), 14);
  // Nothing has ever followed c and c.
  expect(
    NGram.train([Int32Array.of(1), Int32Array.of(2)], { vocabulary: 4, heldOut: 2 }).weights,
  ).toHaveLength(3);
});

test("the loss is the mean of -ln p over characters and ends", () => {
  const tokens = ["anna", "hannah", "nan", "ana", "hana"].map((name) => characters(["anh"]).encode(name));
  const model = NGram.train(tokens, { vocabulary: 4, heldOut: 5 });
  const p = [...(tokens[2] as Int32Array), END].map((token, at) =>
    model.probability((tokens[2] as Int32Array).subarray(0, at), token),
  );
  const expected = -p.reduce((sum, each) => sum + Math.log(each), 0) / 4;
  expect(model.loss([tokens[2] as Int32Array])).toBeCloseTo(expected, 12);
});

test("weights are tuned: no other weight of any count makes the held-out texts likelier", () => {
  // Texts of a chain with memory, so that long histories help some.
  let state = 1;
  const next = () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  const chain = Array.from({ length: 300 }, () => {
    const text: number[] = [1 + Math.floor(4 * next())];
    while (text.length < 12) text.push(next() < 0.6 ? (text.at(-1) as number) : 1 + Math.floor(4 * next()));
    return Int32Array.from(text);
  });
  const [counted, held] = [chain.filter((_, i) => i % 2 === 0), chain.filter((_, i) => i % 2 === 1)];
  const model = NGram.train(chain, { vocabulary: 5, heldOut: 2 });
  const onHeld = NGram.counting(counted, 5, model.weights);
  const best = onHeld.loss(held);
  for (const weights of model.weights)
    for (const i of weights.keys())
      for (const change of [-0.02, 0.02]) {
        const before = weights[i] as number;
        weights[i] = Math.min(1, Math.max(0, before + change));
        // One imagined success and failure stand beside thousands of real ones.
        expect(onHeld.loss(held)).toBeGreaterThan(best - 5e-4);
        weights[i] = before;
      }
  expect(best).toBeLessThan(NGram.train(chain, { vocabulary: 5, order: 1, heldOut: 2 }).loss(held) - 0.1);
});

test("what cannot be is refused in one line", () => {
  expect(() => NGram.train([Int32Array.of(1)], { vocabulary: 2 })).toThrow(
    "NGram: 1 texts, of which every 10th",
  );
  expect(() => NGram.train([], { vocabulary: 2, order: 0 })).toThrow("order is 0");
});

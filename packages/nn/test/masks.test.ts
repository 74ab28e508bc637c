/** What is masked changes nothing. */
import {
  attentionWeights,
  causalMask,
  MultiheadAttention,
  scaledDotProductAttention,
  TransformerDecoderLayer,
  TransformerEncoderLayer,
} from "@gradus/nn";
import {
  concat,
  Generator,
  narrow,
  randn,
  setDefaultDevice,
  type Tensor,
  tensor,
  where,
} from "@gradus/tensor";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

setDefaultDevice("cpu");

const generator = new Generator(4);
const options = { dtype: "float64", generator } as const;
const batchFirst = true;
const text = (shape: number[], seed: number) => randn(shape, { dtype: "float64", seed });
const elements = (x: Tensor): number[] => [...x.dataSync()];
const [N, L, E] = [2, 5, 4];

const attention = new MultiheadAttention(E, 2, { ...options, batchFirst });
const encoder = new TransformerEncoderLayer(E, 2, { ...options, batchFirst, dimFeedforward: 6 }).eval();
const decoder = new TransformerDecoderLayer(E, 2, {
  ...options,
  batchFirst,
  dimFeedforward: 6,
  normFirst: true,
}).eval();

/** Padding from a place on, for each sequence: bool `[N, L]`. */
const paddingFrom = (lengths: readonly number[]) =>
  tensor(lengths.map((length) => Array.from({ length: L }, (_, i) => i >= length)));

const lengths = fc.tuple(fc.integer({ min: 1, max: L }), fc.integer({ min: 1, max: L }));
const seeds = fc.nat(10_000);

describe("what stands behind padding never changes the result, in value and gradient", () => {
  const readers: Readonly<Record<string, (x: Tensor, padding: Tensor) => Tensor>> = {
    "attention to a memory": (x, padding) =>
      attention.forward(text([N, 3, E], 1), x, x, { keyPaddingMask: padding })[0],
    "attention to a memory, mask of numbers": (x, padding) =>
      attention.forward(text([N, 3, E], 1), x, x, {
        keyPaddingMask: where(padding, -Infinity, 0).cast("float64"),
      })[0],
    encoder: (x, padding) =>
      where(padding.unsqueeze(2), 0, encoder.forward(x, { srcKeyPaddingMask: padding })),
    "causal encoder": (x, padding) =>
      where(padding.unsqueeze(2), 0, encoder.forward(x, { srcKeyPaddingMask: padding, isCausal: true })),
    "decoder's memory": (x, padding) =>
      decoder.forward(text([N, 3, E], 1), x, { memoryKeyPaddingMask: padding }),
    "decoder's target": (x, padding) =>
      where(padding.unsqueeze(2), 0, decoder.forward(x, text([N, 3, E], 1), { tgtKeyPaddingMask: padding })),
  };
  test.each(Object.entries(readers))("%s", (_name, read) => {
    fc.assert(
      fc.property(lengths, seeds, (each, seed) => {
        const padding = paddingFrom(each);
        const hidden = padding.unsqueeze(2);
        const x = text([N, L, E], seed);
        const other = where(hidden, text([N, L, E], seed + 1).mul(100), x);
        const results = [x, other].map((content) => {
          const leaf = content.detach().clone();
          const input = tensor(leaf.dataSync(), { shape: leaf.shape, requiresGrad: true });
          const y = read(input, padding);
          y.square().sum().backward();
          return [elements(y), elements(where(hidden, 0, input.grad as Tensor))];
        });
        expect(results[1]).toEqual(results[0]);
      }),
      { numRuns: 20 },
    );
  });
});

describe("with a causal mask a later token never changes an earlier result", () => {
  const readers: Readonly<Record<string, (x: Tensor) => Tensor>> = {
    attention: (x) => attention.forward(x, undefined, undefined, { isCausal: true })[0],
    "attention with padding, too": (x) =>
      attention.forward(x, undefined, undefined, {
        isCausal: true,
        keyPaddingMask: paddingFrom([L, L - 1]),
      })[0],
    "attention with a mask of its own": (x) =>
      attention.forward(x, undefined, undefined, { attnMask: causalMask(x.shape[1]!) })[0],
    encoder: (x) => encoder.forward(x, { isCausal: true }),
    decoder: (x) => decoder.forward(x, text([N, 3, E], 1), { tgtIsCausal: true }),
  };
  test.each(Object.entries(readers))("%s", (_name, read) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: L - 1 }), seeds, (from, seed) => {
        const x = text([N, L, E], seed);
        const other = concat([narrow(x, 1, 0, from), text([N, L - from, E], seed + 1)], 1);
        const [before, after] = [x, other].map((each) => elements(narrow(read(each), 1, 0, from)));
        expect(after).toEqual(before);
      }),
      { numRuns: 20 },
    );
  });

  test("but an earlier token changes later results", () => {
    const x = text([N, L, E], 1);
    const other = concat([text([N, 1, E], 2), narrow(x, 1, 1, L - 1)], 1);
    const last = (each: Tensor) => elements(narrow(encoder.forward(each, { isCausal: true }), 1, L - 1, 1));
    expect(last(other)).not.toEqual(last(x));
  });
});

test("causalMask blocks the keys after i + past", () => {
  const blocked = (mask: Tensor) => mask.cast("int32").toString();
  expect(blocked(causalMask(3))).toContain("[[0, 1, 1],\n        [0, 0, 1],\n        [0, 0, 0]]");
  expect(blocked(causalMask(2, { keys: 4, past: 1 }))).toContain("[[0, 0, 1, 1],\n        [0, 0, 0, 1]]");
});

test("a query that may look at nothing gives 0, and no NaN on the way back", () => {
  const [q, k, v] = [1, 2, 3].map((seed) => text([2, 3, 4], seed));
  const attnMask = tensor([
    [true, true, true],
    [false, true, false],
    [false, false, false],
  ]);
  const query = tensor(q!.dataSync(), { shape: [2, 3, 4], requiresGrad: true });
  const y = scaledDotProductAttention(query, k!, v!, { attnMask });
  expect(elements(narrow(y, 1, 0, 1))).toEqual(new Array(8).fill(0));
  const sums = elements(attentionWeights(query, k!, { attnMask }).sum(-1));
  sums.forEach((sum, i) => {
    expect(sum).toBeCloseTo(i % 3 === 0 ? 0 : 1, 12);
  });
  y.square().sum().backward();
  expect(elements(query.grad as Tensor).every(Number.isFinite)).toBe(true);
  expect(elements(narrow(query.grad as Tensor, 1, 0, 1))).toEqual(new Array(8).fill(0));
});

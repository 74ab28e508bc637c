/** A model that reads piece by piece, with a cache, computes what it computes of the whole. */
import * as nn from "@gradus/nn";
import {
  concat,
  Generator,
  narrow,
  noGrad,
  randn,
  scope,
  setDefaultDevice,
  type Tensor,
  tensor,
} from "@gradus/tensor";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

setDefaultDevice("cpu");

const [N, L, E] = [2, 6, 4];
const options = {
  dtype: "float64",
  generator: new Generator(6),
  batchFirst: true,
  dimFeedforward: 5,
} as const;
const text = (shape: number[], seed: number) => randn(shape, { dtype: "float64", seed });
const memory = text([N, 3, E], 1);
const padding = tensor([
  [false, false, true],
  [false, true, true],
]);

const attention = new nn.MultiheadAttention(E, 2, options);
const encoder = new nn.TransformerEncoder(() => new nn.TransformerEncoderLayer(E, 2, options), 2).eval();
const decoder = new nn.TransformerDecoder(
  () => new nn.TransformerDecoderLayer(E, 2, { ...options, normFirst: true }),
  2,
  new nn.LayerNorm(E, options),
).eval();
const places = new nn.LearnedPositions(L, E, { ...options, std: 1 });

const readers: Readonly<Record<string, (x: Tensor, cache?: nn.KeyValueCache) => Tensor>> = {
  attention: (x, cache) => attention.forward(x, undefined, undefined, { isCausal: true, cache })[0],
  "encoder with positions": (x, cache) =>
    encoder.forward(places.forward(x, cache?.length), { isCausal: true, cache }),
  "decoder with memory": (x, cache) =>
    decoder.forward(x, memory, { tgtIsCausal: true, memoryKeyPaddingMask: padding, cache }),
};

/** Lengths of pieces that make up the whole. */
const cuts = fc
  .uniqueArray(fc.integer({ min: 1, max: L - 1 }), { maxLength: L - 1 })
  .map((inner) => [0, ...inner.sort((a, b) => a - b), L]);

describe.each(Object.entries(readers))("%s", (_name, read) => {
  test("any pieces give the whole", () => {
    fc.assert(
      fc.property(cuts, fc.nat(10_000), (at, seed) => {
        const x = text([N, L, E], seed);
        const cache = new nn.KeyValueCache();
        const pieces = at.slice(1).map((end, i) =>
          noGrad(() =>
            scope(() => {
              const start = at[i] as number;
              expect(cache.length).toBe(start);
              return read(narrow(x, 1, start, end - start), cache);
            }),
          ),
        );
        const expected = read(x).dataSync();
        concat(pieces, 1)
          .dataSync()
          .forEach((value, i) => {
            expect(value).toBeCloseTo(expected[i]!, 11);
          });
      }),
      { numRuns: 20 },
    );
  });
});

test("gradients flow through what is remembered while it is recorded", () => {
  const x = tensor(text([N, 2, E], 3).dataSync(), { shape: [N, 2, E], requiresGrad: true });
  const gradient = (read: () => Tensor) => {
    x.grad = null;
    read().square().sum().backward();
    return [...(x.grad as unknown as Tensor).dataSync()];
  };
  const whole = gradient(() => narrow(readers["attention"]!(x), 1, 1, 1));
  const pieces = gradient(() => {
    const cache = new nn.KeyValueCache();
    readers["attention"]!(narrow(x, 1, 0, 1), cache);
    return readers["attention"]!(narrow(x, 1, 1, 1), cache);
  });
  pieces.forEach((value, i) => {
    expect(value).toBeCloseTo(whole[i]!, 11);
  });
});

test("a memory is projected once: the cache goes on with the first", () => {
  const cache = new nn.KeyValueCache();
  const look = (at: Tensor) => [...attention.forward(text([N, 1, E], 2), at, at, { cache })[0].dataSync()];
  expect(look(text([N, 3, E], 9))).toEqual(look(memory));
  cache.clear();
  expect(look(memory)).not.toEqual([
    ...attention.forward(text([N, 1, E], 2), text([N, 3, E], 9))[0].dataSync(),
  ]);
});

test("another number of sequences is refused; after clear() it begins anew", () => {
  const cache = new nn.KeyValueCache();
  readers["attention"]!(text([2, 1, E], 1), cache);
  expect(() => readers["attention"]!(text([3, 1, E], 1), cache)).toThrow(
    "KeyValueCache: it holds 2 sequences, the input has 3; begin with a new cache, or clear() this one",
  );
  cache.clear();
  expect(cache.length).toBe(0);
  readers["attention"]!(text([3, 1, E], 1), cache);
  expect(cache.length).toBe(1);
});

test("a search that goes on with some texts reads on as if it had read these alone", () => {
  const both = text([N, L, E], 7);
  const read = (x: Tensor, cache: nn.KeyValueCache) =>
    noGrad(() => encoder.forward(x, { isCausal: true, cache }));
  const cache = new nn.KeyValueCache();
  scope(() => read(narrow(both, 1, 0, 4), cache));
  // The second goes on in two ways, the first in none.
  const rows = tensor(Int32Array.of(1, 1));
  scope(() => cache.select(rows));
  const rest = narrow(both, 1, 4, 2);
  const got = read(rest, cache);
  const [begun, own] = [concat([narrow(both, 0, 1, 1), narrow(both, 0, 1, 1)], 0), new nn.KeyValueCache()];
  read(narrow(begun, 1, 0, 4), own);
  expect(got.sub(read(rest, own)).abs().max().item()).toBe(0);
});

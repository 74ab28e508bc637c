/** Dropout: what is left out, what is left, and that a seed says which. */
import { Dropout, Dropout2d, dropout } from "@gradus/nn";
import { Generator, manualSeed, ones, randn, type Tensor } from "@gradus/tensor";
import * as fc from "fast-check";
import { expect, test } from "vitest";

const seeds = fc.nat(1_000_000);
const probabilities = fc.integer({ min: 1, max: 9 }).map((tenths) => tenths / 10);
const elements = (x: Tensor): number[] => [...x.dataSync()];

test("each element is 0 or divided by 1 - p", () => {
  fc.assert(
    fc.property(seeds, probabilities, (seed, p) => {
      const x = randn([40], { dtype: "float64", seed });
      const y = elements(dropout(x, p, { generator: new Generator(seed) }));
      const kept = elements(x).map((value) => value * (1 / (1 - p)));
      for (const [i, value] of y.entries()) if (value !== 0) expect(value).toBe(kept[i]);
    }),
  );
});

test("the expectation stays: the mean of many is within five standard errors of 1", () => {
  const count = 20_000;
  fc.assert(
    fc.property(seeds, probabilities, (seed, p) => {
      const y = elements(dropout(ones([count], { dtype: "float64" }), p, { generator: new Generator(seed) }));
      const error = Math.sqrt(p / (1 - p) / count);
      expect(Math.abs(y.reduce((a, b) => a + b) / count - 1)).toBeLessThan(5 * error);
      expect(y.filter((value) => value === 0).length / count).toBeCloseTo(p, 1);
    }),
    { numRuns: 10 },
  );
});

test("a generator, or the shared seed, says what is left out; each call draws anew", () => {
  const x = ones([64]);
  const draw = (layer: Dropout): number[][] => [elements(layer.forward(x)), elements(layer.forward(x))];
  const own = () => new Dropout(0.5, { generator: new Generator(3) });
  expect(draw(own())).toEqual(draw(own()));
  const [first, second] = draw(own());
  expect(first).not.toEqual(second);
  const shared = () => {
    manualSeed(8);
    return draw(new Dropout(0.5));
  };
  expect(shared()).toEqual(shared());
  expect(shared()).not.toEqual(draw(own()));
});

test("gradients flow through what is left, by the same factor", () => {
  const x = randn([50], { requiresGrad: true, seed: 1 });
  const y = dropout(x, 0.3, { generator: new Generator(1) });
  y.sum().backward();
  const factors = elements(x.grad as Tensor);
  const values = elements(x);
  elements(y).forEach((value, i) => {
    expect(value).toBeCloseTo(values[i]! * factors[i]!, 6);
  });
  expect(new Set(factors).size).toBe(2);
});

test("p = 0 changes nothing, p = 1 leaves nothing", () => {
  const x = randn([5], { seed: 2 });
  expect(elements(dropout(x, 0))).toEqual(elements(x));
  expect(elements(dropout(x, 1)).every((value) => value === 0)).toBe(true);
});

test("Dropout2d leaves out whole channels", () => {
  const layer = new Dropout2d(0.5, { generator: new Generator(5) });
  const y = elements(layer.forward(ones([4, 8, 2, 3])));
  const channels = Array.from({ length: 32 }, (_, c) => new Set(y.slice(6 * c, 6 * c + 6)));
  expect(channels.every((values) => values.size === 1)).toBe(true);
  expect(new Set(channels.flatMap((values) => [...values]))).toEqual(new Set([0, 2]));
});

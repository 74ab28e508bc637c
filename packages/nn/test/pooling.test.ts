/** Adaptive pooling by definition. */
import { AdaptiveAvgPool1d, AdaptiveMaxPool1d, AdaptiveMaxPool2d } from "@gradus/nn";
import { maxPool2d, ones, randn, type Tensor, tensor } from "@gradus/tensor";
import * as fc from "fast-check";
import { expect, test } from "vitest";

const extents = fc.integer({ min: 1, max: 9 });

test("cell i covers ⌊i·in/out⌋ to ⌈(i + 1)·in/out⌉", () => {
  fc.assert(
    fc.property(extents, extents, (length, count) => {
      const x = randn([1, 1, length], { dtype: "float64", seed: length });
      const data = [...x.dataSync()];
      const cells = Array.from({ length: count }, (_, i) =>
        data.slice(Math.floor((i * length) / count), Math.ceil(((i + 1) * length) / count)),
      );
      const largest = new AdaptiveMaxPool1d(count).forward(x);
      expect([...largest.dataSync()]).toEqual(cells.map((cell) => Math.max(...cell)));
      const means = cells.map((cell) => cell.reduce((a, b) => a + b) / cell.length);
      [...new AdaptiveAvgPool1d(count).forward(x).dataSync()].forEach((value, i) => {
        expect(value).toBeCloseTo(means[i]!, 12);
      });
    }),
  );
});

test("where cells are windows, adaptive pooling is pooling; null leaves an axis as it is", () => {
  const x = randn([2, 3, 6, 4], { seed: 1 });
  const same = (a: Tensor, b: Tensor) =>
    expect([a.shape, ...a.dataSync()]).toEqual([b.shape, ...b.dataSync()]);
  same(new AdaptiveMaxPool2d([3, 2]).forward(x), maxPool2d(x, 2));
  same(new AdaptiveMaxPool2d([null, 1]).forward(x), maxPool2d(x, [1, 4]));
  same(new AdaptiveMaxPool2d(2).forward(x.select(0, 1)), maxPool2d(x.select(0, 1), [3, 2]));
});

test("of equal elements the first in row-major order takes the gradient", () => {
  const x = ones([1, 1, 2, 2], { requiresGrad: true });
  new AdaptiveMaxPool2d(1).forward(x).sum().backward();
  expect([...x.grad!.dataSync()]).toEqual([1, 0, 0, 0]);
  const later = tensor([0, 1, 1, 0], { shape: [1, 1, 2, 2], requiresGrad: true });
  new AdaptiveMaxPool2d(1).forward(later).sum().backward();
  expect([...later.grad!.dataSync()]).toEqual([0, 1, 0, 0]);
});

/**
 * Inside a scope a training step takes little more memory than it must: parameters, their gradients and Adam's two moments, the
 * input, what the ops save, and the largest cotangent on its way through an op, coming and going.
 */
import {
  conv2d,
  crossEntropy,
  dispose,
  flatten,
  linear,
  maxPool2d,
  randn,
  scope,
  type Tensor,
  tensor,
  updateInPlace,
  zeroGrad,
  zerosLike,
} from "@gradus/tensor";
import { poolUsage, resetPeak } from "@gradus/tensor/backend/wasm/index";
import { expect, test } from "vitest";

const BATCH = 64;
const adam = { rate: 1e-3, correction: 1, shrink: 1, decay: 0, beta1: 0.9, beta2: 0.999, eps: 1e-8 };

/** The most memory that a step takes, over that which it must. */
function ratio(
  shapes: readonly (readonly number[])[],
  x: Tensor,
  forward: (parameters: readonly Tensor[]) => Tensor,
  elements: { readonly saved: number; readonly cotangents: number },
): number {
  const before = poolUsage().taken - 4 * x.size;
  const parameters = shapes.map((shape, i) => {
    const elements = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, j) =>
      Math.sin(i + j),
    );
    return tensor(elements, { shape, requiresGrad: true });
  });
  const moments = parameters.map((p) => [zerosLike(p), zerosLike(p)] as const);
  const target = tensor(Int32Array.from({ length: BATCH }, (_, i) => i % 10));
  const step = (): void =>
    scope(() => {
      crossEntropy(forward(parameters), target).backward();
      parameters.forEach((p, i) => {
        const [m, v] = moments[i] as readonly [Tensor, Tensor];
        updateInPlace("adam", [p, p.grad, m, v], adam);
      });
      zeroGrad(parameters);
    });
  step();
  resetPeak();
  for (let i = 0; i < 5; i++) step();
  const { peak, taken } = poolUsage();
  const size = parameters.reduce((sum, p) => sum + p.size, 0);
  // Nothing is left of a step: parameters and moments, and the input.
  expect(taken - before).toBeLessThan(1.3 * 4 * (3 * size + x.size));
  for (const each of [...parameters, ...moments.flat()]) dispose(each);
  return (peak - before) / (4 * (4 * size + x.size + elements.saved + elements.cotangents));
}

test("a multilayer perceptron", () => {
  const shapes = [[256, 784], [256], [128, 256], [128], [10, 128], [10]];
  const x = randn([BATCH, 784], { seed: 1 });
  const found = ratio(
    shapes,
    x,
    ([w1, b1, w2, b2, w3, b3]) => {
      const h = linear(x, w1!, b1!, { activation: "relu" });
      return linear(linear(h, w2!, b2!, { activation: "relu" }), w3!, b3!);
    },
    { saved: BATCH * (256 + 128 + 10), cotangents: BATCH * 2 * 256 },
  );
  expect(found).toBeLessThan(1.3);
});

test("a convolutional network", () => {
  const x = randn([BATCH, 1, 28, 28], { seed: 1 });
  const layer = (h: Tensor, weight: Tensor, bias: Tensor): Tensor =>
    maxPool2d(conv2d(h, weight, { bias, padding: "same", activation: "relu" }), 2);
  const [first, second] = [16 * 28 * 28, 32 * 14 * 14];
  const found = ratio(
    [[16, 1, 5, 5], [16], [32, 16, 5, 5], [32], [10, 1568], [10]],
    x,
    ([w1, b1, w2, b2, w3, b3]) => linear(flatten(layer(layer(x, w1!, b1!), w2!, b2!), 1), w3!, b3!),
    // Each pool saves what it is made of, and where; its result is saved by what follows.
    { saved: BATCH * (first + second) * 1.5, cotangents: BATCH * 2 * first },
  );
  expect(found).toBeLessThan(1.3);
});

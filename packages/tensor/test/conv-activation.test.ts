/** A convolution that ends with a bias and an activation is those three ops, and keeps nothing in between. */
import { backward, conv1d, conv2d, randn, relu, sigmoid, type Tensor, tanh } from "@gradus/tensor";
import { expect, test } from "vitest";

const ends = { relu, tanh, sigmoid } as const;
const worst = (a: Tensor, b: Tensor): number => {
  const other = b.dataSync();
  return Math.max(...Array.from(a.dataSync(), (x, i) => Math.abs(x - (other[i] as number))));
};

test.each(["cpu", "wasm"] as const)(
  "on %s, values and gradients are those of the ops one by one",
  (device) => {
    for (const activation of ["relu", "tanh", "sigmoid"] as const)
      for (const createGraph of [false, true]) {
        const make = () =>
          [[3, 2, 9, 7], [5, 2, 3, 3], [5]].map((shape, i) =>
            randn(shape, { seed: i, device, requiresGrad: true }),
          ) as [Tensor, Tensor, Tensor];
        const [own, other] = [make(), make()];
        const y = conv2d(own[0], own[1], { bias: own[2], padding: 1, activation });
        const z = ends[activation](conv2d(other[0], other[1], { bias: other[2], padding: 1 }));
        const g = randn(z.shape, { seed: 8, device });
        backward(y, g, { createGraph });
        backward(z, g);
        expect(worst(y, z)).toBeLessThan(1e-5);
        own.forEach((each, i) => {
          expect(worst(each.grad as Tensor, (other[i] as Tensor).grad as Tensor)).toBeLessThan(1e-4);
        });
      }
  },
);

test("an activation that cannot be told from its result is refused, and named", () => {
  const [x, w] = [randn([1, 2, 5], { seed: 1 }), randn([3, 2, 2], { seed: 2 })];
  expect(() => conv1d(x, w, { activation: "gelu" as never })).toThrow(/"gelu".*"relu".*apply your own/);
});

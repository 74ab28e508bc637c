/** Penalties by definition, of modules and of tensors; losses with weights of their own. */
import { CrossEntropyLoss, elasticNetPenalty, Linear, l1Penalty, l2Penalty } from "@gradus/nn";
import { type Tensor, tensor } from "@gradus/tensor";
import * as fc from "fast-check";
import { expect, test } from "vitest";

const weights = fc.array(
  fc.integer({ min: -30, max: 30 }).map((tenths) => tenths / 10),
  { minLength: 1, maxLength: 5 },
);
const strengths = fc.integer({ min: 0, max: 20 }).map((tenths) => tenths / 10);
const parameterOf = (data: number[]) => tensor(Float64Array.from(data), { requiresGrad: true });

test("values and gradients", () => {
  fc.assert(
    fc.property(weights, weights, strengths, strengths, (a, b, l1, l2) => {
      const all = [...a, ...b];
      const sumAbs = all.reduce((sum, w) => sum + Math.abs(w), 0);
      const sumSquares = all.reduce((sum, w) => sum + w * w, 0);
      const cases: readonly [(of: Tensor[]) => Tensor, number, (w: number) => number][] = [
        [(of) => l1Penalty(of, l1), l1 * sumAbs, (w) => l1 * Math.sign(w)],
        [(of) => l2Penalty(of, l2), l2 * sumSquares, (w) => 2 * l2 * w],
        [
          (of) => elasticNetPenalty(of, { l1, l2 }),
          l1 * sumAbs + l2 * sumSquares,
          (w) => l1 * Math.sign(w) + 2 * l2 * w,
        ],
      ];
      for (const [penalty, value, slope] of cases) {
        const of = [parameterOf(a), parameterOf(b)];
        const y = penalty(of);
        y.backward();
        expect(y.item()).toBeCloseTo(value, 10);
        const gradients = of.flatMap((x) => [...x.grad!.dataSync()]);
        gradients.forEach((g, i) => {
          expect(g).toBeCloseTo(slope(all[i]!), 10);
        });
      }
    }),
  );
});

test("a module stands for its parameters", () => {
  const layer = new Linear(3, 2);
  expect(l2Penalty(layer, 0.5).item()).toBe(l2Penalty([layer.weight, layer.bias!], 0.5).item());
});

test("a loss's weights go where it goes", () => {
  const loss = new CrossEntropyLoss({ weight: tensor([1, 2, 3]) }).to("cpu").to("float64");
  const weight = loss.options.weight as Tensor;
  expect([weight.device, weight.dtype]).toEqual(["cpu", "float64"]);
  const x = tensor(Float64Array.from([1, 2, 3]), { shape: [1, 3], device: "cpu" });
  const y = loss.forward(x, tensor(Int32Array.from([2]), { device: "cpu" }));
  expect(y.item()).toBeCloseTo(Math.log(1 + Math.exp(-1) + Math.exp(-2)), 12);
});

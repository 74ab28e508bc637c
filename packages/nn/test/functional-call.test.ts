/** A module computed with other tensors is the module that has them; afterwards it is as it was. */
import { BatchNorm1d, functionalCall, Linear, Module, parameter, Sequential } from "@gradus/nn";
import { Generator, jvp, randn, type Tensor, tanh } from "@gradus/tensor";
import { expect, test } from "vitest";

const float64 = { dtype: "float64", device: "cpu" } as const;
const draw = (shape: readonly number[], seed: number) => randn(shape, { ...float64, seed });

function made(seed: number): Sequential {
  const options = { ...float64, generator: new Generator(seed) };
  return new Sequential(
    new Linear(3, 4, options),
    new BatchNorm1d(4, options),
    tanh,
    new Linear(4, 2, options),
  );
}

const list = (x: Tensor) => Array.from(x.dataSync());

test("it computes what the module with these tensors computes, and leaves its own", () => {
  const [here, there] = [made(1).eval(), made(2).eval()];
  there.steps[1] = new BatchNorm1d(4, float64).eval();
  (there.steps[1] as BatchNorm1d).runningMean?.assign(draw([4], 3));
  const x = draw([5, 3], 4);
  const before = list(here.forward(x));
  expect(list(functionalCall(here, there.stateDict(), x))).toEqual(list(there.forward(x)));
  expect(list(here.forward(x))).toEqual(before);
  expect(here.namedParameters().length).toBe(6);
});

test("also where computing fails", () => {
  const module = made(1);
  const weight = module.parameters()[0];
  expect(() => functionalCall(module, made(2).stateDict(), draw([5, 2], 4))).toThrow("inFeatures");
  expect(module.parameters()[0]).toBe(weight);
});

test("rates flow through parameters", () => {
  const layer = new Linear(3, 2, { ...float64, bias: false });
  const [x, v] = [draw([5, 3], 1), draw([2, 3], 2)];
  const rate = jvp((weight) => functionalCall(layer, { weight }, x), [layer.weight.detach()], [v])[1];
  expect(list(rate)).toEqual(list(x.matmul(v.transpose())));
});

test("a tied tensor is replaced everywhere, in arrays and maps too", () => {
  class Tied extends Module {
    readonly weights: Tensor[] = [parameter(draw([2], 1))];
    readonly again = new Map([["same", this.weights[0] as Tensor]]);
    forward(x: Tensor): Tensor {
      return x.mul(this.weights[0] as Tensor).add(this.again.get("same") as Tensor);
    }
  }
  const [w, x] = [draw([2], 2), draw([2], 3)];
  expect(list(functionalCall(new Tied(), { "weights.0": w }, x))).toEqual(list(x.mul(w).add(w)));
});

test("a name or a shape that does not fit is refused", () => {
  const layer = new Linear(3, 2, float64);
  expect(() => functionalCall(layer, { wieght: draw([2, 3], 1) }, draw([1, 3], 1))).toThrow(
    "functionalCall: wieght is [2,3], in the module there is none; it has weight, bias",
  );
  expect(() => functionalCall(layer, { weight: draw([3, 2], 1) }, draw([1, 3], 1))).toThrow(
    "functionalCall: weight is [3,2], in the module [2,3]",
  );
});

/** Options and parameters that cannot be meant are refused, with both values. */
import * as optim from "@gradus/optim";
import { ones, type Tensor, tensor } from "@gradus/tensor";
import { expect, test } from "vitest";
import { everyOptimizer, parameter } from "./every-optimizer.ts";

const p = (): Tensor => parameter([1, 2, 3, 4]);

test.each(Object.entries(everyOptimizer))("%s: a learning rate below 0, or none", (_name, make) => {
  for (const lr of [-1, Number.NaN, Infinity])
    expect(() => make([p()], lr)).toThrow(`lr is ${lr}, but must be a finite number >= 0`);
  const optimizer = make([p()]);
  optimizer.paramGroups[0]!.lr = -1;
  expect(() => optimizer.step()).toThrow("lr is -1");
});

test.each<[string, () => unknown, string]>([
  ["beta", () => new optim.Adam([p()], { betas: [0.9, 1] }), "betas[1] is 1, but must be in [0, 1)"],
  ["alpha", () => new optim.RMSprop([p()], { alpha: 1.5 }), "alpha is 1.5, but must be in [0, 1)"],
  ["rho", () => new optim.Adadelta([p()], { rho: -1 }), "rho is -1, but must be in [0, 1)"],
  ["eps", () => new optim.NAdam([p()], { eps: -1 }), "eps is -1"],
  ["decay", () => new optim.Adagrad([p()], { lrDecay: -1 }), "lrDecay is -1"],
  ["nesterov", () => new optim.SGD([p()], { nesterov: true }), "nesterov with momentum 0 and dampening 0"],
  ["steps", () => new optim.Muon([p()], { nsSteps: 0.5 }), "nsSteps is 0.5, but must be a whole number >= 1"],
  ["no parameters", () => new optim.SGD([]), "got 0 parameters, needs at least 1"],
  ["computed", () => new optim.SGD([p().mul(2)]), "was computed by mul; optimize leaves"],
  ["integers", () => new optim.SGD([tensor([1], { dtype: "int32" })]), "is int32, but must be float32 or"],
  ["a view", () => new optim.SGD([ones([2, 2]).slice([0])]), "is a view of a tensor with 4 elements"],
  ["Muon on a vector", () => new optim.Muon([ones([2])]), "of shape [2] has 1 axes, Muon takes 2"],
  [
    "average",
    () => new optim.ExponentialMovingAverage([p()], { decay: 2 }),
    "decay is 2, but must be in [0, 1]",
  ],
  ["stairs", () => new optim.StepLR(new optim.SGD([p()]), { stepSize: 0 }), "stepSize is 0"],
  ["cosine", () => new optim.CosineAnnealingLR(new optim.SGD([p()]), { tMax: 1.5 }), "tMax is 1.5"],
  ["plateau", () => new optim.ReduceLROnPlateau(new optim.SGD([p()]), { factor: 1 }), "factor is 1"],
  [
    "no momentum to cycle",
    () => new optim.OneCycleLR(new optim.Adagrad([p()]), { maxLr: 1, totalSteps: 10 }),
    "group 0 has neither momentum nor betas; set cycleMomentum: false",
  ],
])("%s", (_name, make, message) => {
  expect(make).toThrow(message);
});

test("a parameter named twice, and tensors mixed with groups", () => {
  const twice = p();
  expect(() => new optim.SGD([twice, twice])).toThrow("parameter 1 of shape [2,2] is there twice");
  expect(() => new optim.SGD([{ params: [twice] }, { params: [twice] }])).toThrow("is there twice");
  const mixed = [{ params: [twice] }, p()] as unknown as Tensor[];
  expect(() => new optim.SGD(mixed)).toThrow("1 parameter groups and 1 tensors are mixed");
});

test("a gradient of another shape or type", () => {
  const q = p();
  q.grad = ones([4]);
  expect(() => new optim.SGD([q]).step()).toThrow("the gradient is float32 [4], its parameter float64 [2,2]");
});

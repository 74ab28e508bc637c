/** State that does not fit is refused with both values, and nothing has changed. */
import { Adam, AdamW, ExponentialMovingAverage, type OptimizerStateDict, SGD } from "@gradus/optim";
import { ones, scope, tensor } from "@gradus/tensor";
import { expect, test } from "vitest";
import { give, parameter, values } from "./every-optimizer.ts";

function trained(): Adam {
  const p = parameter([1, 2, 3, 4]);
  const optimizer = new Adam([p], { lr: 0.5 });
  give(p, [1, 2, 3, 4]);
  optimizer.step();
  return optimizer;
}

test.each<[string, () => { loadStateDict(saved: OptimizerStateDict): void }, string]>([
  ["another optimizer", () => new AdamW([parameter([1, 2, 3, 4])]), "saved Adam, here AdamW"],
  [
    "more groups",
    () => new Adam([{ params: [parameter([1, 2, 3, 4])] }, { params: [parameter([0, 0, 0, 0])] }]),
    "the number of parameter groups differs: saved 1, here 2",
  ],
  [
    "more parameters",
    () => new Adam([parameter([1, 2, 3, 4]), parameter([1, 2, 3, 4])]),
    "the number of parameters of group 0 differs: saved 1, here 2",
  ],
  [
    "another shape",
    () => new Adam([parameter([1, 2, 3, 4], [4])]),
    "expAvg of parameter 0 differs: saved float64 [2,2], here float64 [4]",
  ],
  ["another type", () => new Adam([ones([2, 2])]), "saved float64 [2,2], here float32 [2,2]"],
])("%s", (_name, make, message) => {
  expect(() => make().loadStateDict(trained().stateDict())).toThrow(message);
});

test("a refused state leaves the optimizer as it was", () => {
  const p = parameter([1, 2, 3, 4]);
  const optimizer = new Adam([p], { lr: 0.25 });
  const before = optimizer.stateDict();
  const saved = trained().stateDict();
  const broken = { ...saved, state: { 0: { slots: {}, numbers: { step: 3 } } } };
  expect(() => optimizer.loadStateDict(broken)).toThrow("saved no expAvg, here expAvg");
  expect(() => optimizer.loadStateDict({ ...saved, state: { 7: saved.state[0]! } })).toThrow(
    "there is no parameter 7",
  );
  expect(optimizer.stateDict()).toEqual(before);
});

test("options come back with the state", () => {
  const other = new Adam([parameter([0, 0, 0, 0])], { lr: 9 });
  other.loadStateDict(trained().stateDict());
  expect(other.paramGroups[0]!.lr).toBe(0.5);
});

test("state and averages outlive the scope they were made in", () => {
  const p = tensor([1, 2], { requiresGrad: true });
  const optimizer = new SGD([p], { lr: 0.5, momentum: 0.5 });
  const average = scope(() => {
    const made = new ExponentialMovingAverage([p], { decay: 0.5 });
    p.sum().backward();
    optimizer.step();
    made.update();
    return { made };
  }).made;
  scope(() => {
    optimizer.step();
    average.update();
  });
  expect(values(p)).toEqual([-0.25, 0.75]);
  average.swap();
  expect(values(p)).toEqual([0.125, 1.125]);
});

test("a backward pass that needs the weights of before a step says so", () => {
  const p = tensor([1, 2], { requiresGrad: true });
  const loss = p.square().sum();
  p.sum().backward();
  new SGD([p], { lr: 0.5 }).step();
  expect(() => loss.backward()).toThrow("was assigned to after it was saved for backward");
});

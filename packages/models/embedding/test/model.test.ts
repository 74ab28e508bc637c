/** The model is its equations, in both modes of differentiation, and learns. */
import { build, negativeSamplingLoss, type SkipGram } from "@gradus/embedding";
import { checkJvp, checkVjp, formatReport, type Report } from "@gradus/gradcheck";
import { functionalCall } from "@gradus/nn";
import { Adam } from "@gradus/optim";
import { jvp, randn, setDefaultDevice, type Tensor, tensor, vjp } from "@gradus/tensor";
import { expect, test } from "vitest";

setDefaultDevice("cpu");

const center = tensor(Int32Array.of(0, 3, 3));
const context = tensor(
  [
    [1, 2, 2],
    [3, 0, 4],
    [1, 1, 1],
  ],
  { dtype: "int32" },
);
const label = tensor(
  [
    [1, 0, 0],
    [1, 0, 0],
    [0, 1, 0],
  ],
  { dtype: "float64" },
);

/** A model of which no vector is 0. */
function made(): SkipGram {
  const model = build({ vocabulary: 5, dimensions: 3, dtype: "float64", seed: 1 });
  model.context.weight.assign(randn([5, 3], { dtype: "float64", seed: 2 }));
  return model;
}

test("scores and loss are the equations", () => {
  const model = made();
  const [v, u] = [model.center.weight, model.context.weight].map((x) => x.toArray() as number[][]);
  const scores = model.forward(center, context).toArray() as number[][];
  let loss = 0;
  for (const [row, words] of (context.toArray() as number[][]).entries())
    for (const [k, word] of words.entries()) {
      const [vc, uo] = [v![center.dataSync()[row]!]!, u![word]!];
      const score = vc.reduce((sum, x, i) => sum + x * uo[i]!, 0);
      expect(scores[row]![k]).toBeCloseTo(score, 14);
      const sign = (label.toArray() as number[][])[row]![k] === 1 ? 1 : -1;
      loss -= Math.log(1 / (1 + Math.exp(-sign * score))) / 3;
    }
  expect(negativeSamplingLoss(model.forward(center, context), label).item()).toBeCloseTo(loss, 13);
});

test("gradients through the whole model, reverse and forward", async () => {
  const model = made();
  const f = (v: Tensor, u: Tensor) =>
    negativeSamplingLoss(
      functionalCall(model, { "center.weight": v, "context.weight": u }, center, context),
      label,
    );
  const tensors = (data: readonly ArrayLike<number>[]) =>
    data.map((each) => tensor(Float64Array.from(each), { shape: [5, 3] })) as [Tensor, Tensor];
  const flat = (y: Tensor) => Float64Array.from(y.dataSync());
  const value = (...data: Float64Array[]) => flat(f(...tensors(data)));
  const inputs = [model.center.weight, model.context.weight].map(flat);
  const ok = (report: Report) => expect(report.ok, formatReport(report)).toBe(true);
  const pullback = (data: readonly ArrayLike<number>[], g: ArrayLike<number>) =>
    vjp(f, ...tensors(data))[1](tensor(Float64Array.from(g), { shape: [] })).map(flat);
  const shapes = {
    inputs: [
      [5, 3],
      [5, 3],
    ],
    output: [],
  };
  ok(await checkVjp({ name: "skip-gram", f: value, vjp: pullback, inputs, shapes }));
  const push = (data: readonly ArrayLike<number>[], v: readonly ArrayLike<number>[]) =>
    flat(jvp(f, tensors(data), tensors(v))[1]);
  ok(await checkJvp({ name: "skip-gram", f: value, jvp: push, inputs }));
});

test("only rows of words in the batch have a gradient", () => {
  const model = made();
  negativeSamplingLoss(model.forward(center, context), label).backward();
  const touched = ({ grad }: Tensor) =>
    (grad!.toArray() as number[][]).flatMap((row, i) => (row.some((x) => x !== 0) ? [i] : []));
  expect(touched(model.center.weight)).toEqual([0, 3]);
  expect(touched(model.context.weight)).toEqual([0, 1, 2, 3, 4]);
  model.zeroGrad();
  negativeSamplingLoss(
    model.forward(center.narrow(0, 0, 1), context.narrow(0, 0, 1)),
    label.narrow(0, 0, 1),
  ).backward();
  expect(touched(model.context.weight)).toEqual([1, 2]);
});

test("a batch is learned by heart", () => {
  const model = build({ vocabulary: 5, dimensions: 8, dtype: "float64" });
  const optimizer = new Adam(model.parameters(), { lr: 0.1 });
  const once = tensor(
    [
      [1, 2, 4],
      [3, 0, 4],
      [2, 3, 4],
    ],
    { dtype: "int32" },
  );
  const words = tensor(Int32Array.of(0, 1, 2));
  const target = label.narrow(0, 0, 1).expand([3, 3]);
  const loss = () => negativeSamplingLoss(model.forward(words, once), target);
  for (let step = 0; step < 150; step++) {
    optimizer.zeroGrad();
    loss().backward();
    optimizer.step();
  }
  expect(loss().item()).toBeLessThan(0.01);
});

test("first values follow from the seed, as in the authors' program", () => {
  const of = (seed: number) => build({ vocabulary: 9, dimensions: 4, seed });
  expect(of(1).center.weight.dataSync()).toEqual(of(1).center.weight.dataSync());
  expect(of(1).center.weight.dataSync()).not.toEqual(of(2).center.weight.dataSync());
  expect(of(1).center.weight.abs().max().item()).toBeLessThanOrEqual(0.125);
  expect(of(1).context.weight.abs().max().item()).toBe(0);
});

test("wrong shapes and the state of another model are refused in one line", () => {
  const model = made();
  expect(() => model.forward(context, context)).toThrow("they must be [B] and [B, N]");
  expect(() => model.forward(center, context.narrow(0, 0, 2))).toThrow("[3], those near them [2, 3]");
  expect(() => model.forward(tensor(Int32Array.of(5)), context.narrow(0, 0, 1))).toThrow("5");
  expect(() => model.loadStateDict(build({ vocabulary: 4, dimensions: 3 }).stateDict())).toThrow(
    "center.weight is [4,3] in the state, [5,3] in the module",
  );
});

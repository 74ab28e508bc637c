/** Gradients through whole models and their losses, for inputs and parameters, in both modes. */
import { checkJvp, checkVjp, formatReport, type Report } from "@gradus/gradcheck";
import { build, buildForTable, heads, type Task } from "@gradus/mlp";
import { functionalCall, type Module } from "@gradus/nn";
import { jvp, randn, setDefaultDevice, type Tensor, tensor, vjp } from "@gradus/tensor";
import { describe, expect, test } from "vitest";

setDefaultDevice("cpu");

const float64 = { dtype: "float64" } as const;
const x = randn([4, 3], { ...float64, seed: 1 });
const categories = tensor(Int32Array.of(0, 2, 1, 0, 2, 1, 1, 1), { shape: [4, 2] });
const classes = tensor(Int32Array.of(1, 0, 1, 1));
const options = { ...float64, hidden: [5, 4], activation: "tanh", seed: 3 } as const;

interface Line {
  readonly name: string;
  readonly model: () => Module<Tensor[]> & { readonly task: Task };
  readonly rest?: readonly Tensor[];
  readonly target: Tensor;
}

const lines: readonly Line[] = [
  {
    name: "regression",
    model: () => build(3, { ...options, task: "regression", outputs: 2 }) as never,
    target: randn([4, 2], { ...float64, seed: 2 }),
  },
  {
    name: "binary, ReLU, dropout",
    model: () => build(3, { ...options, task: "binary", activation: "relu", dropout: 0.3 }) as never,
    target: classes,
  },
  {
    name: "multiclass",
    model: () => build(3, { ...options, task: "multiclass", outputs: 3 }) as never,
    target: classes,
  },
  {
    name: "table",
    model: () =>
      buildForTable(
        { numbers: 3, cardinalities: [3, 4] },
        { ...options, task: "multiclass", outputs: 3 },
      ) as never,
    rest: [categories],
    target: classes,
  },
];

describe.each(lines.map((line) => [line.name, line] as const))("%s", (name, { model, rest = [], target }) => {
  const names = model()
    .namedParameters()
    .map(([each]) => each);
  const at = [
    x,
    ...model()
      .parameters()
      .map((each) => each.detach().clone()),
  ];
  // The model is made anew for each call, so that dropout leaves out the same.
  const f = (...[first, ...others]: Tensor[]) => {
    const whole = model();
    const z = functionalCall(
      whole,
      Object.fromEntries(names.map((each, i) => [each, others[i]!])),
      first!,
      ...rest,
    );
    return heads[whole.task].loss(z, target);
  };
  const tensors = (data: readonly ArrayLike<number>[]) =>
    data.map((each, i) => tensor(Float64Array.from(each), { shape: at[i]!.shape }));
  const flat = (y: Tensor) => Float64Array.from(y.dataSync());
  const value = (...data: Float64Array[]) => flat(f(...tensors(data)));
  const inputs = at.map(flat);
  const ok = (report: Report) => expect(report.ok, formatReport(report)).toBe(true);

  test("reverse", async () => {
    const pullback = (data: readonly ArrayLike<number>[], g: ArrayLike<number>) =>
      vjp(f, ...tensors(data))[1](tensor(Float64Array.from(g), { shape: [] })).map(flat);
    const shapes = { inputs: at.map(({ shape }) => [...shape]), output: [] };
    ok(await checkVjp({ name, f: value, vjp: pullback, inputs, shapes }));
  });

  test("forward", async () => {
    const push = (data: readonly ArrayLike<number>[], v: readonly ArrayLike<number>[]) =>
      flat(jvp(f, tensors(data), tensors(v))[1]);
    ok(await checkJvp({ name, f: value, jvp: push, inputs }));
  });
});

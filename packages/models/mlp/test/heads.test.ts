/** Each head's loss is the negative log likelihood of its activation's, so its gradient is the error itself. */
import { heads, type Task } from "@gradus/mlp";
import { grad, oneHot, randn, setDefaultDevice, type Tensor, tensor } from "@gradus/tensor";
import { expect, test } from "vitest";

setDefaultDevice("cpu");

const list = (x: Tensor) => Array.from(x.dataSync());
const z = (shape: number[]) => randn(shape, { dtype: "float64", seed: 5, std: 2 });

const classes = tensor(Int32Array.of(2, 0, 1, 1, 0));
const cases: Readonly<Record<Task, { z: Tensor; target: Tensor; asNumbers: Tensor; error: number }>> = {
  regression: {
    z: z([5, 2]),
    target: randn([5, 2], { dtype: "float64", seed: 6 }),
    asNumbers: randn([5, 2], { dtype: "float64", seed: 6 }),
    error: 2 / 10,
  },
  binary: {
    z: z([5, 1]),
    target: tensor(Int32Array.of(1, 0, 0, 1, 1)),
    asNumbers: tensor(Float64Array.of(1, 0, 0, 1, 1), { shape: [5, 1] }),
    error: 1 / 5,
  },
  multiclass: { z: z([5, 3]), target: classes, asNumbers: oneHot(classes, 3).cast("float64"), error: 1 / 5 },
};

test.each(Object.entries(cases))("%s: the gradient is the error", (task, { z, target, asNumbers, error }) => {
  const head = heads[task as Task];
  const gradient = list(grad((x: Tensor) => head.loss(x, target))(z)[0] as Tensor);
  const expected = list(head.activation(z).sub(asNumbers).mul(error));
  for (const [i, each] of expected.entries()) expect(gradient[i]).toBeCloseTo(each, 12);
});

test("probabilities are probabilities", () => {
  const sums = list(heads.multiclass.activation(z([5, 3])).sum(1));
  for (const sum of sums) expect(sum).toBeCloseTo(1, 12);
  for (const p of list(heads.binary.activation(z([5, 1])))) expect(p > 0 && p < 1).toBe(true);
});

test("a confident mistake costs and teaches, where a naive loss would be infinite or flat", () => {
  const [far, truth] = [tensor([[-1000]], { dtype: "float64" }), tensor([1], { dtype: "int32" })];
  expect(heads.binary.loss(far, truth).item()).toBe(1000);
  expect(list(grad((x: Tensor) => heads.binary.loss(x, truth))(far)[0] as Tensor)).toEqual([-1]);
});

test("targets that a loss would spread in silence are refused", () => {
  expect(() => heads.regression.loss(z([5, 2]), z([5]))).toThrow(
    "regression: targets [5] for outputs [5,2]; give each output a target",
  );
  expect(() => heads.binary.loss(z([5, 1]), z([4]))).toThrow("binary: targets [4] for outputs [5,1]");
});

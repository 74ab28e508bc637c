/** Every function of a tensor is a method of it, and does the same. */
import { inspect } from "node:util";
import * as all from "@gradus/tensor";
import { backward, tensor } from "@gradus/tensor";
import { expect, test } from "vitest";

test("methods and functions are the same", () => {
  const x = tensor([
    [1, -2],
    [3, 4],
  ]);
  expect(x.relu().toArray()).toEqual(all.relu(x).toArray());
  expect(x.mul(2).sum(0, true).toArray()).toEqual([[8, 4]]);
  expect(x.max(0).indices.toArray()).toEqual([1, 1]);
  expect(x.transpose().slice(0, 1).shape).toEqual([1, 2]);
});

test("the example of the README: a classifier's loss and its gradient", () => {
  const w = all.randn([4, 3], { seed: 1, requiresGrad: true });
  const [x, y] = [all.randn([5, 4], { seed: 2 }), tensor([0, 1, 2, 0, 1], { dtype: "int32" })];
  const loss = x.matmul(w).logSoftmax(-1).nll(y);
  loss.backward();
  const softmax = x.matmul(w.detach()).softmax(-1);
  const expected = x
    .transpose()
    .matmul(softmax.sub(y.oneHot(3)))
    .div(5);
  const difference = w.grad?.sub(expected).abs().max().item();
  expect(difference).toBeLessThan(1e-6);
});

test("prints in templates and on Node's console", () => {
  const x = tensor([1, 2]);
  expect(`${x}`).toBe(all.toString(x));
  expect(inspect(x)).toBe(all.toString(x));
});

test("a method of a result of a result is still typed and recorded", () => {
  const x = tensor([2], { requiresGrad: true });
  const y = x.pow(3).sum();
  backward(y);
  expect(x.grad?.toArray()).toEqual([12]);
});

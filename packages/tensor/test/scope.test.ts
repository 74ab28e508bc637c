/** Scopes: what a step makes ends with it, but for what it hands on. */
import {
  add,
  backward,
  dispose,
  keep,
  mul,
  reshape,
  scope,
  slice,
  sum,
  type Tensor,
  tensor,
} from "@gradus/tensor";
import { expect, test } from "vitest";

const vector = (...data: number[]) => tensor(data, { dtype: "float64" });

test("what a scope returns outlives it, alone or in arrays and records", () => {
  const x = vector(1, 2, 3);
  expect(scope(() => mul(x, 2)).toArray()).toEqual([2, 4, 6]);
  const { parts, total } = scope(() => ({ parts: [mul(x, 3)], total: sum(x) }));
  expect([parts[0]?.toArray(), total.item()]).toEqual([[3, 6, 9], 6]);
  expect(scope(() => 7)).toBe(7);
});

test("what it does not return is an error afterwards, which says what to do", () => {
  const x = vector(1, 2);
  let lost = x;
  let kept = x;
  scope(() => {
    lost = add(x, 1);
    kept = keep(add(x, 2));
  });
  expect(() => lost.dataSync()).toThrow(
    /inside a scope that has ended; return it from the scope, .*keep.*assign/,
  );
  expect(() => mul(lost, 2)).toThrow(/^mul: a tensor was .*inside a scope/);
  expect(kept.toArray()).toEqual([3, 4]);
});

test("views of outside tensors leave those alone, and a returned view keeps its elements", () => {
  const x = vector(1, 2, 3, 4);
  scope(() => reshape(slice(x, 0, 1), [3, 1]).dataSync());
  expect(x.toArray()).toEqual([1, 2, 3, 4]);
  expect(scope(() => slice(add(x, 1), 0, 2)).toArray()).toEqual([4, 5]);
});

test("gradients left on leaves survive, also those that accumulate", () => {
  const w = tensor([2], { dtype: "float64", requiresGrad: true });
  for (let step = 0; step < 3; step++) scope(() => backward(sum(mul(w, w))));
  expect(w.grad?.toArray()).toEqual([12]);
});

test("scopes nest: what an inner one returns ends with the outer one", () => {
  const x = vector(1);
  let inner: Tensor = x;
  const outer = scope(() => {
    inner = scope(() => add(x, 1));
    return add(inner, 1);
  });
  expect(outer.toArray()).toEqual([3]);
  expect(() => inner.dataSync()).toThrow(/scope that has ended/);
});

test("a scope that throws gives back what it made; an async one is refused", () => {
  let lost: Tensor | undefined;
  expect(() =>
    scope(() => {
      lost = add(vector(1), 1);
      throw new Error("on purpose");
    }),
  ).toThrow("on purpose");
  expect(() => lost?.dataSync()).toThrow(/scope that has ended/);
  expect(() => scope(async () => 1)).toThrow(/async; await inside would outlive the scope/);
});

test("dispose ends a tensor and its views, once or twice; so does the end of a block with using", () => {
  const x = vector(1, 2);
  const view = slice(x, 0, 1);
  dispose(x);
  dispose(x);
  expect(() => view.dataSync()).toThrow(/disposed of/);
  const y = vector(3);
  const outlives = (): Tensor => {
    const used = add(y, 1);
    used[Symbol.dispose]();
    return used;
  };
  expect(() => outlives().dataSync()).toThrow(/disposed of/);
  expect(y.toArray()).toEqual([3]);
});

test("on every device: memory comes back and is used again", () => {
  const x = tensor(new Float32Array(100_000).fill(1));
  let total = 0;
  for (let step = 0; step < 50; step++) total += scope(() => sum(mul(x, step))).item();
  expect(total).toBe(100_000 * 1225);
});

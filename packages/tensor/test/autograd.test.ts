/** Reverse mode on tensors: the laws of the scalar floor, and what tensors add to them. */
import {
  add,
  backward,
  cast,
  concat,
  detach,
  grad,
  mul,
  noGrad,
  randn,
  reshape,
  retainGrad,
  slice,
  sum,
  type Tensor,
  tensor,
  vjp,
  zeroGrad,
} from "@gradus/tensor";
import { describe, expect, test } from "vitest";

const leaf = (...data: number[]) => tensor(data, { dtype: "float64", requiresGrad: true });
const gradOf = (x: Tensor) => Array.from(x.grad?.dataSync() ?? []);

describe("backward", () => {
  test("b = a + a: the gradient is 2, for both uses count", () => {
    const a = leaf(3);
    backward(sum(add(a, a)));
    expect(gradOf(a)).toEqual([2]);
  });

  test("b = a + a; c = b + b; ... 60 levels: 2⁶⁰, and each node once", () => {
    const a = leaf(1);
    let b: Tensor = a;
    for (let level = 0; level < 60; level++) b = add(b, b);
    backward(sum(b));
    expect(gradOf(a)).toEqual([2 ** 60]);
  });

  test("a chain of 20,000 ops does not overflow the stack", () => {
    const a = leaf(1);
    let y: Tensor = a;
    for (let i = 0; i < 20_000; i++) y = add(y, 1);
    backward(sum(y));
    expect(gradOf(a)).toEqual([1]);
  });

  test("each path of a diamond counts once, though one is longer", () => {
    const a = leaf(2);
    const b = mul(a, 3);
    const c = mul(b, b);
    backward(sum(add(c, b)));
    expect(gradOf(a)).toEqual([2 * 9 * 2 + 3]);
  });

  test("a second backward accumulates; zeroGrad starts afresh", () => {
    const a = leaf(1, 2);
    const y = sum(mul(a, a));
    backward(y);
    backward(y);
    expect(gradOf(a)).toEqual([4, 8]);
    zeroGrad([a]);
    expect(a.grad).toBeNull();
    backward(y);
    expect(gradOf(a)).toEqual([2, 4]);
  });

  test("takes a cotangent in the result's shape; without one the result must be a single number", () => {
    const a = leaf(1, 2, 3);
    backward(mul(a, a), tensor([1, 0, 10], { dtype: "float64" }));
    expect(gradOf(a)).toEqual([2, 0, 60]);
    expect(() => backward(mul(a, a))).toThrow(/shape \[3\], not a single number; reduce it/);
    expect(() => backward(mul(a, a), leaf(1))).toThrow(/shape \[3\], its gradient \[1\]/);
  });

  test("leaves gradients only on leaves, and where retainGrad asked for one", () => {
    const a = leaf(2);
    const b = mul(a, a);
    const c = retainGrad(mul(b, 3));
    backward(sum(mul(c, c)));
    expect(b.grad).toBeNull();
    expect(gradOf(c)).toEqual([24]);
  });

  test("the gradient has the input's shape: a 0-d tensor plus (2, 3), (2, 1) times (1, 3)", () => {
    const [a, b] = [tensor(1, { dtype: "float64", requiresGrad: true }), randn([2, 3], { dtype: "float64" })];
    backward(sum(add(a, b)));
    expect([a.grad?.shape, a.grad?.item()]).toEqual([[], 6]);
    const [c, d] = [
      randn([2, 1], { dtype: "float64", requiresGrad: true }),
      randn([1, 3], { dtype: "float64", requiresGrad: true }),
    ];
    backward(sum(mul(c, d)));
    expect([c.grad?.shape, d.grad?.shape]).toEqual([
      [2, 1],
      [1, 3],
    ]);
  });

  test("runs through views and casts into the type of the leaf", () => {
    const a = tensor([1, 2, 3, 4], { requiresGrad: true });
    const view = slice(reshape(a, [2, 2]), 0, undefined, undefined, -1);
    backward(sum(mul(cast(concat([view, view]), "float64"), 2)));
    expect([a.grad?.dtype, ...gradOf(a)]).toEqual(["float32", 4, 4, 4, 4]);
  });

  test("says what to do where nothing was recorded", () => {
    expect(() => backward(tensor(1))).toThrow(/requiresGrad: true/);
    expect(noGrad(() => mul(leaf(1), 2)).requiresGrad).toBe(false);
    expect(detach(mul(leaf(1), 2)).requiresGrad).toBe(false);
    expect(() => tensor([1, 2], { dtype: "int32", requiresGrad: true })).toThrow(/elements are int32/);
  });
});

describe("vjp and grad", () => {
  test("a pull can be called again with another cotangent", () => {
    const [y, pull] = vjp((x) => mul(x, x), tensor([1, 2], { dtype: "float64" }));
    expect(y.toArray()).toEqual([1, 4]);
    expect(pull(tensor([1, 0], { dtype: "float64" }))[0]?.toArray()).toEqual([2, 0]);
    expect(pull(tensor([0, 1], { dtype: "float64" }))[0]?.toArray()).toEqual([0, 4]);
  });

  test("an input that the result does not depend on has gradient 0", () => {
    const [a, b] = [tensor([1, 2], { dtype: "float64" }), tensor([3], { dtype: "float64" })];
    expect(grad((x) => sum(x))(a, b)[1]?.toArray()).toEqual([0]);
  });

  test("leave no trace on their inputs, nor on what those were computed from", () => {
    const w = leaf(3);
    const x = mul(w, 2);
    const [g] = grad((z) => sum(mul(z, z)))(x);
    expect([w.grad, x.grad]).toEqual([null, null]);
    backward(sum(g as Tensor));
    expect(gradOf(w)).toEqual([4]);
  });
});

/** Reductions at the edges: of nothing, of NaN and infinity, and their gradients where there is none. */
import {
  all,
  amax,
  amin,
  any,
  argmax,
  argmin,
  grad,
  hessian,
  logsumexp,
  max,
  mean,
  min,
  norm,
  prod,
  std,
  sum,
  type Tensor,
  tensor,
  variance,
  zeros,
} from "@gradus/tensor";
import { describe, expect, test } from "vitest";

const inf = Infinity;

function f64(data: readonly number[], extents: readonly number[] = [data.length]): Tensor {
  return tensor(Float64Array.from(data), { shape: extents });
}

describe("nothing to reduce", () => {
  const none = zeros([0]);

  test.each([
    ["sum", sum(none), 0],
    ["prod", prod(none), 1],
    ["mean", mean(none), NaN],
    ["variance", variance(none), NaN],
    ["std", std(none), NaN],
    ["logsumexp", logsumexp(none), -inf],
    ["norm", norm(none), 0],
    ["any", any(none), 0],
    ["all", all(none), 1],
  ])("%s", (_name, y, expected) => {
    expect(y.shape).toEqual([]);
    expect(Object.is(y.item(), expected)).toBe(true);
  });

  test.each([
    ["max", () => max(none)],
    ["max", () => max(zeros([2, 0]), 1)],
    ["min", () => min(zeros([2, 0]), 1)],
    ["amax", () => amax(zeros([2, 0]), 1)],
    ["amin", () => amin(none)],
    ["argmax", () => argmax(none)],
    ["argmin", () => argmin(zeros([2, 0]), 1)],
    ["norm ∞", () => norm(none, inf)],
  ])("%s throws, and says what is empty", (_name, f) => {
    expect(f).toThrow(RangeError);
    expect(f).toThrow(/axes \[[01]\] of shape \[(2, )?0\] hold 0 elements/);
  });

  test("an empty result is no error", () => {
    expect(amax(zeros([0, 2]), 1).shape).toEqual([0]);
    expect(max(zeros([0, 2]), 1).indices.shape).toEqual([0]);
  });

  test("a single element has no sample variance", () => {
    expect(variance(f64([3])).item()).toBeNaN();
    expect(variance(f64([3]), 0, { correction: 0 }).item()).toBe(0);
    expect(variance(f64([3]), 0, { correction: 2 }).item()).toBeNaN();
  });
});

describe("NaN and infinity", () => {
  test.each([
    ["sum", sum],
    ["mean", mean],
    ["prod", prod],
    ["amax", amax],
    ["amin", amin],
    ["variance", variance],
    ["std", std],
    ["logsumexp", logsumexp],
    ["norm", (x: Tensor) => norm(x)],
    ["norm 3", (x: Tensor) => norm(x, 3)],
    ["norm ∞", (x: Tensor) => norm(x, inf)],
    ["max", (x: Tensor) => max(x, 0).values],
    ["min", (x: Tensor) => min(x, 0).values],
  ])("%s passes NaN on", (_name, f: (x: Tensor) => Tensor) => {
    for (const data of [
      [1, NaN, 2],
      [NaN, inf, 0],
      [-inf, 5, NaN],
    ])
      expect(f(f64(data)).item()).toBeNaN();
  });

  test("the first NaN is the extreme element", () => {
    expect(argmax(f64([1, NaN, 5, NaN])).item()).toBe(1);
    expect(argmin(f64([1, -inf, NaN])).item()).toBe(2);
  });

  test("NaN is not 0", () => {
    expect(any(f64([0, NaN])).item()).toBe(1);
    expect(all(f64([1, NaN])).item()).toBe(1);
  });

  test("logsumexp is stable", () => {
    expect(logsumexp(f64([1000, 1000])).item()).toBe(1000 + Math.log(2));
    expect(logsumexp(f64([-1000, -1000])).item()).toBe(-1000 + Math.log(2));
    expect(logsumexp(f64([-inf, 3])).item()).toBe(3);
    expect(logsumexp(f64([inf, 3])).item()).toBe(inf);
    expect(logsumexp(f64([inf, inf])).item()).toBe(inf);
    expect(logsumexp(f64([inf, -inf])).item()).toBe(inf);
    expect(logsumexp(tensor([1000, 999])).item()).toBeCloseTo(1000.3133, 3);
  });

  test("logsumexp of nothing but -∞ is -∞, and its gradient 0, to second order", () => {
    const x = f64([-inf, -inf, 1, -inf], [2, 2]);
    expect(logsumexp(x, 1).toArray()).toEqual([-inf, 1]);
    expect(grad((z) => sum(logsumexp(z, 1)))(x)[0]?.toArray()).toEqual([
      [0, 0],
      [1, 0],
    ]);
    expect([...hessian((z) => logsumexp(z), f64([-inf, -inf])).dataSync()]).toEqual([0, 0, 0, 0]);
  });
});

describe("gradients where there is none", () => {
  test.each([2, 3, 1, 1.5, inf, 0.5])("norm'(0) = 0 for p = %d", (p) => {
    expect(grad((x) => norm(x, p))(zeros([3]))[0]?.toArray()).toEqual([0, 0, 0]);
  });

  test("norm'' is finite at 0, and in a row of zeros beside another", () => {
    expect([...hessian((x) => norm(x), zeros([2])).dataSync()]).toEqual([0, 0, 0, 0]);
    const x = f64([0, 0, 3, 4], [2, 2]);
    expect(grad((z) => sum(norm(z, 2, 1)))(x)[0]?.toArray()).toEqual([
      [0, 0],
      [0.6, 0.8],
    ]);
  });

  test("a single 0 among others gets 0 of any norm", () => {
    for (const p of [2, 3, 1.5, 1, 0.5]) {
      const [first, second] = grad((x) => norm(x, p))(f64([0, -2]))[0]?.dataSync() ?? [];
      expect(first).toBe(0);
      expect(second).toBeCloseTo(-1, 14);
    }
  });

  test("an element that decides by being 0, or that underflows, gets 0", () => {
    expect(grad((x) => norm(x, -1))(f64([0, 2]))[0]?.toArray()).toEqual([0, 0]);
    expect(grad((x) => norm(x, 3))(f64([1e-200, 0]))[0]?.toArray()).toEqual([0, 0]);
    expect([...hessian((x) => norm(x, 3), f64([0, 2])).dataSync()]).toEqual([0, 0, 0, 0]);
  });

  test("std of equal elements has gradient 0", () => {
    expect(grad((x) => std(x))(f64([2, 2, 2]))[0]?.toArray()).toEqual([0, 0, 0]);
  });

  test("a tied maximum over all splits evenly; along an axis the first takes all", () => {
    const x = f64([3, 1, 3, 3], [2, 2]);
    expect(grad((z) => max(z))(x)[0]?.toArray()).toEqual([
      [1 / 3, 0],
      [1 / 3, 1 / 3],
    ]);
    expect(grad((z) => sum(amax(z, 1)))(x)[0]?.toArray()).toEqual([
      [1, 0],
      [0.5, 0.5],
    ]);
    expect(grad((z) => sum(max(z, 1).values))(x)[0]?.toArray()).toEqual([
      [1, 0],
      [1, 0],
    ]);
    const y = f64([1, 1, 3], [3]);
    expect(grad((z) => min(z))(y)[0]?.toArray()).toEqual([0.5, 0.5, 0]);
    expect(grad((z) => min(z, 0).values)(y)[0]?.toArray()).toEqual([1, 0, 0]);
    expect(grad((z) => norm(z, inf))(f64([-3, 3, 1]))[0]?.toArray()).toEqual([-0.5, 0.5, 0]);
  });

  test("prod with zeros: the product of all others, and its Hessian the product without two", () => {
    const gradient = (data: number[]) => grad((x) => prod(x))(f64(data))[0]?.toArray();
    expect(gradient([2, 0, 5])).toEqual([0, 10, 0]);
    expect(gradient([2, 0, 5, 0])).toEqual([0, 0, 0, 0]);
    expect(gradient([7])).toEqual([1]);
    expect(hessian((x) => prod(x), f64([2, 0, 5])).toArray()).toEqual([
      [0, 5, 0],
      [5, 0, 2],
      [0, 2, 0],
    ]);
    expect(hessian((x) => prod(x), f64([0, 3, 0])).toArray()).toEqual([
      [0, 0, 3],
      [0, 0, 0],
      [3, 0, 0],
    ]);
  });
});

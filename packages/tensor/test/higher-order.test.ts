/** Derivatives of derivatives, by both modes in every order. */
import {
  add,
  backward,
  grad,
  hessian,
  hvp,
  jacobian,
  jvp,
  mul,
  onesLike,
  sum,
  type Tensor,
  tensor,
} from "@gradus/tensor";
import * as fc from "fast-check";
import { expect, test } from "vitest";

const vector = fc.array(
  fc.integer({ min: -30, max: 30 }).map((n) => n / 10),
  { minLength: 1, maxLength: 4 },
);
const f64 = (data: readonly number[]) => tensor([...data], { dtype: "float64" });
const values = (x: Tensor) => Array.from(x.dataSync());

/** `Σ x⁴ + (Σ x)²`: couples all entries. */
const quartic = (x: Tensor): Tensor => {
  const square = mul(x, x);
  const total = sum(x);
  return add(sum(mul(square, square)), mul(total, total));
};
const hessianOf = (x: readonly number[]) => x.map((a, i) => x.map((_, j) => (i === j ? 12 * a * a : 0) + 2));

function expectClose(got: readonly number[], expected: readonly number[]): void {
  expect(got.length).toBe(expected.length);
  got.forEach((g, i) => {
    expect(Math.abs(g - (expected[i] as number))).toBeLessThanOrEqual(1e-10 * Math.max(1, Math.abs(g)));
  });
}

test("four ways to a Hessian-vector product agree with the formula", () => {
  fc.assert(
    fc.property(vector, (x) => {
      const v = x.map((_, i) => i + 1);
      const expected = hessianOf(x).map((row) =>
        row.reduce((total, h, j) => total + h * (v[j] as number), 0),
      );
      const [at, along] = [f64(x), f64(v)];
      const gradient = (z: Tensor) => grad(quartic)(z)[0] as Tensor;
      expectClose(values(hvp(quartic, at, along)), expected);
      // reverse over forward
      expectClose(values(grad((z) => jvp(quartic, [z], [along])[1])(at)[0] as Tensor), expected);
      // reverse over reverse
      expectClose(values(grad((z) => sum(mul(gradient(z), along)))(at)[0] as Tensor), expected);
      // backward over backward
      const leaf = tensor([...x], { dtype: "float64", requiresGrad: true });
      backward(quartic(leaf), undefined, { createGraph: true });
      const first = leaf.grad as Tensor;
      leaf.grad = null;
      backward(sum(mul(first, along)));
      expectClose(values((leaf as Tensor).grad as unknown as Tensor), expected);
    }),
  );
});

test("forward over forward: the second derivative along a direction", () => {
  fc.assert(
    fc.property(vector, (x) => {
      const v = f64(x.map((_, i) => 1 - i));
      const expected = hessianOf(x).reduce(
        (total, row, i) => total + row.reduce((sum, h, j) => sum + h * (1 - i) * (1 - j), 0),
        0,
      );
      const along = (z: Tensor) => jvp(quartic, [z], [v])[1];
      expectClose(values(jvp(along, [f64(x)], [v])[1]), [expected]);
    }),
  );
});

test("hessian and jacobian as matrices", () => {
  fc.assert(
    fc.property(vector, (x) => {
      expectClose(values(hessian(quartic, f64(x))), hessianOf(x).flat());
      const square = jacobian((z) => mul(z, z), f64(x));
      expect(square.shape).toEqual([x.length, x.length]);
      expectClose(
        values(square),
        x.flatMap((a, i) => x.map((_, j) => (i === j ? 2 * a : 0))),
      );
    }),
  );
});

test("third order: x⁴ → 24x", () => {
  const fourth = (z: Tensor) => sum(mul(mul(z, z), mul(z, z)));
  const first = (z: Tensor) => sum(grad(fourth)(z)[0] as Tensor);
  const second = (z: Tensor) => sum(grad(first)(z)[0] as Tensor);
  expect(grad(second)(f64([2]))[0]?.toArray()).toEqual([48]);
  expect(jvp(second, [f64([2])], [f64([1])])[1].item()).toBe(48);
});

test("third order where lower orders are exactly 0, by both modes in every order", () => {
  const forward = (f: (x: Tensor) => Tensor) => (x: Tensor) => jvp(f, [x], [onesLike(x)])[1];
  const reverse = (f: (x: Tensor) => Tensor) => (x: Tensor) => grad(f)(x)[0] as Tensor;
  const functions: readonly [f: (x: Tensor) => Tensor, third: number][] = [
    [(x) => mul(mul(x, x), x), 6],
    [(x) => x.pow(3), 6],
    [(x) => x.sin(), -1],
    [(x) => mul(x.exp(), x), 3],
    [(x) => x.tanh(), -2],
  ];
  const zero = tensor(0, { dtype: "float64" });
  for (const [f, third] of functions)
    for (const a of [forward, reverse])
      for (const b of [forward, reverse])
        for (const c of [forward, reverse]) expect(a(b(c(f)))(zero).item()).toBeCloseTo(third, 12);
});

test("no confusion of perturbations: d/dx (x · d/dy (x + y)) = 1 at y = 1, not 2", () => {
  const inner = (x: Tensor) => jvp((y) => add(x, y), [f64([1])], [f64([1])])[1];
  const [, tangent] = jvp((x) => mul(x, inner(x)), [f64([3])], [f64([1])]);
  expect(tangent.toArray()).toEqual([1]);
  const reversed = grad((x) => sum(mul(x, grad((y) => sum(add(x, y)))(f64([1]))[0] as Tensor)))(f64([3]));
  expect(reversed[0]?.toArray()).toEqual([1]);
});

test("a tangent of the wrong shape, or a missing one, is an error with both", () => {
  expect(() => jvp((x) => x, [f64([1, 2])], [onesLike(f64([1]))])).toThrow(/shape \[2\], its tangent \[1\]/);
  expect(() => jvp((x) => x, [f64([1])], [])).toThrow(/1 inputs, 0 tangents/);
});

test("a gradient remembers how it was made only where somebody could ask", () => {
  const [x, w] = [f64([2]), tensor([3], { dtype: "float64", requiresGrad: true })];
  expect(grad((z) => sum(mul(z, z)))(x)[0]?.requiresGrad).toBe(false);
  const [g] = grad((z) => sum(mul(mul(z, z), w)))(x);
  backward(sum(g as Tensor));
  expect(w.grad?.toArray()).toEqual([4]);
});

import { isClose } from "@gradus/gradcheck";
import { vector } from "@gradus/gradcheck/testing";
import { grad, hessian, hvp, jvp, relativeError, type Scalar } from "@gradus/scalar";
import fc from "fast-check";
import { expect, test } from "vitest";
import { composition } from "./compositions.ts";

const N = 3;
/** Both sides are exact up to rounding; what is left is the order in which terms are added. */
const ROUNDING = 1e-9;

const unit = (j: number): number[] => Array.from({ length: N }, (_, i) => (i === j ? 1 : 0));
const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, ai, i) => sum + ai * (b[i] as number), 0);

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  const largest = Math.max(1, ...expected.map(Math.abs));
  for (const [i, e] of expected.entries()) {
    const message = `entry ${i}: ${actual[i]} is not ${e}`;
    expect(isClose(actual[i] as number, e, ROUNDING * largest), message).toBe(true);
  }
  expect(actual.length).toBe(expected.length);
}

const point = vector(N).map((x) => [...x]);

test("one reverse pass gives what n forward passes give", () => {
  fc.assert(
    fc.property(composition(N), point, ({ f }, x) => {
      expectClose(
        grad(f)(x),
        x.map((_, i) => jvp(f, x, unit(i))[1]),
      );
    }),
  );
});

test("jvp is the value, and the gradient times the direction", () => {
  fc.assert(
    fc.property(composition(N), point, point, ({ f }, x, v) => {
      const [value, tangent] = jvp(f, x, v);
      expectClose([tangent], [dot(grad(f)(x), v)]);
      expect(value).toBe(jvp(f, x, unit(0))[0]);
    }),
  );
});

test("the Hessian is symmetric", () => {
  fc.assert(
    fc.property(composition(N), point, ({ f }, x) => {
      const h = hessian(f, x);
      expectClose(
        h.flat(),
        h.flatMap((_, i) => h.map((row) => row[i] as number)),
      );
    }),
  );
});

test("hvp is the Hessian times the direction, so linear in it", () => {
  fc.assert(
    fc.property(composition(N), point, point, point, ({ f }, x, v, w) => {
      const h = hessian(f, x);
      const times = (u: readonly number[]) => h.map((row) => dot(row, u));
      expectClose(hvp(f, x, v), times(v));
      const combined = v.map((vi, i) => 2 * vi - 3 * (w[i] as number));
      const [hv, hw] = [hvp(f, x, v), hvp(f, x, w)];
      expectClose(
        hvp(f, x, combined),
        hv.map((hvi, i) => 2 * hvi - 3 * (hw[i] as number)),
      );
    }),
  );
});

test("Hessians worked out by hand", () => {
  // x²y + y³: [[2y, 2x], [2x, 6y]]
  const cubic = <S extends Scalar>(x: S, y: S): S => x.mul(x).mul(y).add(y.pow(3));
  expect(hessian(cubic, [2, 5])).toEqual([
    [10, 4],
    [4, 30],
  ]);
  // x/y: [[0, -1/y²], [-1/y², 2x/y³]]
  const quotient = <S extends Scalar>(x: S, y: S): S => x.div(y);
  expect(hessian(quotient, [3, 2])).toEqual([
    [0, -0.25],
    [-0.25, 0.75],
  ]);
  // eˣ sin y: [[eˣ sin y, eˣ cos y], [eˣ cos y, -eˣ sin y]], at x = 0
  const wave = <S extends Scalar>(x: S, y: S): S => x.exp().mul(y.sin());
  expectClose(hessian(wave, [0, 1]).flat(), [Math.sin(1), Math.cos(1), Math.cos(1), -Math.sin(1)]);
});

test("the Hessian of a linear function is zero", () => {
  const linear = <S extends Scalar>(x: S, y: S): S => x.mul(3).sub(y).add(1);
  expect(hessian(linear, [1, 2])).toEqual([
    [0, 0],
    [0, 0],
  ]);
});

test("Rosenbrock's function: gradient, direction and Hessian", () => {
  // (1 - x)² + 100 (y - x²)²
  const f = <S extends Scalar>(x: S, y: S): S => {
    const [a, b] = [x.neg().add(1), y.sub(x.mul(x))];
    return a.mul(a).add(b.mul(b).mul(100));
  };
  expect(grad(f)([-1, 2])).toEqual([396, 200]);
  expect(jvp(f, [-1, 2], [1, 2])).toEqual([104, 796]);
  expect(hessian(f, [-1, 2])).toEqual([
    [402, 400],
    [400, 200],
  ]);
  expect(relativeError(grad(f)([1, 1])[0] as number, 0)).toBe(0);
});

test("a direction of the wrong length is refused, with both lengths", () => {
  const f = <S extends Scalar>(x: S, y: S): S => x.mul(y);
  expect(() => jvp(f, [1, 2], [1])).toThrow(
    new RangeError("jvp: x has 2 entries, v has 1; give one direction entry for each input"),
  );
  expect(() => hvp(f, [1, 2], [1, 2, 3])).toThrow(
    new RangeError("hvp: x has 2 entries, v has 3; give one direction entry for each input"),
  );
});

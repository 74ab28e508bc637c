/** The edges of the number line, after IEEE 754 and the array API standard, and gradients where calculus has none. */

import * as scalar from "@gradus/scalar";
import {
  abs,
  add,
  type BinaryOp,
  Dual,
  div,
  exp,
  grad,
  hvp,
  jvp,
  leakyRelu,
  log,
  max,
  min,
  mul,
  neg,
  pow,
  relu,
  type Scalar,
  sigmoid,
  softplus,
  sqrt,
  sub,
  tanh,
  type UnaryOp,
  Value,
} from "@gradus/scalar";
import { describe, expect, test } from "vitest";

/** The value of an op on plain numbers, on `Value`s and on `Dual`s, and with a number on either side. */
function everyWay(op: UnaryOp | BinaryOp, x: readonly number[]): number[] {
  const [a = Number.NaN, b] = x;
  if (b === undefined) {
    const unary = op as UnaryOp;
    return [unary(a), unary(new Value(a)).data, Number(unary(new Dual(a, 1)).primal)];
  }
  const binary = op as BinaryOp;
  return [
    binary(a, b),
    binary(new Value(a), new Value(b)).data,
    binary(new Value(a), b).data,
    binary(a, new Value(b)).data,
    Number(binary(new Dual(a, 1), new Dual(b, 1)).primal),
    Number(binary(a, new Dual(b, 1)).primal),
  ];
}

const INF = Number.POSITIVE_INFINITY;
const NAN = Number.NaN;

const values: readonly [op: UnaryOp | BinaryOp, x: readonly number[], y: number][] = [
  [sub, [INF, INF], NAN],
  [add, [-0, -0], -0],
  [add, [-0, 0], 0],
  [sub, [3, 3], 0],
  [mul, [INF, 0], NAN],
  [div, [0, 0], NAN],
  [div, [1, -0], -INF],
  [div, [1, 0], INF],
  [pow, [NAN, 0], 1],
  [pow, [1, INF], 1],
  [pow, [1, -INF], 1],
  [pow, [-1, INF], 1],
  [pow, [-1, -INF], 1],
  [pow, [1, NAN], 1],
  [pow, [-8, 1 / 3], NAN],
  [pow, [-0, -1], -INF],
  [pow, [0, 0], 1],
  [exp, [-INF], 0],
  [exp, [INF], INF],
  [log, [0], -INF],
  [log, [-0], -INF],
  [log, [-1], NAN],
  [log, [INF], INF],
  [sqrt, [-0], -0],
  [sqrt, [-1], NAN],
  [tanh, [INF], 1],
  [tanh, [-INF], -1],
  [tanh, [-0], -0],
  [neg, [0], -0],
  [abs, [-0], 0],
  [abs, [-INF], INF],
  [max, [NAN, 1], NAN],
  [max, [1, NAN], NAN],
  [max, [-0, 0], 0],
  [min, [NAN, 1], NAN],
  [min, [1, NAN], NAN],
  [min, [-0, 0], -0],
  [relu, [0], 0],
  [relu, [-INF], 0],
  [relu, [INF], INF],
  [relu, [NAN], NAN],
  [leakyRelu, [-2, 0.01], -0.02],
  [leakyRelu, [NAN, 0.01], NAN],
  [sigmoid, [-1000], 0],
  [sigmoid, [1000], 1],
  [sigmoid, [-INF], 0],
  [sigmoid, [INF], 1],
  [sigmoid, [NAN], NAN],
  [softplus, [1000], 1000],
  [softplus, [-1000], 0],
  [softplus, [INF], INF],
  [softplus, [-INF], 0],
  [softplus, [NAN], NAN],
];

const text = (x: number): string => (Object.is(x, -0) ? "-0" : String(x));

test.each(values.map(([op, x, y]) => ({ op, x, y, title: `${op.label}(${x.map(text)}) = ${text(y)}` })))(
  "$title, on numbers, Values and Duals",
  ({ op, x, y }) => {
    for (const result of everyWay(op, x)) expect(result).toBe(y);
  },
);

/** The gradient in reverse mode, and by forward passes: the conventions must be the same in both. */
function bothModes(
  f: <S extends Scalar>(...x: S[]) => S,
  x: readonly number[],
): { reverse: number[]; forward: number[] } {
  const unit = (j: number) => x.map((_, i) => (i === j ? 1 : 0));
  return { reverse: grad(f)(x), forward: x.map((_, j) => jvp(f, x, unit(j))[1]) };
}

const gradients: readonly [op: UnaryOp | BinaryOp, x: readonly number[], gradient: readonly number[]][] = [
  [relu, [0], [0]],
  [relu, [-0], [0]],
  [abs, [0], [0]],
  [abs, [-0], [0]],
  [sqrt, [0], [INF]],
  [sqrt, [-0], [INF]],
  [log, [0], [INF]],
  [leakyRelu, [0, 0.1], [0.1, 0]],
  [max, [2, 2], [0.5, 0.5]],
  [max, [0, -0], [0.5, 0.5]],
  [min, [2, 2], [0.5, 0.5]],
  [max, [INF, INF], [0.5, 0.5]],
  [pow, [0, 2], [0, 0]],
  [pow, [0, 1], [1, 0]],
  [pow, [0, 0], [0, 0]],
  [pow, [NAN, 0], [0, NAN]],
  [pow, [-2, 3], [12, NAN]],
  [sigmoid, [1000], [0]],
  [sigmoid, [-1000], [0]],
  [softplus, [1000], [1]],
  [softplus, [-1000], [0]],
  [tanh, [1000], [0]],
  [exp, [-INF], [0]],
];

test.each(
  gradients.map(([op, x, g]) => ({ op, x, g, title: `${op.label} at (${x.map(text)}): ${g.map(text)}` })),
)("the gradient of $title", ({ op, x, g }) => {
  const f = (...[a, b]: Scalar[]) =>
    b === undefined ? (op as UnaryOp)(a as Scalar) : (op as BinaryOp)(a as Scalar, b);
  const { reverse, forward } = bothModes(f as <S extends Scalar>(...x: S[]) => S, x);
  // + 0: the sign of a zero gradient means nothing
  expect(reverse.map((d) => d + 0)).toEqual(g);
  expect(forward.map((d) => d + 0)).toEqual(g);
});

describe("ties", () => {
  test.each([max, min])("$label: the two shares always sum to 1", (op) => {
    for (const [a, b] of [
      [1, 2],
      [2, 1],
      [2, 2],
      [-1, -1],
      [0, -0],
    ] as const) {
      const [da, db] = grad((x, y) => op(x, y))([a, b]) as [number, number];
      expect(da + db).toBe(1);
    }
  });

  test("of several maxima each pair shares; the shares sum to 1", () => {
    const gradient = grad((x, y, z) => (x as Value).max(y as Value).max(z as Value))([3, 3, 3]);
    expect(gradient).toEqual([0.25, 0.25, 0.5]);
  });
});

describe("stable forms", () => {
  test("the logistic loss softplus(x) - x·y of the logit 1000 for class 0 is 1000, with gradient 1", () => {
    const loss =
      (y: number) =>
      <S extends Scalar>(x: S): S =>
        x.softplus().sub(x.mul(y));
    expect(jvp(loss(0), [1000], [1])).toEqual([1000, 1]);
    expect(jvp(loss(1), [1000], [1])).toEqual([0, 0]);
    expect(grad(loss(0))([1000])).toEqual([1]);
  });

  test("sigmoid'(40) is not lost to the cancellation of 1 - y", () => {
    expect(grad((x) => sigmoid(x))([40])[0]).toBeCloseTo(Math.exp(-40), 30);
    expect(grad((x) => sigmoid(x))([40])[0]).toBeGreaterThan(0);
  });
});

describe("a constant operand takes no part in the derivative", () => {
  test("x ** 3 at x < 0, where the exponent's derivative is NaN", () => {
    const cube = <S extends Scalar>(x: S): S => x.pow(3);
    expect(grad(cube)([-2])).toEqual([12]);
    expect(jvp(cube, [-2], [1])).toEqual([-8, 12]);
    expect(hvp(cube, [-2], [1])).toEqual([-12]);
  });

  test("a direction of 0 stays 0 where the derivative is infinite", () => {
    expect(jvp((x, y) => (x as Dual).sqrt().add(y as Dual), [0, 1], [0, 1])).toEqual([1, 1]);
  });
});

describe("second order at the edges", () => {
  const second = (f: <S extends Scalar>(x: S) => S, x: number): number => hvp(f, [x], [1])[0] as number;

  test("x ** 2 and x ** 1 at 0", () => {
    expect(second((x) => x.pow(2), 0)).toBe(2);
    expect(second((x) => x.pow(1), 0)).toBe(0);
  });

  const power = <S extends Scalar>(x: S, y: S): S => x.pow(y);

  test("x ** y where the exponent passes 0: ∂²/∂x∂y = 1/x there", () => {
    expect(hvp(power, [2, 0], [1, 0])).toEqual([0, 0.5]);
    expect(hvp(power, [2, 0], [0, 1])).toEqual([0.5, Math.LN2 ** 2]);
  });

  test("piecewise linear ops have none, at their kinks either", () => {
    for (const x of [-1, 0, 1]) {
      expect(second((a) => a.relu(), x)).toBe(0);
      expect(second((a) => a.abs(), x)).toBe(0);
      expect(second((a) => a.leakyRelu(), x)).toBe(0);
      expect(second((a) => a.max(0), x)).toBe(0);
    }
  });

  test("sigmoid and softplus far out", () => {
    for (const x of [-1000, 1000]) {
      expect(second((a) => a.sigmoid(), x)).toBeCloseTo(0, 300);
      expect(second((a) => a.softplus(), x)).toBeCloseTo(0, 300);
    }
  });
});

test("every op lets NaN through", () => {
  for (const op of scalar.ops.unary) expect(op(NAN), op.label).toBeNaN();
  for (const op of scalar.ops.binary) expect(op(NAN, 0.5), op.label).toBeNaN();
});

/** What type a result has, and what happens to whole numbers and booleans on the way. */
import * as g from "@gradus/tensor";
import { type DType, type Operand, type Tensor, tensor } from "@gradus/tensor";
import { describe, expect, test } from "vitest";

const all: readonly DType[] = ["bool", "int32", "float32", "float64"];
const of = (dtype: DType, data: number[] = [0, 1]) => tensor(data, { dtype });

/** The types for bool, int32, float32 and float64 in. */
type Row = readonly [DType, DType, DType, DType];
const toFloat: Row = ["float32", "float32", "float32", "float64"];
const keeps: Row = ["int32", "int32", "float32", "float64"];
const toBool: Row = ["bool", "bool", "bool", "bool"];

const { exp, log, log1p, expm1, sqrt, rsqrt, sin, cos, tan, tanh, reciprocal, erf } = g;
const { sigmoid, leakyRelu, elu, gelu, silu, softplus } = g;
const { neg, abs, square, sign, floor, ceil, round, relu, isnan, logicalNot } = g;

const unary: readonly [functions: Readonly<Record<string, (x: Tensor) => Tensor>>, types: Row][] = [
  [{ exp, log, log1p, expm1, sqrt, rsqrt, sin, cos, tan, tanh, reciprocal, erf }, toFloat],
  [{ sigmoid, leakyRelu, elu, gelu, silu, softplus }, toFloat],
  [{ neg, abs, square, sign, floor, ceil, round, relu }, keeps],
  [{ isnan, logicalNot }, toBool],
];
const lines = unary.flatMap(([functions, types]) =>
  Object.entries(functions).map(([name, f]) => ({ name, f, types })),
);

test.each(lines)("$name", ({ f, types }) => {
  expect(all.map((dtype) => f(of(dtype)).dtype)).toEqual(types);
});

describe("two operands", () => {
  const arithmetic: readonly [string, (a: Operand, b: Operand) => Tensor][] = [
    ["add", g.add],
    ["sub", g.sub],
    ["mul", g.mul],
    ["pow", g.pow],
    ["maximum", g.maximum],
    ["minimum", g.minimum],
  ];
  test.each(arithmetic)("%s gives the wider type; booleans count as whole numbers", (_name, f) => {
    for (const [i, a] of all.entries())
      for (const [j, b] of all.entries())
        expect(f(of(a), of(b)).dtype, `${a}, ${b}`).toBe(all[Math.max(i, j, 1)]);
  });

  test("div gives floats", () => {
    expect(all.map((dtype) => g.div(of(dtype), of(dtype)).dtype)).toEqual(toFloat);
    expect(g.div(of("int32", [7]), 2).item()).toBe(3.5);
  });

  test("comparisons and logic give booleans, whatever is compared", () => {
    for (const f of [
      g.equal,
      g.notEqual,
      g.less,
      g.lessEqual,
      g.greater,
      g.greaterEqual,
      g.logicalAnd,
      g.logicalOr,
    ])
      for (const a of all) for (const b of all) expect(f(of(a), of(b)).dtype).toBe("bool");
    expect(g.less(of("int32", [1, 2]), 1.5).toArray()).toEqual([1, 0]);
    expect(g.less(of("int32", [5]), 3e9).item()).toBe(1);
  });

  test("where gives the wider type of its branches; of two plain numbers float32", () => {
    const condition = g.greater(of("float32"), 0);
    for (const [i, a] of all.entries())
      for (const [j, b] of all.entries())
        expect(g.where(condition, of(a), of(b)).dtype).toBe(all[Math.max(i, j)]);
    expect(g.where(condition, 1, 0).dtype).toBe("float32");
    expect(g.where(condition, of("int32"), 0).dtype).toBe("int32");
  });

  test("a plain number takes the tensor's type where that can hold it", () => {
    expect(g.add(of("int32"), 2).dtype).toBe("int32");
    expect(g.add(of("int32"), 0.5).dtype).toBe("float32");
    expect(g.add(of("int32"), 3e9).dtype).toBe("float32");
    expect(g.add(of("bool"), 2).dtype).toBe("int32");
    expect(g.add(of("float64"), 0.1).toArray()).toEqual([0.1, 1.1]);
  });
});

describe("whole numbers", () => {
  test("booleans count as 0 and 1", () => {
    expect(g.add(of("bool"), of("bool")).toArray()).toEqual([0, 2]);
    expect(g.neg(of("bool")).toArray()).toEqual([0, -1]);
    expect(g.sub(of("bool"), of("bool", [1, 0])).toArray()).toEqual([-1, 1]);
  });

  test("wrap around at 32 bits, and lose no low bits on the way", () => {
    const big = of("int32", [123456789]);
    expect(g.mul(big, big).item()).toBe(Math.imul(123456789, 123456789));
    expect(g.square(big).item()).toBe(Math.imul(123456789, 123456789));
    expect(g.add(of("int32", [2147483647]), 1).item()).toBe(-2147483648);
    expect(g.pow(of("int32", [7]), 31).item()).toBe(Number(BigInt.asIntN(32, 7n ** 31n)));
  });

  test("to a negative power they are truncated", () => {
    const [base, exponent] = [of("int32", [2, 1, -1, -1]), of("int32", [-1, -5, -3, -2])];
    expect(g.pow(base, exponent).toArray()).toEqual([0, 1, -1, 1]);
  });

  test("clamp keeps them whole between whole bounds", () => {
    const x = of("int32", [-5, 0, 5]);
    expect(g.clamp(x, -1, 2).dtype).toBe("int32");
    expect(g.clamp(x, -1, 2).toArray()).toEqual([-1, 0, 2]);
    expect(g.clamp(x, -Infinity, 2).dtype).toBe("int32");
    expect(g.clamp(x, 0.5).toArray()).toEqual([0.5, 0.5, 5]);
    expect(g.clamp(x)).toBe(x);
  });
});

test("gradients arrive in the type of their input", () => {
  const a = tensor([1, 2], { dtype: "float32", requiresGrad: true });
  const b = tensor([3, 4], { dtype: "float64", requiresGrad: true });
  g.backward(g.sum(g.where(g.less(a, b), g.mul(a, b), g.div(a, b))));
  expect([a.grad?.dtype, b.grad?.dtype]).toEqual(["float32", "float64"]);
  expect([a.grad?.toArray(), b.grad?.toArray()]).toEqual([
    [3, 4],
    [1, 2],
  ]);
});

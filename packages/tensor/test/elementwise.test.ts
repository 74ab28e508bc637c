/** Element by element ops equal their definition on plain numbers, over broadcast shapes and layouts; and what they refuse. */
import * as g from "@gradus/tensor";
import { type Operand, type Tensor, tensor } from "@gradus/tensor";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { laidOut, layouts } from "./layouts.ts";
import { anyInput, broadcastShapes, input } from "./op-case.ts";

const logistic = (x: number) => 1 / (1 + Math.exp(-x));
const cubic = (x: number) => Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3);

const unary: readonly [name: string, f: (x: Tensor) => Tensor, naive: (x: number) => number][] = [
  ["neg", g.neg, (x) => -x],
  ["exp", g.exp, Math.exp],
  ["log", g.log, Math.log],
  ["log1p", g.log1p, Math.log1p],
  ["expm1", g.expm1, Math.expm1],
  ["sqrt", g.sqrt, Math.sqrt],
  ["rsqrt", g.rsqrt, (x) => 1 / Math.sqrt(x)],
  ["sin", g.sin, Math.sin],
  ["cos", g.cos, Math.cos],
  ["tan", g.tan, Math.tan],
  ["tanh", g.tanh, Math.tanh],
  ["abs", g.abs, Math.abs],
  ["square", g.square, (x) => x * x],
  ["reciprocal", g.reciprocal, (x) => 1 / x],
  ["sign", g.sign, Math.sign],
  ["floor", g.floor, Math.floor],
  ["ceil", g.ceil, Math.ceil],
  ["clamp", (x) => g.clamp(x, -0.5, 1), (x) => Math.min(Math.max(x, -0.5), 1)],
  ["isnan", g.isnan, (x) => Number(Number.isNaN(x))],
  ["logicalNot", g.logicalNot, (x) => Number(x === 0)],
  ["sigmoid", g.sigmoid, logistic],
  ["relu", g.relu, (x) => (x > 0 ? x : 0)],
  ["leakyRelu", (x) => g.leakyRelu(x, 0.3), (x) => (x > 0 ? x : 0.3 * x)],
  ["elu", (x) => g.elu(x, 1.5), (x) => (x > 0 ? x : 1.5 * (Math.exp(x) - 1))],
  ["gelu, tanh", (x) => g.gelu(x, "tanh"), (x) => (x / 2) * (1 + Math.tanh(cubic(x)))],
  ["silu", g.silu, (x) => x * logistic(x)],
  ["softplus", (x) => g.softplus(x), (x) => Math.log(1 + Math.exp(x))],
  ["softplus, beta", (x) => g.softplus(x, 2), (x) => Math.log(1 + Math.exp(2 * x)) / 2],
];

const binary: readonly [
  name: string,
  f: (a: Operand, b: Operand) => Tensor,
  naive: (a: number, b: number) => number,
][] = [
  ["add", g.add, (a, b) => a + b],
  ["sub", g.sub, (a, b) => a - b],
  ["mul", g.mul, (a, b) => a * b],
  ["div", g.div, (a, b) => a / b],
  ["pow", g.pow, (a, b) => a ** b],
  ["maximum", g.maximum, Math.max],
  ["minimum", g.minimum, Math.min],
  ["equal", g.equal, (a, b) => Number(a === b)],
  ["notEqual", g.notEqual, (a, b) => Number(a !== b)],
  ["less", g.less, (a, b) => Number(a < b)],
  ["lessEqual", g.lessEqual, (a, b) => Number(a <= b)],
  ["greater", g.greater, (a, b) => Number(a > b)],
  ["greaterEqual", g.greaterEqual, (a, b) => Number(a >= b)],
  ["logicalAnd", g.logicalAnd, (a, b) => Number(a !== 0 && b !== 0)],
  ["logicalOr", g.logicalOr, (a, b) => Number(a !== 0 || b !== 0)],
];

function expectNear(y: Tensor, expected: readonly number[], shape: readonly number[]): void {
  expect(y.shape).toEqual(shape);
  const found = y.dataSync();
  expect(found.length).toBe(expected.length);
  expected.forEach((want, i) => {
    const got = found[i] as number;
    if (!Object.is(got + 0, want + 0) && !(Math.abs(got - want) <= 1e-14 * Math.max(1, Math.abs(want))))
      expect.fail(`[${i}]: got ${got}, expected ${want}`);
  });
}

const layout = fc.constantFrom(...layouts);
// whole and half numbers, so that ties, zeros and equal elements occur
const grid = { min: -3, max: 3 };
const snapped = (x: { shape: readonly number[]; data: readonly number[] }) => ({
  ...x,
  data: x.data.map((element) => Math.round(element * 2) / 2),
});

test.each(unary)("%s", (_name, f, naive) => {
  fc.assert(
    fc.property(fc.oneof(anyInput(grid), anyInput(grid).map(snapped)), layout, (x, lie) => {
      expectNear(f(laidOut(x, lie)), x.data.map(naive), x.shape);
    }),
  );
});

test.each(binary)("%s", (_name, f, naive) => {
  const operands = broadcastShapes().chain(([a, b]) => fc.tuple(input(a, grid), input(b, grid)));
  fc.assert(
    fc.property(operands, layout, layout, ([left, right], lieA, lieB) => {
      const [a, b] = [snapped(left), snapped(right)];
      const [wideA, wideB] = wide(laidOut(a, "contiguous"), laidOut(b, "contiguous"));
      const expected = wideA.data.map((element, i) => naive(element, wideB.data[i] as number));
      expectNear(f(laidOut(a, lieA), laidOut(b, lieB)), expected, wideA.shape);
    }),
  );
});

test("where takes each element from the branch that its condition names", () => {
  const three = broadcastShapes().chain(([a, b]) =>
    fc.tuple(
      input(a, grid),
      input(b, grid),
      fc.constantFrom(a, b).chain((shape) => input(shape, grid)),
    ),
  );
  fc.assert(
    fc.property(three, layout, ([a, b, c], lie) => {
      const condition = g.greater(laidOut(c, lie), 0);
      const [wideA, wideB] = wide(laidOut(a, "contiguous"), laidOut(b, "contiguous"));
      const [wideC] = wide(
        laidOut(c, "contiguous"),
        tensor(0, { shape: wideA.shape.map(() => 1) }),
        wideA.shape,
      );
      const expected = wideC.data.map(
        (element, i) => (element > 0 ? wideA.data[i] : wideB.data[i]) as number,
      );
      expectNear(g.where(condition, laidOut(a, lie), laidOut(b, lie)), expected, wideA.shape);
    }),
  );
});

/** Both operands at the shape they broadcast to, as plain elements. */
function wide(a: Tensor, b: Tensor, target: readonly number[] = g.add(a, b).shape) {
  return [a, b].map((x) => ({ shape: target, data: Array.from(g.expand(x, target).dataSync()) })) as [
    { shape: readonly number[]; data: number[] },
    { shape: readonly number[]; data: number[] },
  ];
}

test("float32 results are the double results, rounded", () => {
  const x = Float32Array.from([0.1, 1.7, 2.9]);
  expect(
    [...g.exp(tensor(x)).dataSync()].every((y, i) => Math.abs(y - Math.exp(x[i] as number)) < 2e-6),
  ).toBe(true);
  expect(g.mul(tensor([0.1]), tensor([0.1])).item()).toBe(Math.fround(Math.fround(0.1) ** 2));
});

test("wrong operands are refused with both values and a way out", () => {
  const [a, b] = [g.ones([2, 3]), g.ones([4])];
  expect(() => g.sub(a, b)).toThrow(/sub: shapes \[2, 3\] and \[4\] do not broadcast: axis -1 has 3 and 4/);
  expect(() => g.where(g.greater(a, 0), a, b)).toThrow(/where: shapes \[2, 3\] and \[4\]/);
  expect(() => g.where(g.greater(b, 0), a, 0)).toThrow(/where: shapes \[4\] and \[2, 3\]/);
  expect(() => g.where(a, a, 0)).toThrow(/where: the condition is float32, not bool; compare it/);
  expect(() => g.exp(5 as never)).toThrow(
    /exp: expected a tensor, got number 5; make one with tensor\(data\)/,
  );
  expect(() => g.leakyRelu([1] as never)).toThrow(/leakyRelu: expected a tensor, got object 1/);
  expect(() => g.clamp(null as never, 0)).toThrow(/clamp: expected a tensor, got object null/);
  expect(() => g.where(true as never, a, 0)).toThrow(/where: expected a tensor, got boolean true/);
  expect(() => g.less(1, 2)).toThrow(/less: 1 and 2 are plain numbers; at least one must be a tensor/);
  expect(() => g.maximum(a, "3" as never)).toThrow(/maximum: expected a tensor, got string 3/);
  expect(() => g.gelu(a, "fast" as never)).toThrow(/approximate is "fast"; it must be "none" or "tanh"/);
  expect(() => g.pow(g.arange(3), -1)).toThrow(/int32 tensor to the power of -1 .* x\.cast\("float32"\)/);
});

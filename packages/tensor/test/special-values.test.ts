/** Values at the edges of floating-point numbers: IEEE 754 and the array API standard's tables, for both float types. */
import * as g from "@gradus/tensor";
import { type DType, type Operand, type Tensor, tensor } from "@gradus/tensor";
import { describe, expect, test } from "vitest";

const floats: readonly DType[] = ["float32", "float64"];
const oo = Infinity;

type Unary = (x: Tensor) => Tensor;
type Binary = (a: Operand, b: Operand) => Tensor;

/** `[x, y]`: what x becomes. Signs of zeros count. */
// biome-ignore format: rows of a table
const unaryTables: readonly [name: string, f: Unary, rows: readonly [x: number, y: number][]][] = [
  ["neg", g.neg, [[0, -0], [-0, 0], [oo, -oo], [-oo, oo]]],
  ["abs", g.abs, [[-0, 0], [-oo, oo], [oo, oo]]],
  ["exp", g.exp, [[0, 1], [-0, 1], [oo, oo], [-oo, 0], [1000, oo], [-1000, 0]]],
  ["expm1", g.expm1, [[0, 0], [-0, -0], [oo, oo], [-oo, -1]]],
  ["log", g.log, [[0, -oo], [-0, -oo], [1, 0], [oo, oo], [-1, NaN], [-oo, NaN]]],
  ["log1p", g.log1p, [[-1, -oo], [0, 0], [-0, -0], [oo, oo], [-2, NaN], [-oo, NaN]]],
  ["sqrt", g.sqrt, [[0, 0], [-0, -0], [4, 2], [oo, oo], [-1, NaN], [-oo, NaN]]],
  ["rsqrt", g.rsqrt, [[0, oo], [-0, -oo], [4, 0.5], [oo, 0], [-1, NaN]]],
  ["square", g.square, [[-0, 0], [oo, oo], [-oo, oo]]],
  ["reciprocal", g.reciprocal, [[0, oo], [-0, -oo], [oo, 0], [-oo, -0]]],
  ["sin", g.sin, [[0, 0], [-0, -0], [oo, NaN], [-oo, NaN]]],
  ["cos", g.cos, [[0, 1], [-0, 1], [oo, NaN], [-oo, NaN]]],
  ["tan", g.tan, [[0, 0], [-0, -0], [oo, NaN], [-oo, NaN]]],
  ["tanh", g.tanh, [[0, 0], [-0, -0], [oo, 1], [-oo, -1], [1000, 1], [-1000, -1]]],
  ["erf", g.erf, [[0, 0], [-0, -0], [oo, 1], [-oo, -1], [1000, 1], [-1000, -1]]],
  ["sign", g.sign, [[0, 0], [-0, 0], [3, 1], [-3, -1], [oo, 1], [-oo, -1]]],
  ["floor", g.floor, [[0, 0], [-0, -0], [0.5, 0], [-0.5, -1], [2.5, 2], [oo, oo], [-oo, -oo]]],
  ["ceil", g.ceil, [[0, 0], [-0, -0], [0.5, 1], [-0.5, -0], [2.5, 3], [oo, oo], [-oo, -oo]]],
  ["round", g.round, [
    [0, 0], [-0, -0], [0.5, 0], [-0.5, -0], [-0.3, -0], [1.5, 2], [2.5, 2], [-1.5, -2], [-2.5, -2], [oo, oo],
    [-oo, -oo],
  ]],
];

/** `[a, b, y]`. */
// biome-ignore format: rows of a table
const binaryTables: readonly [name: string, f: Binary, rows: readonly [a: number, b: number, y: number][]][] = [
  ["add", g.add, [[oo, -oo, NaN], [-0, -0, -0], [-0, 0, 0], [3, -3, 0], [oo, 1, oo], [-oo, -oo, -oo]]],
  ["sub", g.sub, [[oo, oo, NaN], [-oo, -oo, NaN], [3, 3, 0], [-0, 0, -0], [1, oo, -oo]]],
  ["mul", g.mul, [[oo, 0, NaN], [-oo, -0, NaN], [-1, 0, -0], [-oo, -2, oo], [oo, -2, -oo]]],
  ["div", g.div, [
    [oo, -oo, NaN], [0, 0, NaN], [-0, 0, NaN], [1, 0, oo], [1, -0, -oo], [-1, 0, -oo], [-1, -0, oo], [oo, -2, -oo],
    [2, oo, 0], [-2, oo, -0], [0, -3, -0],
  ]],
  ["pow", g.pow, [
    [NaN, 0, 1], [NaN, -0, 1], [0, 0, 1], [oo, 0, 1], [1, NaN, 1], [1, oo, 1], [1, -oo, 1], [-1, oo, 1],
    [-1, -oo, 1], [2, oo, oo], [-2, oo, oo], [2, -oo, 0], [0.5, oo, 0], [-0.5, oo, 0], [0.5, -oo, oo],
    [oo, 0.5, oo], [oo, -0.5, 0], [-oo, 3, -oo], [-oo, 2, oo], [-oo, 2.5, oo], [-oo, -3, -0], [-oo, -2, 0],
    [0, 3, 0], [0, -3, oo], [-0, 3, -0], [-0, 2, 0], [-0, 2.5, 0], [-0, -1, -oo], [-0, -2, oo],
    [-8, 1 / 3, NaN], [NaN, 2, NaN], [2, NaN, NaN],
  ]],
  ["maximum", g.maximum, [[oo, 1, oo], [-oo, 1, 1], [NaN, oo, NaN], [-oo, NaN, NaN], [NaN, 1, NaN]]],
  ["minimum", g.minimum, [[oo, 1, 1], [-oo, 1, -oo], [NaN, -oo, NaN], [oo, NaN, NaN], [NaN, 1, NaN]]],
  ["equal", g.equal, [[NaN, NaN, 0], [0, -0, 1], [oo, oo, 1], [oo, -oo, 0]]],
  ["notEqual", g.notEqual, [[NaN, NaN, 1], [0, -0, 0], [oo, -oo, 1]]],
  ["less", g.less, [[NaN, 1, 0], [1, NaN, 0], [-0, 0, 0], [-oo, oo, 1]]],
  ["lessEqual", g.lessEqual, [[NaN, NaN, 0], [0, -0, 1], [oo, oo, 1]]],
  ["greater", g.greater, [[NaN, 1, 0], [1, NaN, 0], [0, -0, 0], [oo, -oo, 1]]],
  ["greaterEqual", g.greaterEqual, [[NaN, NaN, 0], [-0, 0, 1], [-oo, -oo, 1]]],
  ["logicalAnd", g.logicalAnd, [[NaN, 1, 1], [-0, 1, 0], [oo, 0, 0]]],
  ["logicalOr", g.logicalOr, [[NaN, 0, 1], [-0, 0, 0], [0, oo, 1]]],
];

describe.each(floats)("in %s", (dtype) => {
  test.each(unaryTables)("%s", (_name, f, rows) => {
    const y = f(tensor([NaN, ...rows.map(([x]) => x)], { dtype }));
    expect([...y.dataSync()]).toEqual([NaN, ...rows.map(([, expected]) => expected)]);
  });

  test.each(binaryTables)("%s", (_name, f, rows) => {
    const [a, b, y] = [0, 1, 2].map((i) => rows.map((row) => row[i] as number)) as [
      number[],
      number[],
      number[],
    ];
    expect([...f(tensor(a, { dtype }), tensor(b, { dtype })).dataSync()]).toEqual(y);
  });

  test.each(binaryTables)("%s with a plain number", (_name, f, rows) => {
    for (const [a, b, y] of rows) {
      // the number takes the tensor's type: 1/3 is another number in float32
      expect(f(tensor([a], { dtype }), b).dataSync()[0], `${a}, ${b}`).toBe(y);
      expect(f(a, tensor([b], { dtype })).dataSync()[0], `${a}, ${b}`).toBe(y);
    }
  });

  test("isnan and logicalNot", () => {
    const x = tensor([NaN, oo, 0, -0, 1], { dtype });
    expect(g.isnan(x).toArray()).toEqual([1, 0, 0, 0, 0]);
    expect(g.logicalNot(x).toArray()).toEqual([0, 0, 1, 1, 0]);
  });

  test("clamp keeps NaN, and gives the upper bound where the bounds cross", () => {
    expect(g.clamp(tensor([NaN, -oo, oo, 0.5], { dtype }), 0, 1).toArray()).toEqual([NaN, 0, 1, 0.5]);
    expect(g.clamp(tensor([0, 5], { dtype }), 3, 1).toArray()).toEqual([1, 1]);
  });
});

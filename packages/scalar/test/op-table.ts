/** Where each op is smooth, for every test that treats all ops alike. An op without a line here turns a test red. */
import { type Domain, number, vectorsApart } from "@gradus/gradcheck/testing";
import type { BinaryOp, UnaryOp } from "@gradus/scalar";
import * as scalar from "@gradus/scalar";
import fc from "fast-check";

export interface UnaryCase {
  readonly op: UnaryOp;
  readonly x: Domain;
}

export interface BinaryCase {
  readonly op: BinaryOp;
  readonly a: Domain;
  readonly b: Domain;
  /** The op has a kink where its operands tie. */
  readonly apart?: boolean;
}

const anywhere: Domain = { min: -3, max: 3 };
const positive: Domain = { min: 0.1, max: 4 };
const notZero: Domain = { min: -3, max: 3, avoid: [0] };
const poles = [-Math.PI / 2, Math.PI / 2];

export const unaryCases: readonly UnaryCase[] = [
  { op: scalar.neg, x: anywhere },
  { op: scalar.exp, x: anywhere },
  { op: scalar.log, x: positive },
  { op: scalar.sqrt, x: positive },
  { op: scalar.sin, x: anywhere },
  { op: scalar.cos, x: anywhere },
  { op: scalar.tan, x: { ...anywhere, avoid: poles, margin: 0.2 } },
  { op: scalar.tanh, x: anywhere },
  { op: scalar.sigmoid, x: anywhere },
  { op: scalar.relu, x: notZero },
  { op: scalar.softplus, x: anywhere },
  { op: scalar.abs, x: notZero },
];

export const binaryCases: readonly BinaryCase[] = [
  { op: scalar.add, a: anywhere, b: anywhere },
  { op: scalar.sub, a: anywhere, b: anywhere },
  { op: scalar.mul, a: anywhere, b: anywhere },
  { op: scalar.div, a: anywhere, b: { ...notZero, margin: 0.2 } },
  { op: scalar.pow, a: positive, b: anywhere },
  { op: scalar.max, a: anywhere, b: anywhere, apart: true },
  { op: scalar.min, a: anywhere, b: anywhere, apart: true },
  { op: scalar.leakyRelu, a: notZero, b: { min: 0.01, max: 1 } },
];

/** Both operands in one vector. */
export function operands({ a, b, apart = false }: BinaryCase): fc.Arbitrary<Float64Array> {
  if (apart) return vectorsApart(1, 2, a).map(([pair]) => pair as Float64Array);
  return fc.tuple(number(a), number(b)).map((pair) => Float64Array.from(pair));
}

/** Every op that the package exports, found by its label. */
export function exportedOps(): string[] {
  return Object.values(scalar)
    .filter((each) => typeof each === "function" && "label" in each)
    .map((op) => (op as UnaryOp).label);
}

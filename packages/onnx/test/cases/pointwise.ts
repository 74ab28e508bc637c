/** Element by element. */
import {
  abs,
  add,
  cast,
  ceil,
  clamp,
  cos,
  div,
  elu,
  equal,
  erf,
  exp,
  expm1,
  floor,
  gelu,
  greater,
  greaterEqual,
  isnan,
  leakyRelu,
  less,
  lessEqual,
  log,
  log1p,
  logicalAnd,
  logicalNot,
  logicalOr,
  maximum,
  minimum,
  mul,
  neg,
  notEqual,
  type OpName,
  pow,
  reciprocal,
  relu,
  round,
  rsqrt,
  sigmoid,
  sign,
  silu,
  sin,
  softplus,
  sqrt,
  square,
  sub,
  type Tensor,
  tan,
  tanh,
  vjp,
  where,
} from "@gradus/tensor";
import { bools, floats, integers, line, type OpCase, positive, two, weight } from "./line.ts";

const unary = (["neg", "abs", "sign", "floor", "ceil", "round", "relu", "square"] as const).flatMap(
  (name) => {
    const f = { neg, abs, sign, floor, ceil, round, relu, square }[name];
    return [
      line(name, "of floats", floats(4), (x) => f(mul(x, 2.5))),
      line(name, "of whole numbers", integers(9, 4), (x) => f(sub(x, 4))),
    ];
  },
);

const smooth = Object.entries({ exp, expm1, erf, sin, cos, tan, tanh, sigmoid, silu, softplus }).map(
  ([name, f]) => line(name as OpName, "of floats", floats(5), (x) => f(x)),
);

const ofPositive = Object.entries({ log, log1p, sqrt, rsqrt, reciprocal }).map(([name, f]) =>
  line(name as OpName, "of positive numbers", positive(5), (x) => f(x)),
);

const binary = Object.entries({ add, sub, mul, div, maximum, minimum }).flatMap(([name, f]) => [
  line(name as OpName, "of floats", two(3), (x, y) => f(x, y)),
  line(name as OpName, "broadcast, and with a number", two(2, 3), (x, y) => [f(x, weight(3)), f(2, y)]),
  line(name as OpName, "of whole numbers", integers(9, 3), (x) => f(x, add(x, 1))),
]);

const comparisons = Object.entries({ equal, notEqual, less, lessEqual, greater, greaterEqual }).flatMap(
  ([name, f]) => [
    line(name as OpName, "of floats", two(3), (x, y) => f(round(x), round(y))),
    line(name as OpName, "of whole numbers", integers(5, 3), (x) => f(x, 2)),
    line(name as OpName, "of booleans", two(3), (x, y) => f(bools(x), bools(y))),
  ],
);

const logic = Object.entries({ logicalAnd, logicalOr }).flatMap(([name, f]) => [
  line(name as OpName, "of booleans", two(3), (x, y) => f(bools(x), bools(y))),
  line(name as OpName, "of whole numbers", integers(2, 3), (x) => f(x, sub(1, x))),
]);

export const pointwise: readonly OpCase[] = [
  ...unary,
  ...smooth,
  ...ofPositive,
  ...binary,
  ...comparisons,
  ...logic,
  line(["chain", "rateProduct"], "where a zero rate wins", two(3), (x, y) => [
    vjp((z) => log(z), y)[1](relu(x))[0] as Tensor,
  ]),
  line("cast", "among all types", floats(3), (x) => {
    const scaled = mul(x, 3);
    return [cast(scaled, "int32"), cast(scaled, "bool"), cast(cast(scaled, "int32"), "float64")];
  }),
  line("pow", "to numbers and to tensors", positive(3), (x) => [pow(x, 3), pow(2, x), pow(x, x)]),
  line("clamp", "on one side and on both", floats(3), (x) => [
    clamp(x, -0.5, 0.5),
    clamp(x, 0.1),
    clamp(x, 1, -1),
  ]),
  line("where", "of floats and of booleans", two(3), (x, y) => [
    where(bools(x), x, y),
    where(bools(x), bools(y), bools(x)),
    where(bools(x), 1, cast(y, "int32")),
  ]),
  line("isnan", "of roots", floats(3), (x) => [isnan(sqrt(x)), isnan(cast(x, "int32"))]),
  line("logicalNot", "of booleans and numbers", floats(3), (x) => [
    logicalNot(bools(x)),
    logicalNot(relu(x)),
  ]),
  line("leakyRelu", "with its slope", floats(5), (x) => leakyRelu(x, 0.2)),
  line("elu", "with its scale", floats(5), (x) => elu(x, 0.7)),
  line("gelu", "by the error function", floats(9), (x) => gelu(mul(x, 3))),
  line("geluTanh", "by the tangent", floats(9), (x) => gelu(mul(x, 3), "tanh")),
  line("softplus", "far from 0", floats(5), (x) => softplus(mul(x, 60))),
];

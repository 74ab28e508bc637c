import * as g from "@gradus/tensor";
import type { GoldenOp } from "../golden.ts";

const unary = {
  neg: g.neg,
  exp: g.exp,
  log: g.log,
  log1p: g.log1p,
  expm1: g.expm1,
  sqrt: g.sqrt,
  rsqrt: g.rsqrt,
  sin: g.sin,
  cos: g.cos,
  tan: g.tan,
  tanh: g.tanh,
  sigmoid: g.sigmoid,
  relu: g.relu,
  silu: g.silu,
  abs: g.abs,
  square: g.square,
  reciprocal: g.reciprocal,
  erf: g.erf,
};

const binary = { sub: g.sub, div: g.div, pow: g.pow, maximum: g.maximum, minimum: g.minimum };

export const elementwiseGolden: Readonly<Record<string, GoldenOp>> = {
  ...Object.fromEntries(
    Object.entries(unary).map(([name, f]): [string, GoldenOp] => [name, ({ x }) => ({ y: f(x!) })]),
  ),
  ...Object.fromEntries(
    Object.entries(binary).map(([name, f]): [string, GoldenOp] => [name, ({ a, b }) => ({ y: f(a!, b!) })]),
  ),
  leaky_relu: ({ x }, { negative_slope }) => ({ y: g.leakyRelu(x!, negative_slope) }),
  elu: ({ x }, { alpha }) => ({ y: g.elu(x!, alpha) }),
  gelu: ({ x }, { approximate }) => ({ y: g.gelu(x!, approximate) }),
  softplus: ({ x }, { beta }) => ({ y: g.softplus(x!, beta) }),
  clamp: ({ x }, { min, max }) => ({ y: g.clamp(x!, min ?? undefined, max ?? undefined) }),
  pow_scalar: ({ x }, { exponent }) => ({ y: g.pow(x!, exponent) }),
  where: ({ cond, a, b }) => ({ y: g.where(cond!, a!, b!) }),
};

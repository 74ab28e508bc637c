/**
 * Functions of one element as text for kernels. What GPUs bring themselves is rough at the edges (the logarithm of 1 + x near 0,
 * sines of large angles, powers of negative numbers) and differs from card to card, so all but exp, log, and sqrt are made here.
 *
 * NaN is told by `x === x`: some cards hold `x !== x` for false. A ternary computes both sides. A division by zero or an overflow on the side that is not taken does no harm.
 */
import type { BinaryKernel, UnaryKernel } from "../backend.ts";
import { helpers } from "./helpers.ts";
import type { HelperFunction } from "./library.ts";

/** Everything that a step of an expression can be. */
export type FunctionName =
  | UnaryKernel
  | BinaryKernel
  | "where"
  | "truncate"
  | "isNotZero"
  | "powInteger"
  | "divide"
  | "copy"
  | "expDifference"
  | "normalized"
  | "softmaxSlope"
  | "logSoftmaxSlope";

/** Stand for NaN and ∞, which have no literals and which compilers like to compute away: they are passed as numbers. */
export const passed: { readonly [name: string]: number } = { NAN: Number.NaN, INF: Infinity };

const truth = (condition: string): string => `(${condition} ? 1.0 : 0.0)`;

const texts: { readonly [name in FunctionName]: (a: string, b: string, c: string, d: string) => string } = {
  neg: (a) => `(-${a})`,
  exp: (a) => `expOf(${a})`,
  log: (a) => `logOf(${a}, NAN, INF)`,
  log1p: (a) => `log1pOf(${a}, NAN, INF)`,
  expm1: (a) => `expm1Of(${a})`,
  sqrt: (a) => `sqrtOf(${a}, NAN)`,
  rsqrt: (a) => `(1.0 / sqrtOf(${a}, NAN))`,
  sin: (a) => `sinOf(${a})`,
  cos: (a) => `cosOf(${a})`,
  tan: (a) => `tanOf(${a})`,
  tanh: (a) => `tanhOf(${a})`,
  sigmoid: (a) => `sigmoidOf(${a})`,
  relu: (a) => `(${a} <= 0.0 ? 0.0 : ${a})`,
  geluTanh: (a) => `geluTanhOf(${a})`,
  gelu: (a) => `geluOf(${a})`,
  silu: (a) => `(${a} < -104.0 ? 0.0 : ${a} * sigmoidOf(${a}))`,
  softplus: (a) => `softplusOf(${a}, NAN, INF)`,
  abs: (a) => `Math.abs(${a})`,
  square: (a) => `(${a} * ${a})`,
  reciprocal: (a) => `(1.0 / ${a})`,
  erf: (a) => `erfOf(${a})`,
  sign: (a) => `signOf(${a})`,
  floor: (a) => `floorOf(${a})`,
  ceil: (a) => `(-floorOf(-${a}))`,
  round: (a) => `roundOf(${a})`,
  not: (a) => truth(`${a} === 0.0`),
  isnan: (a) => `(${a} === ${a} ? 0.0 : 1.0)`,
  leakyRelu: (a, slope) => `(${a} > 0.0 ? ${a} : ${slope} * ${a})`,
  elu: (a, alpha) => `(${a} > 0.0 ? ${a} : ${alpha} * expm1Of(${a}))`,
  add: (a, b) => `(${a} + ${b})`,
  sub: (a, b) => `(${a} - ${b})`,
  mul: (a, b) => `(${a} * ${b})`,
  div: (a, b) => `(${a} / ${b})`,
  pow: (a, b) => `powOf(${a}, ${b}, NAN, INF)`,
  maximum: (a, b) => `maximumOf(${a}, ${b})`,
  minimum: (a, b) => `(-maximumOf(-${a}, -${b}))`,
  equal: (a, b) => truth(`${a} === ${b}`),
  notEqual: (a, b) => `(${a} === ${b} ? 0.0 : 1.0)`,
  less: (a, b) => truth(`${a} < ${b}`),
  lessEqual: (a, b) => truth(`${a} <= ${b}`),
  greater: (a, b) => truth(`${a} > ${b}`),
  greaterEqual: (a, b) => truth(`${a} >= ${b}`),
  and: (a, b) => `(${a} === 0.0 || ${b} === 0.0 ? 0.0 : 1.0)`,
  or: (a, b) => `(${a} === 0.0 && ${b} === 0.0 ? 0.0 : 1.0)`,
  chain: (a, b) => `chainOf(${a}, ${b})`,
  reluVjp: (g, y) => `(${y} > 0.0 ? ${g} : 0.0)`,
  tanhVjp: (g, y) => `chainOf(${g}, 1.0 - ${y} * ${y})`,
  sigmoidVjp: (g, y) => `chainOf(${g}, ${y} * (1.0 - ${y}))`,
  siluVjp: (g, x) => `chainOf(${g}, siluSlope(${x}))`,
  geluVjp: (g, x) => `chainOf(${g}, geluSlope(${x}))`,
  geluTanhVjp: (g, x) => `chainOf(${g}, geluTanhSlope(${x}))`,
  where: (c, a, b) => `(${c} === 0.0 ? ${b} : ${a})`,
  truncate: (a) => `truncateOf(${a})`,
  isNotZero: (a) => `(${a} === 0.0 ? 0.0 : 1.0)`,
  powInteger: (a, b) => `truncateOf(powOf(${a}, ${b}, NAN, INF))`,
  divide: (a, b) => `(${a} / ${b})`,
  copy: (a) => a,
  expDifference: (a, b) => `expOf(${a} - ${b})`,
  softmaxSlope: (g, y, sum) => `(${y} * (${g} - ${sum}))`,
  logSoftmaxSlope: (g, y, sum) => `(${g} - expOf(${y}) * ${sum})`,
  normalized: (x, near, rest, scale) => `(((${x} - ${near}) - ${rest}) * ${scale})`,
};

/** One function applied, as text. */
export function inline(f: FunctionName, args: readonly string[]): string {
  const [a = "", b = "", c = "", d = ""] = args;
  return texts[f](a, b, c, d);
}

/** The helper functions that a text calls, and those that they call. */
export function helpersIn(text: string): HelperFunction[] {
  const found = new Map<string, HelperFunction>();
  const visit = (part: string): void => {
    for (const [, name] of part.matchAll(/\b(\w+)\(/g)) {
      const helper = helpers.get(name as string);
      if (helper === undefined || found.has(name as string)) continue;
      found.set(name as string, helper);
      visit(helper.source.slice(helper.source.indexOf("{")));
    }
  };
  visit(text);
  return [...found.values()];
}

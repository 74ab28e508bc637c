/**
 * How far the gpu backend may be from the definition in float64: one table for all of its modes, among them cards whose division is
 * 2.5 ulp off and which flush the smallest numbers to zero. What is not named here has the bound of the other backends' table.
 */
import type { Bound } from "./bounds.ts";
import type { Terms } from "./laws.ts";
import type { MethodCase } from "./method-case.ts";

/** What is flushed to zero, and the sign of zero, do not count. */
const TINY = 4e-38;

const bounds: { readonly [name: string]: Bound } = {
  "unary exp": { ulps: 100 },
  "unary log": { ulps: 4, of: 3e-7 },
  "unary log1p": { ulps: 6, of: 3e-7 },
  "unary expm1": { ulps: 100 },
  "unary sqrt": { ulps: 4 },
  "unary rsqrt": { ulps: 6 },
  "unary reciprocal": { ulps: 3 },
  "unary sin": { ulps: 4, of: 2e-6 },
  "unary cos": { ulps: 4, of: 2e-6 },
  "unary tan": { ulps: 64, of: 1e-5 },
  "unary tanh": { ulps: 16 },
  "unary sigmoid": { ulps: 100 },
  "unary silu": { ulps: 100, of: 1e-36 },
  "unary softplus": { ulps: 16, of: 4e-7 },
  "unary erf": { ulps: 8 },
  "unary gelu": { ulps: 16, of: 1e-6 },
  "unary geluTanh": { ulps: 64, of: 1e-6 },
  "unary elu": { ulps: 100, of: 2e-7 },
  "binary div": { ulps: 3 },
  "binary pow": { ulps: 400 },
  "binary tanhVjp": { ulps: 4 },
  "binary sigmoidVjp": { ulps: 4 },
  "binary siluVjp": { ulps: 16, of: 2e-6 },
  "binary geluVjp": { ulps: 16, of: 2e-6 },
  "binary geluTanhVjp": { ulps: 16, of: 6e-6 },
  linear: { ulps: 32, of: 1e-5 },
  "linear of several blocks": { ulps: 32, of: 1e-5 },
  layerNorm: { ulps: 64, of: 6e-5 },
  crossEntropy: { ulps: 8, of: 1e-5 },
  crossEntropyVjp: { ulps: 100, of: 2e-6 },
  softmax: { ulps: 100, of: 1e-6 },
  logSoftmax: { ulps: 4, of: 1e-5 },
  normalize: { ulps: 64, of: 4e-6 },
  "normalize, far from zero": { ulps: 64, of: 4e-6 },
};

function boundOf({ name, bound }: MethodCase): Bound {
  const { ulps, of = 0 } = bounds[name.replace(" at special values", "")] ?? bound;
  return { ulps, of, tiny: TINY };
}

/** Angles are reduced in three parts of π/2, which is exact up to some thousand turns. */
const LARGEST_ANGLE = 8192;

/** WebGPU promises nothing of division beyond 2^126, nor of numbers below 2^-126. */
const LARGEST = 2 ** 126;
const SMALLEST = 2 ** -126;

function ordinary(x: number): number {
  if (Math.abs(x) < SMALLEST) return 0 * x;
  return Number.isFinite(x) && Math.abs(x) > LARGEST ? x / 8 : x;
}

function domainOf({ name }: MethodCase): (x: number) => number {
  // The sign of zero is not kept, and here it would decide on the sign of infinity.
  if (name.startsWith("binary pow")) return (x) => ordinary(x) + 0;
  if (!/^unary (sin|cos|tan) *(at.*)?$/.test(name)) return ordinary;
  return (x) => ordinary(Number.isFinite(x) && Math.abs(x) > LARGEST_ANGLE ? x % LARGEST_ANGLE : x);
}

/** Whole numbers are exact up to 2^24, results as well. */
function wholeOf({ name }: MethodCase): (x: number) => number {
  const largest = name === "binary pow" ? 8 : name === "binary mul" ? 4096 : 2 ** 24;
  return (x) => Math.trunc(x) % largest;
}

/** The terms on which the gpu backend passes the suite. */
export const gpuTerms: Omit<Terms, "runs"> = {
  bound: boundOf,
  domain: domainOf,
  whole: wholeOf,
  without: ["float64"],
};

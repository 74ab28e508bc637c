/**
 * How far a float32 backend may be from the definition in float64, kernel by kernel: `|y - exact| <= ulps·ulp(exact) + of·scale`,
 * where the scale of a sum is the sum of its terms' absolute values. What is not named here must be exact.
 */
import type { BinaryKernel, UnaryKernel } from "@gradus/tensor/backend/backend";

/** A bound. */
export interface Bound {
  /** Units in the last place of the exact result. */
  readonly ulps: number;
  /** Beside that, a fraction of the scale: 1 for functions of one number, the sum of the terms for sums. */
  readonly of?: number;
  /** An absolute error that never counts: what a device flushes to zero. */
  readonly tiny?: number;
}

/** Correctly rounded. */
export const rounded: Bound = { ulps: 0.5 };

/** Functions of one number. Gelu and silu underflow on the left before their exact values do. */
export const unaryBounds: { readonly [name in UnaryKernel]: Bound } = {
  neg: rounded,
  abs: rounded,
  sign: rounded,
  relu: rounded,
  floor: rounded,
  ceil: rounded,
  round: rounded,
  not: rounded,
  isnan: rounded,
  square: rounded,
  sqrt: rounded,
  reciprocal: rounded,
  rsqrt: { ulps: 1.5 },
  exp: { ulps: 1.1 },
  expm1: { ulps: 2 },
  log: { ulps: 1 },
  log1p: { ulps: 1.5 },
  sin: { ulps: 1.5 },
  cos: { ulps: 1.5 },
  tan: { ulps: 3 },
  tanh: { ulps: 2 },
  sigmoid: { ulps: 2.5, of: 1.2e-38 },
  silu: { ulps: 3, of: 1e-36 },
  softplus: { ulps: 2, of: 1.2e-38 },
  erf: { ulps: 1.5 },
  gelu: { ulps: 2, of: 1e-7 },
  geluTanh: { ulps: 4, of: 1e-7 },
  leakyRelu: rounded,
  elu: { ulps: 2 },
};

/** Functions of two. What a vjp may be off by beside that is a fraction of the cotangent. */
export const binaryBounds: { readonly [name in BinaryKernel]: Bound } = {
  add: rounded,
  sub: rounded,
  mul: rounded,
  div: rounded,
  pow: { ulps: 1 },
  maximum: rounded,
  minimum: rounded,
  equal: rounded,
  notEqual: rounded,
  less: rounded,
  lessEqual: rounded,
  greater: rounded,
  greaterEqual: rounded,
  and: rounded,
  or: rounded,
  chain: rounded,
  reluVjp: rounded,
  tanhVjp: { ulps: 3 },
  sigmoidVjp: { ulps: 3 },
  siluVjp: { ulps: 4, of: 5e-7 },
  geluVjp: { ulps: 4, of: 5e-7 },
  geluTanhVjp: { ulps: 4, of: 3e-6 },
};

/** Sums of products: matmul and the convolutions, of some hundred terms at most in these tests. */
export const productSum: Bound = { ulps: 0.5, of: 4e-6 };
/** Sums of a row. */
export const rowSum: Bound = { ulps: 0.5, of: 2e-6 };
/** A product of a row, each factor rounded. */
export const rowProduct: Bound = { ulps: 64 };
/** Softmax: the exponentials, their sum and the product. Of numbers up to 16 apart: their difference is rounded, too. */
export const softmaxBound: Bound = { ulps: 12, of: 1e-37 };
/** Its logarithm: of numbers around 10, so a few roundings of those. */
export const logSoftmaxBound: Bound = { ulps: 2, of: 4e-6 };
/** Normalised rows: the variance is a sum of positive terms, and what is near the mean is so by a difference. */
export const normalizeBound: Bound = { ulps: 8, of: 1e-6 };

/** States and gradients over a few steps, of numbers around 1: their products add up to about as much. */
export const recurrentBound: Bound = { ulps: 8, of: 2e-6 };

/** The distance of neighbouring float32 numbers at x. */
export function ulp(x: number): number {
  const size = Math.abs(x);
  if (!(size >= 2 ** -126)) return 2 ** -149;
  return 2 ** (Math.floor(Math.log2(size)) - 23);
}

/** What is wrong with `y` beside `exact`, or nothing. */
export function complaint(
  y: number,
  exact: number,
  { ulps, of = 0, tiny = 0 }: Bound,
  scale = 1,
): string | undefined {
  const nearest = Math.fround(exact);
  if (Object.is(y, nearest)) return undefined;
  const zeros = y === 0 && nearest === 0;
  // A number too small for float32, or within the bound of zero, may lose its sign on the way.
  if (zeros && (exact !== 0 || of > 0 || tiny > 0)) return undefined;
  const error = Math.abs(y - exact);
  if (Number.isFinite(y) && Number.isFinite(exact) && !zeros) {
    if (error <= ulps * ulp(exact) + of * scale + tiny) return undefined;
    return `${y} for ${exact}: ${(error / ulp(exact)).toFixed(2)} ulp off, ${error} in all`;
  }
  return `${Object.is(y, -0) ? "-0" : y} for ${Object.is(nearest, -0) ? "-0" : nearest}`;
}

/** Activation functions of one number, and their vjps in one pass. The limits at ±∞ are values, not NaN. */
import type { VjpKernel } from "../backend.ts";
import { erf } from "./special.ts";

const SQRT_HALF = Math.SQRT1_2;
const INVERSE_SQRT_2_PI = 1 / Math.sqrt(2 * Math.PI);
const SQRT_2_OVER_PI = Math.sqrt(2 / Math.PI);
const CUBIC = 0.044715;

/** The chain rule's product: a zero rate stays zero, whatever the slope. */
export function chain(rate: number, slope: number): number {
  return rate === 0 ? 0 : rate * slope;
}

/** Both branches use the exponential of a negative number, so nothing overflows. */
export function sigmoid(x: number): number {
  return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
}

/** `x·Φ(x)`. */
export function gelu(x: number): number {
  return x === -Infinity ? -0 : 0.5 * x * (1 + erf(x * SQRT_HALF));
}

/** `x/2·(1 + tanh(√(2/π)·(x + 0.044715·x³)))`. */
export function geluTanh(x: number): number {
  return x === -Infinity ? -0 : 0.5 * x * (1 + Math.tanh(SQRT_2_OVER_PI * (x + CUBIC * x ** 3)));
}

/** `x·σ(x)`. */
export function silu(x: number): number {
  return x === -Infinity ? -0 : x * sigmoid(x);
}

/** `ln(1 + eˣ)`. */
export function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

function siluSlope(x: number): number {
  const s = sigmoid(x);
  return chain(s, 1 + chain(1 - s, x));
}

function geluSlope(x: number): number {
  const density = INVERSE_SQRT_2_PI * Math.exp(-0.5 * x * x);
  return 0.5 * (1 + erf(x * SQRT_HALF)) + chain(density, x);
}

function geluTanhSlope(x: number): number {
  const t = Math.tanh(SQRT_2_OVER_PI * x * (1 + CUBIC * x * x));
  const inner = SQRT_2_OVER_PI * (1 + 3 * CUBIC * x * x);
  return 0.5 * (1 + t + chain(1 - t * t, x * inner));
}

/** Cotangent and saved value → cotangent of the operand. */
export const vjpFunctions: { readonly [name in VjpKernel]: (g: number, saved: number) => number } = {
  reluVjp: (g, y) => (y > 0 ? g : 0),
  tanhVjp: (g, y) => chain(g, 1 - y * y),
  sigmoidVjp: (g, y) => chain(g, y * (1 - y)),
  siluVjp: (g, x) => chain(g, siluSlope(x)),
  geluVjp: (g, x) => chain(g, geluSlope(x)),
  geluTanhVjp: (g, x) => chain(g, geluTanhSlope(x)),
};

/**
 * The chain rule's product, and the vjps of activations in one pass over the cotangent g and what was saved. A zero rate stays
 * zero whatever the slope, be it infinite or NaN.
 */
import { all, constant, horner, madd, select } from "../vector";
import { HALF, ONE } from "./constants";
import { ERFC_END, erfcOf, erfNearZero, MIDDLE, SQRT_HALF } from "./erf";
import { expOfNegative } from "./exp";
import { GELU_CUBIC, GELU_SLOPE, sigmoidOf } from "./sigmoid";
import { zip } from "./zip";

const INVERSE_SQRT_2_PI = memory.data<f32>([0.3989422804014327]);
const THRICE_GELU_CUBIC = memory.data<f32>([0.134145]);
/** Beyond these the slopes of silu, gelu and its approximation are 0 or 1 already. */
const SILU_END = memory.data<f32>([110, -110]);
const GELU_END = memory.data<f32>([15, -15]);
const GELU_TANH_END = memory.data<f32>([20, -20]);

/** `g·d`, 0 where g is. */
@inline
function chained(g: v128, d: v128): v128 {
  return v128.andnot(f32x4.mul(g, d), f32x4.eq(g, all(0)));
}

/** x no further from 0 than the two bounds; NaN stays. */
@inline
function bounded(x: v128, bounds: usize): v128 {
  return f32x4.pmax(f32x4.pmin(x, constant(bounds)), constant(bounds + 4));
}

class Chain {
  @inline of(g: v128, d: v128): v128 {
    return chained(g, d);
  }
}

/** From the result: `g` where y > 0. */
class ReluVjp {
  @inline of(g: v128, y: v128): v128 {
    return v128.and(g, f32x4.gt(y, all(0)));
  }
}

/** From the result: `1 - y² = (1 - y)·(1 + y)`, which does not cancel twice. */
class TanhVjp {
  @inline of(g: v128, y: v128): v128 {
    return chained(g, f32x4.mul(f32x4.sub(constant(ONE), y), f32x4.add(constant(ONE), y)));
  }
}

/** From the result: `y·(1 - y)`. */
class SigmoidVjp {
  @inline of(g: v128, y: v128): v128 {
    return chained(g, f32x4.mul(y, f32x4.sub(constant(ONE), y)));
  }
}

/** From the operand: `s·(1 + x·(1 - s))`, s = sigmoid(x). */
class SiluVjp {
  @inline of(g: v128, x: v128): v128 {
    const z = bounded(x, SILU_END);
    const s = sigmoidOf(z);
    return chained(g, chained(s, madd(z, f32x4.sub(constant(ONE), s), constant(ONE))));
  }
}

/** From the operand: `Φ(x) + x·φ(x)`, with the normal distribution's density φ. */
class GeluVjp {
  @inline of(g: v128, x: v128): v128 {
    const z = bounded(x, GELU_END);
    const t = f32x4.mul(z, constant(SQRT_HALF));
    const a = f32x4.abs(t);
    const half = f32x4.mul(erfcOf(f32x4.pmin(a, constant(ERFC_END))), constant(HALF));
    const far = select(f32x4.lt(t, all(0)), half, f32x4.sub(constant(ONE), half));
    const near = madd(erfNearZero(t), constant(HALF), constant(HALF));
    const density = f32x4.mul(expOfNegative(f32x4.neg(f32x4.mul(t, t))), constant(INVERSE_SQRT_2_PI));
    return chained(g, madd(z, density, select(f32x4.gt(a, constant(MIDDLE)), far, near)));
  }
}

/** From the operand, with `gelu(x) = x·s`, `s = σ(u)`, `u = 2√(2/π)·(x + 0.044715·x³)`: `s + x·s·(1 - s)·u'`. */
class GeluTanhVjp {
  @inline of(g: v128, x: v128): v128 {
    const z = bounded(x, GELU_TANH_END);
    const square = f32x4.mul(z, z);
    const slope = constant(GELU_SLOPE);
    const s = sigmoidOf(f32x4.mul(f32x4.mul(z, slope), horner(square, constant(GELU_CUBIC), ONE)));
    const steepness = f32x4.mul(slope, horner(square, constant(THRICE_GELU_CUBIC), ONE));
    const bend = chained(f32x4.mul(s, f32x4.sub(constant(ONE), s)), f32x4.mul(z, steepness));
    return chained(g, f32x4.add(s, bend));
  }
}

/** `y = a·b`, 0 where a is. */
export function chain(
  outer: i32, inner: i32, a: usize, aRow: usize, aStep: i32, b: usize, bRow: usize, bStep: i32, y: usize,
): void {
  zip<Chain>(outer, inner, a, aRow, aStep, b, bRow, bStep, y);
}

/** The vjp of relu. */
export function reluVjp(
  outer: i32, inner: i32, a: usize, aRow: usize, aStep: i32, b: usize, bRow: usize, bStep: i32, y: usize,
): void {
  zip<ReluVjp>(outer, inner, a, aRow, aStep, b, bRow, bStep, y);
}

/** The vjp of tanh. */
export function tanhVjp(
  outer: i32, inner: i32, a: usize, aRow: usize, aStep: i32, b: usize, bRow: usize, bStep: i32, y: usize,
): void {
  zip<TanhVjp>(outer, inner, a, aRow, aStep, b, bRow, bStep, y);
}

/** The vjp of sigmoid. */
export function sigmoidVjp(
  outer: i32, inner: i32, a: usize, aRow: usize, aStep: i32, b: usize, bRow: usize, bStep: i32, y: usize,
): void {
  zip<SigmoidVjp>(outer, inner, a, aRow, aStep, b, bRow, bStep, y);
}

/** The vjp of silu, within 4e-7·|g|. */
export function siluVjp(
  outer: i32, inner: i32, a: usize, aRow: usize, aStep: i32, b: usize, bRow: usize, bStep: i32, y: usize,
): void {
  zip<SiluVjp>(outer, inner, a, aRow, aStep, b, bRow, bStep, y);
}

/** The vjp of gelu, within 4e-7·|g|. */
export function geluVjp(
  outer: i32, inner: i32, a: usize, aRow: usize, aStep: i32, b: usize, bRow: usize, bStep: i32, y: usize,
): void {
  zip<GeluVjp>(outer, inner, a, aRow, aStep, b, bRow, bStep, y);
}

/** The vjp of the approximation of gelu by tanh, within 3e-6·|g|. */
export function geluTanhVjp(
  outer: i32, inner: i32, a: usize, aRow: usize, aStep: i32, b: usize, bRow: usize, bStep: i32, y: usize,
): void {
  zip<GeluTanhVjp>(outer, inner, a, aRow, aStep, b, bRow, bStep, y);
}

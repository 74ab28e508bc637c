/**
 * The chain rule's product, and the vjps of activations in one pass over the cotangent g and what was saved. A zero rate stays
 * zero whatever the slope, be it infinite or NaN.
 */
import { all, horner, madd, select } from "../vector";
import { erfcOf, erfNearZero, MIDDLE, SQRT_HALF } from "./erf";
import { expOfNegative } from "./exp";
import { sigmoidOf } from "./sigmoid";
import { zip } from "./zip";

const SQRT_2_OVER_PI: f32 = 0.7978845608028654;
const INVERSE_SQRT_2_PI: f32 = 0.3989422804014327;

/** `g·d`, 0 where g is. */
@inline
function chained(g: v128, d: v128): v128 {
  return v128.andnot(f32x4.mul(g, d), f32x4.eq(g, all(0)));
}

/** x no further from 0 than `bound`, where the slopes below are 0 or 1 already; NaN stays. */
@inline
function bounded(x: v128, bound: f32): v128 {
  return f32x4.pmax(f32x4.pmin(x, all(bound)), all(-bound));
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
    return chained(g, f32x4.mul(f32x4.sub(all(1), y), f32x4.add(all(1), y)));
  }
}

/** From the result: `y·(1 - y)`. */
class SigmoidVjp {
  @inline of(g: v128, y: v128): v128 {
    return chained(g, f32x4.mul(y, f32x4.sub(all(1), y)));
  }
}

/** From the operand: `s·(1 + x·(1 - s))`, s = sigmoid(x). */
class SiluVjp {
  @inline of(g: v128, x: v128): v128 {
    const z = bounded(x, 110);
    const s = sigmoidOf(z);
    return chained(g, chained(s, madd(z, f32x4.sub(all(1), s), all(1))));
  }
}

/** From the operand: `Φ(x) + x·φ(x)`, with the normal distribution's density φ. */
class GeluVjp {
  @inline of(g: v128, x: v128): v128 {
    const z = bounded(x, 15);
    const t = f32x4.mul(z, all(SQRT_HALF));
    const a = f32x4.abs(t);
    const half = f32x4.mul(erfcOf(f32x4.pmin(a, all(9))), all(0.5));
    const far = select(f32x4.lt(t, all(0)), half, f32x4.sub(all(1), half));
    const near = madd(erfNearZero(t), all(0.5), all(0.5));
    const density = f32x4.mul(expOfNegative(f32x4.neg(f32x4.mul(t, t))), all(INVERSE_SQRT_2_PI));
    return chained(g, madd(z, density, select(f32x4.gt(a, all(MIDDLE)), far, near)));
  }
}

/** From the operand, with `gelu(x) = x·s`, `s = σ(u)`, `u = 2√(2/π)·(x + 0.044715·x³)`: `s + x·s·(1 - s)·u'`. */
class GeluTanhVjp {
  @inline of(g: v128, x: v128): v128 {
    const z = bounded(x, 20);
    const square = f32x4.mul(z, z);
    const s = sigmoidOf(f32x4.mul(f32x4.mul(z, all(2 * SQRT_2_OVER_PI)), horner(square, all(0.044715), 1)));
    const slope = f32x4.mul(all(2 * SQRT_2_OVER_PI), horner(square, all(3 * 0.044715), 1));
    const bend = chained(f32x4.mul(s, f32x4.sub(all(1), s)), f32x4.mul(z, slope));
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

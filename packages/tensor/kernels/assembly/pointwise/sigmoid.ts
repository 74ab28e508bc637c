/** Functions that are a step or a bend made of exponentials: tanh, sigmoid and their like. */
import { all, constant, horner, madd, select, withSign } from "../vector";
import { HALF, ONE, TWO } from "./constants";
import { expm1Of, expOfNegative } from "./exp";
import { map } from "./map";

/** From here on tanh(x/2) is 1. */
const TANH_END = memory.data<f32>([18.1]);
/** P of tanh, from its highest power. */
const P = memory.data<f32>([
  0.017267687246203423, -0.0530584342777729, 0.13326074182987213, -0.33333152532577515,
]);
/** From here on sigmoid is 0, on the left. */
const SIGMOID_END = memory.data<f32>([-110]);
/** `2√(2/π)`, and what the cubic of gelu's approximation by tanh is multiplied by. */
export const GELU_SLOPE: usize = memory.data<f32>([1.5957691216057308]);
export const GELU_CUBIC: usize = memory.data<f32>([0.044715]);
const GELU_END = memory.data<f32>([1e6, -1e6]);

/** `tanh x = x + x³·P(x²)` for `|x| <= ½`, P of degree 3 fitted by Remez' algorithm (relative error 1.5e-8). */
@inline
function tanhNearZero(x: v128): v128 {
  const z = f32x4.mul(x, x);
  let p = constant(P);
  p = horner(p, z, P + 4);
  p = horner(p, z, P + 8);
  p = horner(p, z, P + 12);
  return withSign(madd(f32x4.mul(p, z), x, x), x);
}

/**
 * `tanh x`, within 2 ulp: near zero a polynomial, else `tanh |x| = (e²ˣ - 1) / ((e²ˣ - 1) + 2)` and the sign. From 9.02 on it
 * is 1.
 */
@inline
export function tanhOf(x: v128): v128 {
  const a = f32x4.abs(x);
  const e = expm1Of(f32x4.pmin(f32x4.add(a, a), constant(TANH_END)));
  const far = withSign(f32x4.div(e, f32x4.add(e, constant(TWO))), x);
  return select(f32x4.gt(a, constant(HALF)), far, tanhNearZero(x));
}

/** `1 / (1 + e⁻ˣ)`, from the exponential of a negative number, so that nothing overflows. Below -87 it is 0. */
@inline
export function sigmoidOf(x: v128): v128 {
  const e = expOfNegative(f32x4.neg(f32x4.abs(x)));
  const top = select(f32x4.lt(x, all(0)), e, constant(ONE));
  return f32x4.div(top, f32x4.add(e, constant(ONE)));
}

class Tanh {
  @inline of(x: v128): v128 {
    return tanhOf(x);
  }
}

class Sigmoid {
  @inline of(x: v128): v128 {
    return sigmoidOf(x);
  }
}

/** The factor stops at -110, where sigmoid is 0: `-∞·0` would be NaN. */
class Silu {
  @inline of(x: v128): v128 {
    return f32x4.mul(f32x4.pmax(x, constant(SIGMOID_END)), sigmoidOf(x));
  }
}

/** `x·σ(2√(2/π)·(x + 0.044715·x³))`, the same as `½x·(1 + tanh ...)`, but without cancellation. */
class GeluTanh {
  @inline of(x: v128): v128 {
    const bounded = f32x4.pmax(f32x4.pmin(x, constant(GELU_END)), constant(GELU_END + 4));
    const bend = horner(f32x4.mul(bounded, bounded), constant(GELU_CUBIC), ONE);
    const z = f32x4.mul(f32x4.mul(bounded, constant(GELU_SLOPE)), bend);
    return f32x4.mul(f32x4.pmax(x, constant(GELU_END + 4)), sigmoidOf(z));
  }
}

/** `y = tanh x`, within 2 ulp. */
export function tanh(n: i32, x: usize, y: usize): void {
  map<Tanh>(n, x, y);
}

/** `y = 1 / (1 + e⁻ˣ)`, within 2.5 ulp or 1.2e-38. */
export function sigmoid(n: i32, x: usize, y: usize): void {
  map<Sigmoid>(n, x, y);
}

/** `y = x·sigmoid(x)`, within 3 ulp or 1e-36. */
export function silu(n: i32, x: usize, y: usize): void {
  map<Silu>(n, x, y);
}

/** The approximation of gelu by tanh. */
export function geluTanh(n: i32, x: usize, y: usize): void {
  map<GeluTanh>(n, x, y);
}

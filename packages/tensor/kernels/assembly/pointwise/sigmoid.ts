/** Functions that are a step or a bend made of exponentials: tanh, sigmoid and their like. */
import { all, horner, madd, select, withSign } from "../vector";
import { expm1Of, expOf } from "./exp";
import { map } from "./map";

const SQRT_2_OVER_PI: f32 = 0.7978845608028654;

/** `tanh x = x + x³·P(x²)` for `|x| <= ½`, P of degree 3 fitted by Remez' algorithm (relative error 1.5e-8). */
@inline
function tanhNearZero(x: v128): v128 {
  const z = f32x4.mul(x, x);
  let p = all(0.017267687246203423);
  p = horner(p, z, -0.0530584342777729);
  p = horner(p, z, 0.13326074182987213);
  p = horner(p, z, -0.33333152532577515);
  return withSign(madd(f32x4.mul(p, z), x, x), x);
}

/**
 * `tanh x`, within 2 ulp: near zero a polynomial, else `tanh |x| = (e²ˣ - 1) / ((e²ˣ - 1) + 2)` and the sign. From 9.02 on it
 * is 1.
 */
@inline
export function tanhOf(x: v128): v128 {
  const a = f32x4.abs(x);
  const e = expm1Of(f32x4.pmin(f32x4.add(a, a), all(18.1)));
  const far = withSign(f32x4.div(e, f32x4.add(e, all(2))), x);
  return select(f32x4.gt(a, all(0.5)), far, tanhNearZero(x));
}

/** `1 / (1 + e⁻ˣ)`, from the exponential of a negative number, so that nothing overflows: within 2 ulp. */
@inline
export function sigmoidOf(x: v128): v128 {
  const e = expOf(f32x4.neg(f32x4.abs(x)));
  const top = select(f32x4.lt(x, all(0)), e, all(1));
  return f32x4.div(top, f32x4.add(e, all(1)));
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

/** The factor stops at -110, where the result is -0: `-∞·0` would be NaN. */
class Silu {
  @inline of(x: v128): v128 {
    return f32x4.mul(f32x4.pmax(x, all(-110)), sigmoidOf(x));
  }
}

/** `x·σ(2√(2/π)·(x + 0.044715·x³))`, the same as `½x·(1 + tanh ...)`, but without cancellation. */
class GeluTanh {
  @inline of(x: v128): v128 {
    const bounded = f32x4.pmax(f32x4.pmin(x, all(1e6)), all(-1e6));
    const square = f32x4.mul(bounded, bounded);
    const z = f32x4.mul(f32x4.mul(bounded, all(2 * SQRT_2_OVER_PI)), horner(square, all(0.044715), 1));
    return f32x4.mul(f32x4.pmax(x, all(-1e6)), sigmoidOf(z));
  }
}

/** `y = tanh x`, within 2 ulp. */
export function tanh(n: i32, x: usize, y: usize): void {
  map<Tanh>(n, x, y);
}

/** `y = 1 / (1 + e⁻ˣ)`, within 2 ulp. */
export function sigmoid(n: i32, x: usize, y: usize): void {
  map<Sigmoid>(n, x, y);
}

/** `y = x·sigmoid(x)`. */
export function silu(n: i32, x: usize, y: usize): void {
  map<Silu>(n, x, y);
}

/** The approximation of gelu by tanh. */
export function geluTanh(n: i32, x: usize, y: usize): void {
  map<GeluTanh>(n, x, y);
}

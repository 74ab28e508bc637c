/**
 * Logarithms. Write `x = 2ᵏ·(1 + f)` with `1 + f` between √½ and √2. With `s = f / (2 + f)`,
 * `log(1 + f) = log(1 + s) - log(1 - s) = 2s + s·z·R(z)`, `z = s²`, where R is a polynomial of degree 3, fitted by Remez' algorithm
 * (error 1e-11). `2s` is written as `f - s·f`, so that the leading term is f itself, which is exact.
 * The method is that of K. C. Ng's `log` in fdlibm.
 */
import { all, constant, horner, madd, select } from "../vector";
import { HALF, LN2_HIGH, LN2_LOW, ONE, TWO } from "./constants";
import { expOfNegative } from "./exp";
import { map } from "./map";

/** R, from its highest power. */
const R = memory.data<f32>([
  0.23610219359397888, 0.28535908460617065, 0.4000035524368286, 0.6666666269302368,
]);
const SQRT_HALF = memory.data<f32>([0.7071067811865476]);
/** The smallest normal number; 2²³, which makes every smaller one normal; and what that adds to the exponent. */
const SMALLEST = memory.data<f32>([1.1754943508222875e-38]);
const LIFT = memory.data<f32>([8388608]);
const LIFTED = memory.data<f32>([23]);
const INFINITE = memory.data<f32>([Infinity, -Infinity]);

/** `log(2ᵏ·(1 + f))`, plus a small `correction` to f. */
@inline
function logOfParts(k: v128, f: v128, correction: v128): v128 {
  const s = f32x4.div(f, f32x4.add(f, constant(TWO)));
  const z = f32x4.mul(s, s);
  let p = constant(R);
  p = horner(p, z, R + 4);
  p = horner(p, z, R + 8);
  p = horner(p, z, R + 12);
  const half = f32x4.mul(f32x4.mul(f, f), constant(HALF));
  const bend = madd(s, madd(z, p, half), madd(k, constant(LN2_LOW), correction));
  return madd(k, constant(LN2_HIGH), f32x4.sub(f, f32x4.sub(half, bend)));
}

/** How much larger the exponent is than that of a number between √½ and √2. */
@inline
function exponentOf(bits: v128): v128 {
  return i32x4.shr_s(i32x4.sub(bits, constant(SQRT_HALF)), 23);
}

/** `log x` within 1 ulp: -∞ at both zeros, NaN below. Subnormal numbers are scaled up first. */
@inline
export function logOf(x: v128): v128 {
  const tiny = f32x4.lt(x, constant(SMALLEST));
  const scaled = select(tiny, f32x4.mul(x, constant(LIFT)), x);
  const exponent = exponentOf(scaled);
  const k = f32x4.sub(f32x4.convert_i32x4_s(exponent), v128.and(tiny, constant(LIFTED)));
  const f = f32x4.sub(i32x4.sub(scaled, i32x4.shl(exponent, 23)), constant(ONE));
  const y = logOfParts(k, f, all(0));
  return atTheEdges(x, y);
}

/** ±0 → -∞, negative → NaN, ∞ → ∞, NaN → NaN. */
@inline
function atTheEdges(x: v128, y: v128): v128 {
  const inside = v128.and(f32x4.gt(x, all(0)), f32x4.lt(x, constant(INFINITE)));
  const outside = select(
    f32x4.eq(x, all(0)),
    constant(INFINITE + 4),
    // The square root has just the same infinity and NaNs.
    f32x4.sqrt(x),
  );
  return select(inside, y, outside);
}

/** `log(1 + x)` within 2 ulp: the logarithm of `u = 1 + x` as rounded, plus what rounding lost, `(x - (u - 1)) / u`. */
@inline
export function log1pOf(x: v128): v128 {
  const u = f32x4.add(x, constant(ONE));
  const lost = f32x4.div(f32x4.sub(x, f32x4.sub(u, constant(ONE))), u);
  const exponent = exponentOf(u);
  const k = f32x4.convert_i32x4_s(exponent);
  // With k = 0, f = x itself: nothing was lost yet, and small x must come through whole.
  const isZero = i32x4.eq(exponent, i32x4.splat(0));
  const f = select(isZero, x, f32x4.sub(i32x4.sub(u, i32x4.shl(exponent, 23)), constant(ONE)));
  const y = logOfParts(k, f, v128.andnot(lost, isZero));
  return select(f32x4.eq(x, all(0)), x, atTheEdges(u, y));
}

class Log {
  @inline of(x: v128): v128 {
    return logOf(x);
  }
}

class Log1p {
  @inline of(x: v128): v128 {
    return log1pOf(x);
  }
}

/** `log(1 + eˣ) = max(x, 0) + log(1 + e^-|x|)`: neither overflows. */
class Softplus {
  @inline of(x: v128): v128 {
    const y = f32x4.add(f32x4.pmax(x, all(0)), log1pOf(expOfNegative(f32x4.neg(f32x4.abs(x)))));
    return y;
  }
}

/** `y = log x`, within 1 ulp. */
export function log(n: i32, x: usize, y: usize): void {
  map<Log>(n, x, y);
}

/** `y = log(1 + x)`, within 2 ulp. */
export function log1p(n: i32, x: usize, y: usize): void {
  map<Log1p>(n, x, y);
}

/** `y = log(1 + eˣ)`. */
export function softplus(n: i32, x: usize, y: usize): void {
  map<Softplus>(n, x, y);
}

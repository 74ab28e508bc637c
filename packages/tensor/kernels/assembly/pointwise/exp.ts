/**
 * The exponential function, as every function that is made of it uses it.
 *
 * Write `x = n·ln 2 + r` with a whole n and `|r| <= ln 2 / 2`; then `eˣ = 2ⁿ·eʳ`. On that short interval
 * `eʳ = 1 + r + r²·P(r)` with a polynomial P of degree 4, fitted by Remez' algorithm for the least relative error (3.3e-9). 2ⁿ is put
 * together from bits.
 */
import { all, constant, floats, horner, madd, nmadd, select, VECTOR } from "../vector";
import { HALF, LN2_HIGH, LN2_LOW, ONE } from "./constants";
import { map } from "./map";

const LOG2_E = memory.data<f32>([1.4426950408889634]);
/** Added to a small number it leaves the nearest whole number in the lowest bits: 1.5·2²³. */
const ROUNDER = memory.data<f32>([12582912]);
/** Beyond it `eˣ` leaves the normal numbers. */
const EDGE = memory.data<f32>([87]);
const LOWEST = memory.data<f32>([-87]);
/** P, from its highest power. */
const P = memory.data<f32>([
  0.0013813513796776533, 0.008369348011910915, 0.04166844114661217, 0.16666515171527863, 0.4999999403953552,
]);

/** n for each number, as a whole number plus the bits of ROUNDER. */
@inline
function powerOf(x: v128): v128 {
  return madd(x, constant(LOG2_E), constant(ROUNDER));
}

/** `x - n·ln 2`. */
@inline
function restOf(x: v128, power: v128): v128 {
  const n = f32x4.sub(power, constant(ROUNDER));
  return nmadd(n, constant(LN2_LOW), nmadd(n, constant(LN2_HIGH), x));
}

/** `(eʳ - 1 - r) / r²`. */
@inline
function tail(r: v128): v128 {
  let p = constant(P);
  p = horner(p, r, P + 4);
  p = horner(p, r, P + 8);
  p = horner(p, r, P + 12);
  return horner(p, r, P + 16);
}

/** `eʳ - 1` for `|r| <= ln 2 / 2`. */
@inline
function expm1OfRest(r: v128): v128 {
  return madd(f32x4.mul(r, r), tail(r), r);
}

/** `eʳ`, likewise. */
@inline
function expOfRest(r: v128): v128 {
  return horner(horner(tail(r), r, ONE), r, ONE);
}

/** `2ⁿ` for n from -126 to 127. */
@inline
function twoTo(n: v128): v128 {
  return i32x4.shl(i32x4.add(n, i32x4.splat(127)), 23);
}

/** n as whole numbers. */
@inline
function wholePower(power: v128): v128 {
  return i32x4.sub(power, i32x4.splat(0x4b400000));
}

/** The lowest bits of n, where a number has its exponent: added to a number as bits, they multiply it by 2ⁿ. */
@inline
function exponent(power: v128): v128 {
  return i32x4.shl(power, 23);
}

/**
 * `eˣ` for every x: overflows to infinity, goes to 0 through the subnormal numbers, NaN stays. 2ⁿ is multiplied in two halves,
 * because 2¹²⁸ and 2⁻¹⁴⁹ are no normal numbers although `eˣ` may be one.
 */
function expAtTheEdges(x: v128): v128 {
  const clamped = f32x4.pmax(f32x4.pmin(x, all(89)), all(-104));
  const power = powerOf(clamped);
  const y = expOfRest(restOf(clamped, power));
  const n = wholePower(power);
  const half = i32x4.shr_s(n, 1);
  return f32x4.mul(f32x4.mul(y, twoTo(half)), twoTo(i32x4.sub(n, half)));
}

/** `eˣ` for every x, within 1.1 ulp. */
@inline
export function expOf(x: v128): v128 {
  if (!i32x4.all_true(f32x4.le(f32x4.abs(x), constant(EDGE)))) return expAtTheEdges(x);
  const power = powerOf(x);
  return i32x4.add(expOfRest(restOf(x, power)), exponent(power));
}

/** `eˣ` for x <= 0, without a branch: below -87 it is 0, without subnormal numbers. */
@inline
export function expOfNegative(x: v128): v128 {
  const clamped = f32x4.pmax(x, constant(LOWEST));
  const power = powerOf(clamped);
  const scale = i32x4.add(exponent(power), constant(ONE));
  return v128.andnot(f32x4.mul(expOfRest(restOf(clamped, power)), scale), f32x4.lt(x, constant(LOWEST)));
}

/**
 * `eˣ - 1`, within 2 ulp: `2ⁿ·(eʳ - 1) + (2ⁿ - 1)`, so that nothing cancels near 0. For `x <= 88`.
 */
@inline
export function expm1Of(x: v128): v128 {
  const power = powerOf(x);
  const r = restOf(x, power);
  const scale = i32x4.add(exponent(power), constant(ONE));
  return madd(scale, expm1OfRest(r), f32x4.sub(scale, constant(ONE)));
}

class Exp {
  @inline of(x: v128): v128 {
    return expOf(x);
  }
}

/** `y = eˣ`, within 1.1 ulp. */
export function exp(n: i32, x: usize, y: usize): void {
  map<Exp>(n, x, y);
}

/** `eˣ - 1` for every x, within 2 ulp. 2ⁿ⁻¹ stands for 2ⁿ, which at the upper end is no number any more. */
@inline
function expm1Everywhere(x: v128): v128 {
  const clamped = f32x4.pmax(f32x4.pmin(x, all(89)), all(-18));
  const power = powerOf(clamped);
  const half = twoTo(i32x4.sub(wholePower(power), i32x4.splat(1)));
  const y = madd(half, expm1OfRest(restOf(clamped, power)), f32x4.sub(half, constant(HALF)));
  return select(f32x4.eq(x, all(0)), x, f32x4.add(y, y));
}

class Expm1 {
  @inline of(x: v128): v128 {
    return expm1Everywhere(x);
  }
}

/** `y = eˣ - 1`, within 2 ulp. */
export function expm1(n: i32, x: usize, y: usize): void {
  map<Expm1>(n, x, y);
}

/** `y = x` above 0, `α·(eˣ - 1)` below. */
export function elu(n: i32, x: usize, y: usize, alpha: f32): void {
  const factor = all(alpha);
  for (const end = x + floats(n); x < end; x += VECTOR, y += VECTOR) {
    const v = v128.load(x);
    v128.store(y, select(f32x4.gt(v, all(0)), v, f32x4.mul(factor, expm1Everywhere(v))));
  }
}

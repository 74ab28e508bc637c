/**
 * Words on vectors of four float32 numbers, used by all kernels.
 *
 * Blocks of memory are padded, so a kernel may read and write up to 60 bytes beyond the end of what it was given: loops
 * take whole vectors and need no code for what is left over.
 */

/** Bytes of a vector. */
export const VECTOR: usize = 16;

/** Bytes of `n` float32 numbers. */
@inline
export function floats(n: i32): usize {
  return (<usize>n) << 2;
}

/** `a·b + c`: rounded once where the engine has relaxed SIMD, else twice. */
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, c) : f32x4.add(f32x4.mul(a, b), c);
}

/** `c - a·b`, likewise. */
@inline
export function nmadd(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_nmadd(a, b, c) : f32x4.sub(c, f32x4.mul(a, b));
}

/** Four times the same number. */
@inline
export function all(x: f32): v128 {
  return f32x4.splat(x);
}

/**
 * Four times the number that `memory.data` has put at `c`. Engines build a constant vector anew in each turn of a loop, by three
 * instructions; reading it from memory takes one.
 */
@inline
export function constant(c: usize): v128 {
  return v128.load32_splat(c);
}

/** One step of Horner's rule: `p·x + c`. */
@inline
export function horner(p: v128, x: v128, c: usize): v128 {
  return madd(p, x, constant(c));
}

/** Where `mask` is set `a`, else `b`. */
@inline
export function select(mask: v128, a: v128, b: v128): v128 {
  return v128.bitselect(a, b, mask);
}

/** `|x|`'s bits beside the sign bits of `sign`. */
@inline
export function withSign(x: v128, sign: v128): v128 {
  return v128.bitselect(sign, x, i32x4.splat(i32.MIN_VALUE));
}

/** The sum of the four numbers, in double precision. */
@inline
export function total(x: v128): f64 {
  return (
    <f64>f32x4.extract_lane(x, 0) +
    <f64>f32x4.extract_lane(x, 1) +
    (<f64>f32x4.extract_lane(x, 2) + <f64>f32x4.extract_lane(x, 3))
  );
}

/** Row r of four rows of four numbers, as columns: how 4x4 transposes are put together. */
@inline
export function low(a: v128, b: v128): v128 {
  return v128.shuffle<f32>(a, b, 0, 4, 1, 5);
}

/** Likewise the upper halves. */
@inline
export function high(a: v128, b: v128): v128 {
  return v128.shuffle<f32>(a, b, 2, 6, 3, 7);
}

/** The lower halves of two vectors beside each other. */
@inline
export function lowHalves(a: v128, b: v128): v128 {
  return v128.shuffle<f64>(a, b, 0, 2);
}

/** The upper halves of two vectors beside each other. */
@inline
export function highHalves(a: v128, b: v128): v128 {
  return v128.shuffle<f64>(a, b, 1, 3);
}

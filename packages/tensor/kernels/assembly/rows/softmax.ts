/**
 * Softmax along rows `[outer, n]`: `y = eˣ⁻ᵐ / Σ eˣ⁻ᵐ`, m the row's maximum, so that nothing overflows.
 *
 * Three passes over a row, which stays in the cache: the maximum; the exponentials, written and added up; the division. A NaN in
 * a row makes the sum NaN, and so all of the row.
 */
import { expOfNegative } from "../pointwise/exp";
import { all, floats, total, VECTOR } from "../vector";
import { maxOfNumbers } from "./reduce";

/** Numbers whose exponentials are added up in float32 before they go to the sum in double precision. */
const BLOCK: i32 = 512;

/** Writes `eˣ⁻ᵐ` of whole vectors, eight numbers at a time, and returns its sum. */
@inline
function exponentialsOfBlock(n: i32, x: usize, largest: v128, y: usize): f64 {
  let a = all(0);
  let b = all(0);
  for (const end = x + floats(n); x < end; x += 2 * VECTOR, y += 2 * VECTOR) {
    const e = expOfNegative(f32x4.sub(v128.load(x), largest));
    const f = expOfNegative(f32x4.sub(v128.load(x, 16), largest));
    v128.store(y, e);
    v128.store(y, f, 16);
    a = f32x4.add(a, e);
    b = f32x4.add(b, f);
  }
  return total(f32x4.add(a, b));
}

/** Writes `eˣ⁻ᵐ` to y and returns its sum; numbers beyond n are left out. */
@inline
export function exponentials(n: i32, x: usize, m: f32, y: usize): f64 {
  const largest = all(m);
  let sum: f64 = 0;
  const whole = n & ~7;
  for (let i = 0; i < whole; i += BLOCK)
    sum += exponentialsOfBlock(min(BLOCK, whole - i), x + floats(i), largest, y + floats(i));
  for (let i = whole; i < n; i++) {
    const e = f32x4.extract_lane(expOfNegative(f32x4.sub(v128.load32_splat(x + floats(i)), largest)), 0);
    store<f32>(y + floats(i), e);
    sum += <f64>e;
  }
  return sum;
}

/** Softmax of each row. */
export function softmaxRows(outer: i32, n: i32, x: usize, y: usize): void {
  const width = floats(n);
  for (let o = 0; o < outer; o++) {
    const scale = all(<f32>(1 / exponentials(n, x, maxOfNumbers(n, x), y)));
    for (let i: usize = 0; i + VECTOR <= width; i += VECTOR) v128.store(y + i, f32x4.mul(v128.load(y + i), scale));
    for (let i: usize = width & ~15; i < width; i += 4)
      store<f32>(y + i, load<f32>(y + i) * f32x4.extract_lane(scale, 0));
    x += width;
    y += width;
  }
}

/** Its logarithm, `x - m - log Σ eˣ⁻ᵐ`. The logarithm of a double comes from outside. */
export function logSoftmaxRows(outer: i32, n: i32, x: usize, y: usize): void {
  const width = floats(n);
  for (let o = 0; o < outer; o++) {
    const m = maxOfNumbers(n, x);
    const logSum = all(<f32>logarithm(exponentials(n, x, m, y)));
    const largest = all(m);
    for (let i: usize = 0; i < width; i += VECTOR)
      v128.store(y + i, f32x4.sub(f32x4.sub(v128.load(x + i), largest), logSum));
    x += width;
    y += width;
  }
}

@external("env", "log")
export declare function logarithm(x: f64): f64;

/**
 * Rows `[outer, n]` → one number each.
 *
 * Sums are added up in blocks of 1024 numbers, sixteen running sums side by side, and the blocks in double precision: the error
 * is at most about 65 roundings of float32, however long the row.
 */
import { all, floats, total, VECTOR } from "../vector";

const BLOCK: usize = 4096;

/** The sum of a stretch of whole numbers of vectors. */
@inline
function sumOfVectors(x: usize, bytes: usize): f64 {
  let a = all(0);
  let b = all(0);
  let c = all(0);
  let d = all(0);
  const end = x + bytes;
  for (const stop = x + (bytes & ~63); x < stop; x += 64) {
    a = f32x4.add(a, v128.load(x));
    b = f32x4.add(b, v128.load(x, 16));
    c = f32x4.add(c, v128.load(x, 32));
    d = f32x4.add(d, v128.load(x, 48));
  }
  for (; x < end; x += VECTOR) a = f32x4.add(a, v128.load(x));
  return total(f32x4.add(f32x4.add(a, b), f32x4.add(c, d)));
}

/** The sum of n numbers. */
@inline
export function sumOf(n: i32, x: usize): f64 {
  let sum: f64 = 0;
  let left = floats(n) & ~15;
  while (left > 0) {
    const bytes = min(left, BLOCK);
    sum += sumOfVectors(x, bytes);
    x += bytes;
    left -= bytes;
  }
  for (let i = 0; i < (n & 3); i++) sum += <f64>load<f32>(x + floats(i));
  return sum;
}

/** `y[o] = Σᵢ x[o, i]`. */
export function sumRows(outer: i32, n: i32, x: usize, y: usize): void {
  const width = floats(n);
  for (let o = 0; o < outer; o++) {
    store<f32>(y, <f32>sumOf(n, x));
    x += width;
    y += 4;
  }
}

/** The larger of two numbers; a itself if b is NaN. */
@inline
function larger(a: v128, b: v128): v128 {
  return f32x4.pmax(a, b);
}

/** The largest of the four. */
@inline
function largestLane(x: v128): f32 {
  const pairs = larger(x, v128.shuffle<f32>(x, x, 2, 3, 0, 1));
  return f32x4.extract_lane(larger(pairs, v128.shuffle<f32>(pairs, pairs, 1, 0, 3, 2)), 0);
}

/** The largest of n numbers, of those that are not NaN; -∞ of none. */
@inline
export function maxOfNumbers(n: i32, x: usize): f32 {
  let a = all(-Infinity);
  let b = a;
  let i = 0;
  for (; i + 8 <= n; i += 8, x += 2 * VECTOR) {
    a = larger(a, v128.load(x));
    b = larger(b, v128.load(x, 16));
  }
  for (; i < n; i++, x += 4) a = larger(a, v128.load32_splat(x));
  return largestLane(larger(a, b));
}

/** `sign·max(sign·x)`, NaN if any number is: the largest for `sign` = 1, the smallest for -1. */
@inline
function extremeOf(n: i32, x: usize, sign: f32): f32 {
  const signs = all(sign);
  let best = all(-Infinity);
  let isNaN = all(0);
  let i = 0;
  for (; i + 4 <= n; i += 4, x += VECTOR) {
    const v = f32x4.mul(v128.load(x), signs);
    best = larger(best, v);
    isNaN = v128.or(isNaN, f32x4.ne(v, v));
  }
  for (; i < n; i++, x += 4) {
    const v = f32x4.mul(v128.load32_splat(x), signs);
    best = larger(best, v);
    isNaN = v128.or(isNaN, f32x4.ne(v, v));
  }
  return v128.any_true(isNaN) ? NaN : sign * largestLane(best);
}

/** `y[o] = maxᵢ x[o, i]`. */
export function maxRows(outer: i32, n: i32, x: usize, y: usize): void {
  for (let o = 0; o < outer; o++) store<f32>(y + floats(o), extremeOf(n, x + floats(o * n), 1));
}

/** `y[o] = minᵢ x[o, i]`. */
export function minRows(outer: i32, n: i32, x: usize, y: usize): void {
  for (let o = 0; o < outer; o++) store<f32>(y + floats(o), extremeOf(n, x + floats(o * n), -1));
}

/** The index of the first largest number of each row, or with `sign` = -1 of the first smallest; the first NaN wins. */
export function argRows(outer: i32, n: i32, x: usize, sign: f32, y: usize): void {
  for (let o = 0; o < outer; o++) {
    let best = sign * load<f32>(x);
    let at = 0;
    for (let i = 1; i < n && best == best; i++) {
      const candidate = sign * load<f32>(x + floats(i));
      if (!(candidate <= best)) {
        best = candidate;
        at = i;
      }
    }
    store<i32>(y + floats(o), at);
    x += floats(n);
  }
}

/** Running sums of each row, in double precision. */
export function cumsumRows(outer: i32, n: i32, x: usize, y: usize): void {
  for (let o = 0; o < outer; o++) {
    let sum: f64 = 0;
    for (const end = x + floats(n); x < end; x += 4, y += 4) {
      sum += <f64>load<f32>(x);
      store<f32>(y, <f32>sum);
    }
  }
}

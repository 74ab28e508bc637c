/** Comparisons: sixteen numbers become sixteen bytes, 1 where they hold, 0 where not. Operands as in `zip.ts`. */
import { floats } from "../vector";

/** Sixteen comparisons as bytes. */
@inline
function bytes<F>(a: usize, aStep: i32, b: usize, bStep: i32, i: usize): v128 {
  const first = i16x8.narrow_i32x4_s(four<F>(a, aStep, b, bStep, i), four<F>(a, aStep, b, bStep, i + 16));
  const second = i16x8.narrow_i32x4_s(four<F>(a, aStep, b, bStep, i + 32), four<F>(a, aStep, b, bStep, i + 48));
  return v128.and(i8x16.narrow_i16x8_s(first, second), i8x16.splat(1));
}

/** Four comparisons, all bits set where they hold. */
@inline
function four<F>(a: usize, aStep: i32, b: usize, bStep: i32, i: usize): v128 {
  const x = aStep == 1 ? v128.load(a + i) : v128.load32_splat(a);
  const y = bStep == 1 ? v128.load(b + i) : v128.load32_splat(b);
  return changetype<F>(0).of(x, y);
}

@inline
function compare<F>(
  outer: i32, inner: i32, a: usize, aRow: usize, aStep: i32, b: usize, bRow: usize, bStep: i32, y: usize,
): void {
  const width = floats(inner);
  for (let o = 0; o < outer; o++) {
    for (let i: usize = 0; i < width; i += 64) v128.store(y + (i >> 2), bytes<F>(a, aStep, b, bStep, i));
    a += aRow;
    b += bRow;
    y += inner;
  }
}

class Equal {
  @inline of(a: v128, b: v128): v128 {
    return f32x4.eq(a, b);
  }
}

class NotEqual {
  @inline of(a: v128, b: v128): v128 {
    return f32x4.ne(a, b);
  }
}

class Less {
  @inline of(a: v128, b: v128): v128 {
    return f32x4.lt(a, b);
  }
}

class LessEqual {
  @inline of(a: v128, b: v128): v128 {
    return f32x4.le(a, b);
  }
}

/** `a = b`. */
export function equal(
  outer: i32, inner: i32, a: usize, aRow: usize, aStep: i32, b: usize, bRow: usize, bStep: i32, y: usize,
): void {
  compare<Equal>(outer, inner, a, aRow, aStep, b, bRow, bStep, y);
}

/** `a ≠ b`, true for NaN. */
export function notEqual(
  outer: i32, inner: i32, a: usize, aRow: usize, aStep: i32, b: usize, bRow: usize, bStep: i32, y: usize,
): void {
  compare<NotEqual>(outer, inner, a, aRow, aStep, b, bRow, bStep, y);
}

/** `a < b`. */
export function less(
  outer: i32, inner: i32, a: usize, aRow: usize, aStep: i32, b: usize, bRow: usize, bStep: i32, y: usize,
): void {
  compare<Less>(outer, inner, a, aRow, aStep, b, bRow, bStep, y);
}

/** `a <= b`. */
export function lessEqual(
  outer: i32, inner: i32, a: usize, aRow: usize, aStep: i32, b: usize, bRow: usize, bStep: i32, y: usize,
): void {
  compare<LessEqual>(outer, inner, a, aRow, aStep, b, bRow, bStep, y);
}

/** `a > b`. */
export function greater(
  outer: i32, inner: i32, a: usize, aRow: usize, aStep: i32, b: usize, bRow: usize, bStep: i32, y: usize,
): void {
  compare<Less>(outer, inner, b, bRow, bStep, a, aRow, aStep, y);
}

/** `a >= b`. */
export function greaterEqual(
  outer: i32, inner: i32, a: usize, aRow: usize, aStep: i32, b: usize, bRow: usize, bStep: i32, y: usize,
): void {
  compare<LessEqual>(outer, inner, b, bRow, bStep, a, aRow, aStep, y);
}

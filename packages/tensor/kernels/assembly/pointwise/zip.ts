/**
 * Functions of two numbers. Both operands are seen as `[outer, inner]`: along the inner axis an operand steps from number to
 * number (step 1) or stays (step 0, a column that stretches); along the outer one it moves by any number of bytes (0: a row
 * that stretches).
 *
 * The last vector of a row may write into the next row, whose own vectors come later and put that right.
 */
import { floats, select, VECTOR } from "../vector";

/** `y[o, i] = f(a[o, i], b[o, i])`. */
@inline
export function zip<F>(
  outer: i32,
  inner: i32,
  a: usize,
  aRow: usize,
  aStep: i32,
  b: usize,
  bRow: usize,
  bStep: i32,
  y: usize,
): void {
  const f = changetype<F>(0);
  const width = floats(inner);
  for (let o = 0; o < outer; o++) {
    let i: usize = 0;
    if (aStep == 1 && bStep == 1) {
      for (; i < width; i += VECTOR) v128.store(y + i, f.of(v128.load(a + i), v128.load(b + i)));
    } else if (aStep == 1) {
      const same = v128.load32_splat(b);
      for (; i < width; i += VECTOR) v128.store(y + i, f.of(v128.load(a + i), same));
    } else if (bStep == 1) {
      const same = v128.load32_splat(a);
      for (; i < width; i += VECTOR) v128.store(y + i, f.of(same, v128.load(b + i)));
    } else {
      const same = f.of(v128.load32_splat(a), v128.load32_splat(b));
      for (; i < width; i += VECTOR) v128.store(y + i, same);
    }
    a += aRow;
    b += bRow;
    y += width;
  }
}

class Add {
  @inline of(a: v128, b: v128): v128 {
    return f32x4.add(a, b);
  }
}

class Sub {
  @inline of(a: v128, b: v128): v128 {
    return f32x4.sub(a, b);
  }
}

class Mul {
  @inline of(a: v128, b: v128): v128 {
    return f32x4.mul(a, b);
  }
}

class Div {
  @inline of(a: v128, b: v128): v128 {
    return f32x4.div(a, b);
  }
}

/** NaN if either is; +0 counts as larger than -0. */
class Maximum {
  @inline of(a: v128, b: v128): v128 {
    return f32x4.max(a, b);
  }
}

class Minimum {
  @inline of(a: v128, b: v128): v128 {
    return f32x4.min(a, b);
  }
}

/** `y = a + b`. */
export function add(
  outer: i32, inner: i32, a: usize, aRow: usize, aStep: i32, b: usize, bRow: usize, bStep: i32, y: usize,
): void {
  zip<Add>(outer, inner, a, aRow, aStep, b, bRow, bStep, y);
}

/** `y = a - b`. */
export function sub(
  outer: i32, inner: i32, a: usize, aRow: usize, aStep: i32, b: usize, bRow: usize, bStep: i32, y: usize,
): void {
  zip<Sub>(outer, inner, a, aRow, aStep, b, bRow, bStep, y);
}

/** `y = a·b`. */
export function mul(
  outer: i32, inner: i32, a: usize, aRow: usize, aStep: i32, b: usize, bRow: usize, bStep: i32, y: usize,
): void {
  zip<Mul>(outer, inner, a, aRow, aStep, b, bRow, bStep, y);
}

/** `y = a/b`. */
export function div(
  outer: i32, inner: i32, a: usize, aRow: usize, aStep: i32, b: usize, bRow: usize, bStep: i32, y: usize,
): void {
  zip<Div>(outer, inner, a, aRow, aStep, b, bRow, bStep, y);
}

/** The larger one. */
export function maximum(
  outer: i32, inner: i32, a: usize, aRow: usize, aStep: i32, b: usize, bRow: usize, bStep: i32, y: usize,
): void {
  zip<Maximum>(outer, inner, a, aRow, aStep, b, bRow, bStep, y);
}

/** The smaller one. */
export function minimum(
  outer: i32, inner: i32, a: usize, aRow: usize, aStep: i32, b: usize, bRow: usize, bStep: i32, y: usize,
): void {
  zip<Minimum>(outer, inner, a, aRow, aStep, b, bRow, bStep, y);
}

/** A number of an operand that steps or stays. */
@inline
function read(x: usize, i: usize, step: i32): v128 {
  return step == 1 ? v128.load(x + i) : v128.load32_splat(x);
}

/** `y = condition ? a : b`; the condition's bytes are 0 or 1, and it steps and moves as the others do. */
export function where(
  outer: i32, inner: i32, c: usize, cRow: usize, cStep: i32, a: usize, aRow: usize, aStep: i32, b: usize,
  bRow: usize, bStep: i32, y: usize,
): void {
  const width = floats(inner);
  for (let o = 0; o < outer; o++) {
    for (let i: usize = 0; i < width; i += VECTOR) {
      const bytes = cStep == 1 ? v128.load32_zero(c + (i >> 2)) : v128.load8_splat(c);
      const whole = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes));
      const isFalse = i32x4.eq(whole, i32x4.splat(0));
      v128.store(y + i, select(isFalse, read(b, i, bStep), read(a, i, aStep)));
    }
    c += cRow;
    a += aRow;
    b += bRow;
    y += width;
  }
}

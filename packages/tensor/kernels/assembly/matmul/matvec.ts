/** Products with a single row or column: memory sets the pace, so nothing is packed and every number is read once. */
import { all, floats, madd, total, VECTOR } from "../vector";

/** `y[i] = Σₖ M[i, k]·v[k]`, rows of M whole: dot products, four rows at a time to share what is read of v. */
export function matvecRows(rows: i32, k: i32, matrix: usize, row: isize, v: usize, y: usize): void {
  let i = 0;
  for (; i + 4 <= rows; i += 4) {
    fourRows(k, matrix, row, v, y + floats(i));
    matrix += 4 * row;
  }
  for (; i < rows; i++) {
    store<f32>(y + floats(i), <f32>dot(k, matrix, v));
    matrix += row;
  }
}

@inline
function fourRows(k: i32, matrix: usize, row: isize, v: usize, y: usize): void {
  let a = all(0);
  let b = all(0);
  let c = all(0);
  let d = all(0);
  const whole = floats(k) & ~15;
  for (let at: usize = 0; at < whole; at += VECTOR) {
    const x = v128.load(v + at);
    const from = matrix + at;
    a = madd(v128.load(from), x, a);
    b = madd(v128.load(from + row), x, b);
    c = madd(v128.load(from + 2 * row), x, c);
    d = madd(v128.load(from + 3 * row), x, d);
  }
  store<f32>(y, <f32>(total(a) + rest(k, matrix, v)));
  store<f32>(y, <f32>(total(b) + rest(k, matrix + row, v)), 4);
  store<f32>(y, <f32>(total(c) + rest(k, matrix + 2 * row, v)), 8);
  store<f32>(y, <f32>(total(d) + rest(k, matrix + 3 * row, v)), 12);
}

/** The product of two rows. */
@inline
function dot(k: i32, x: usize, v: usize): f64 {
  let a = all(0);
  let b = all(0);
  let at: usize = 0;
  const whole = floats(k) & ~15;
  for (; at + 32 <= whole; at += 32) {
    a = madd(v128.load(x + at), v128.load(v + at), a);
    b = madd(v128.load(x + at, 16), v128.load(v + at, 16), b);
  }
  for (; at < whole; at += VECTOR) a = madd(v128.load(x + at), v128.load(v + at), a);
  return total(f32x4.add(a, b)) + rest(k, x, v);
}

/** What is left of a row after whole vectors. */
@inline
function rest(k: i32, x: usize, v: usize): f64 {
  let sum: f64 = 0;
  for (let i = k & ~3; i < k; i++) sum += <f64>load<f32>(x + floats(i)) * <f64>load<f32>(v + floats(i));
  return sum;
}

/** `y[j] = Σₖ v[k]·M[k, j]`, rows of M whole: rows are added up, four at a time to read and write y less often. */
export function matvecColumns(columns: i32, k: i32, matrix: usize, row: isize, v: usize, y: usize): void {
  const width = floats(columns);
  memory.fill(y, 0, width);
  let p = 0;
  for (; p + 4 <= k; p += 4) {
    const a = v128.load32_splat(v, 0);
    const b = v128.load32_splat(v, 4);
    const c = v128.load32_splat(v, 8);
    const d = v128.load32_splat(v, 12);
    for (let at: usize = 0; at < width; at += VECTOR) {
      const from = matrix + at;
      let sum = madd(a, v128.load(from), v128.load(y + at));
      sum = madd(b, v128.load(from + row), sum);
      sum = madd(c, v128.load(from + 2 * row), sum);
      v128.store(y + at, madd(d, v128.load(from + 3 * row), sum));
    }
    matrix += 4 * row;
    v += 16;
  }
  for (; p < k; p++) {
    const a = v128.load32_splat(v);
    for (let at: usize = 0; at < width; at += VECTOR)
      v128.store(y + at, madd(a, v128.load(matrix + at), v128.load(y + at)));
    matrix += row;
    v += 4;
  }
}

/** What a product of matrices ends with, while its last block is still in the cache: a bias for each column, then a function. */
import { sigmoidOf, tanhOf } from "../pointwise/sigmoid";
import { all, floats, VECTOR } from "../vector";

/** Functions by number, as the caller counts them. */
export const RELU: i32 = 1;
export const TANH: i32 = 2;
export const SIGMOID: i32 = 3;

/** `f(x)`. */
@inline
export function finished(x: v128, f: i32): v128 {
  if (f == RELU) return v128.andnot(x, f32x4.le(x, all(0)));
  if (f == TANH) return tanhOf(x);
  if (f == SIGMOID) return sigmoidOf(x);
  return x;
}

/** Rows are not padded: what is left over behind whole vectors goes one by one. */
@inline
function finishRows(rows: i32, columns: i32, c: usize, cRow: usize, bias: usize, f: i32): void {
  const whole = floats(columns) & ~15;
  for (let i = 0; i < rows; i++) {
    for (let at: usize = 0; at < whole; at += VECTOR) {
      let x = v128.load(c + at);
      if (bias != 0) x = f32x4.add(x, v128.load(bias + at));
      v128.store(c + at, finished(x, f));
    }
    for (let at = whole; at < floats(columns); at += 4) {
      let x = v128.load32_splat(c + at);
      if (bias != 0) x = f32x4.add(x, v128.load32_splat(bias + at));
      v128.store32_lane(c + at, finished(x, f), 0);
    }
    c += cRow;
  }
}

/** `C[i, j] = f(C[i, j] + bias[j])`, in place; a bias of 0 is none. */
export function finish(rows: i32, columns: i32, c: usize, cRow: usize, bias: usize, f: i32): void {
  if (f == RELU) finishRows(rows, columns, c, cRow, bias, RELU);
  else if (f == TANH) finishRows(rows, columns, c, cRow, bias, TANH);
  else if (f == SIGMOID) finishRows(rows, columns, c, cRow, bias, SIGMOID);
  else if (bias != 0) finishRows(rows, columns, c, cRow, bias, 0);
}

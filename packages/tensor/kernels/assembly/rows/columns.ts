/**
 * Sums over the first axis, `[n, inner]` → `[inner]`: a line of the cache, 16 columns, at a time, downwards. Up to 64 rows are
 * added in float32, and the blocks in double precision.
 */
import { all, floats, VECTOR } from "../vector";

const BLOCK: i32 = 64;

/** Adds a block's sums of four columns to those in double precision. */
@inline
function flush(x: v128, sums: usize): void {
  v128.store(sums, f64x2.add(v128.load(sums), f64x2.promote_low_f32x4(x)));
  const upper = v128.shuffle<f32>(x, x, 2, 3, 2, 3);
  v128.store(sums, f64x2.add(v128.load(sums, 16), f64x2.promote_low_f32x4(upper)), 16);
}

@inline
function rounded(sums: usize): v128 {
  const lower = f32x4.demote_f64x2_zero(v128.load(sums));
  const upper = f32x4.demote_f64x2_zero(v128.load(sums, 16));
  return v128.shuffle<f64>(lower, upper, 0, 2);
}

/** Sums of so many vectors of columns: 4 or 1, known when this is compiled. `sums` has room for sixteen in double precision. */
@inline
function sumVectors(vectors: i32, n: i32, x: usize, row: usize, y: usize, sums: usize): void {
  memory.fill(sums, 0, 128);
  for (let left = n; left > 0; left -= BLOCK) {
    let a = all(0), b = all(0), c = all(0), d = all(0);
    for (let i = min(left, BLOCK); i > 0; i--) {
      a = f32x4.add(a, v128.load(x));
      if (vectors == 4) {
        b = f32x4.add(b, v128.load(x, 16));
        c = f32x4.add(c, v128.load(x, 32));
        d = f32x4.add(d, v128.load(x, 48));
      }
      x += row;
    }
    flush(a, sums);
    if (vectors == 4) {
      flush(b, sums + 32);
      flush(c, sums + 64);
      flush(d, sums + 96);
    }
  }
  v128.store(y, rounded(sums));
  if (vectors == 4) {
    v128.store(y, rounded(sums + 32), 16);
    v128.store(y, rounded(sums + 64), 32);
    v128.store(y, rounded(sums + 96), 48);
  }
}

/** `y[i] = Σⱼ x[j, i]` for some columns, rows of x `row` bytes apart. */
export function sumColumns(n: i32, columns: i32, x: usize, row: usize, y: usize, workspace: usize): void {
  let i = 0;
  for (; i + 16 <= columns; i += 16) sumVectors(4, n, x + floats(i), row, y + floats(i), workspace);
  for (; i < columns; i += 4) sumVectors(1, n, x + floats(i), row, y + floats(i), workspace);
}

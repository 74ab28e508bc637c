/**
 * The microkernel: one tile of the result, `C[i, j] (+)= Σₖ A[k][i]·B[k][j]`, over packed panels. Each step of k loads two vectors
 * of B, spreads the numbers of A one by one, and does one multiply-add for each vector of the tile.
 */
import { all, floats, madd } from "../vector";
import { COLUMNS } from "./sizes";

/** Writes a row of the tile, or adds it to what is there. */
@inline
function put(c: usize, left: v128, right: v128, add: bool): void {
  if (add) {
    v128.store(c, f32x4.add(v128.load(c), left));
    v128.store(c, f32x4.add(v128.load(c, 16), right), 16);
  } else {
    v128.store(c, left);
    v128.store(c, right, 16);
  }
}

/** A tile of 6 rows, for engines where multiply-add is one instruction. */
function tile6(depth: i32, a: usize, b: usize, c: usize, cRow: usize, add: bool): void {
  let c00 = all(0), c01 = all(0), c10 = all(0), c11 = all(0), c20 = all(0), c21 = all(0);
  let c30 = all(0), c31 = all(0), c40 = all(0), c41 = all(0), c50 = all(0), c51 = all(0);
  for (let k = 0; k < depth; k++) {
    const left = v128.load(b);
    const right = v128.load(b, 16);
    let x = v128.load32_splat(a);
    c00 = madd(x, left, c00);
    c01 = madd(x, right, c01);
    x = v128.load32_splat(a, 4);
    c10 = madd(x, left, c10);
    c11 = madd(x, right, c11);
    x = v128.load32_splat(a, 8);
    c20 = madd(x, left, c20);
    c21 = madd(x, right, c21);
    x = v128.load32_splat(a, 12);
    c30 = madd(x, left, c30);
    c31 = madd(x, right, c31);
    x = v128.load32_splat(a, 16);
    c40 = madd(x, left, c40);
    c41 = madd(x, right, c41);
    x = v128.load32_splat(a, 20);
    c50 = madd(x, left, c50);
    c51 = madd(x, right, c51);
    a += 24;
    b += 32;
  }
  put(c, c00, c01, add);
  put(c + cRow, c10, c11, add);
  put(c + 2 * cRow, c20, c21, add);
  put(c + 3 * cRow, c30, c31, add);
  put(c + 4 * cRow, c40, c41, add);
  put(c + 5 * cRow, c50, c51, add);
}

/** A tile of 4 rows, which leaves registers for products that wait to be added. */
function tile4(depth: i32, a: usize, b: usize, c: usize, cRow: usize, add: bool): void {
  let c00 = all(0), c01 = all(0), c10 = all(0), c11 = all(0);
  let c20 = all(0), c21 = all(0), c30 = all(0), c31 = all(0);
  for (let k = 0; k < depth; k++) {
    const left = v128.load(b);
    const right = v128.load(b, 16);
    let x = v128.load32_splat(a);
    c00 = madd(x, left, c00);
    c01 = madd(x, right, c01);
    x = v128.load32_splat(a, 4);
    c10 = madd(x, left, c10);
    c11 = madd(x, right, c11);
    x = v128.load32_splat(a, 8);
    c20 = madd(x, left, c20);
    c21 = madd(x, right, c21);
    x = v128.load32_splat(a, 12);
    c30 = madd(x, left, c30);
    c31 = madd(x, right, c31);
    a += 16;
    b += 32;
  }
  put(c, c00, c01, add);
  put(c + cRow, c10, c11, add);
  put(c + 2 * cRow, c20, c21, add);
  put(c + 3 * cRow, c30, c31, add);
}

/** A whole tile, of 6 or 4 rows. */
@inline
export function tile(height: i32, depth: i32, a: usize, b: usize, c: usize, cRow: usize, add: bool): void {
  if (height == 6) tile6(depth, a, b, c, cRow, add);
  else tile4(depth, a, b, c, cRow, add);
}

/** A tile of which at most `rows` x `columns` exist: made whole in `scratch` (rows of 32 bytes), then taken over in part. */
export function partOfTile(
  height: i32,
  rows: i32,
  columns: i32,
  depth: i32,
  a: usize,
  b: usize,
  c: usize,
  cRow: usize,
  add: bool,
  scratch: usize,
): void {
  tile(height, depth, a, b, scratch, 32, false);
  const width = min(COLUMNS, columns);
  for (let i = 0; i < min(height, rows); i++) {
    for (let j = 0; j < width; j++) {
      const at = c + floats(j);
      const value = load<f32>(scratch + floats(j));
      store<f32>(at, add ? load<f32>(at) + value : value);
    }
    c += cRow;
    scratch += 32;
  }
}

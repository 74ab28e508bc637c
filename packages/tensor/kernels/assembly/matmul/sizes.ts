/**
 * How the matrix product is cut up, after K. Goto and R. van de Geijn, "Anatomy of high-performance matrix multiplication",
 * ACM Trans. Math. Softw. 34 (2008).
 *
 * A tile of the result, 6x8 or 4x8, stays in registers while k runs over a block of DEPTH. Its two operands are packed: a
 * panel of B (8 KB) stays in the first cache while the panels of a block of A (96 KB) pass by it from the second one.
 */

/**
 * Rows of the next tile, when so many are left. A processor has 16 vector registers as WebAssembly engines use them: 6x8 numbers
 * take 12, and 3 hold operands. Without relaxed SIMD a product needs a register until it is added, so there tiles have 4 rows;
 * with it a few do, so that 8, 10, 16, 32 or 64 rows are whole tiles.
 */
@inline
export function tileRows(left: i32): i32 {
  if (!ASC_FEATURE_RELAXED_SIMD) return 4;
  return left <= 4 || left == 7 || left == 8 ? 4 : 6;
}

/** Rows of all tiles together. */
export function wholeTiles(rows: i32): i32 {
  let sum = 0;
  for (let left = rows; left > 0; left -= tileRows(left)) sum += tileRows(left);
  return sum;
}

/** Columns of a tile: two vectors. */
export const COLUMNS: i32 = 8;

/** How far k runs before a tile is written back. */
export const DEPTH: i32 = 256;

/** Rows of A that are packed at a time: whole tiles. */
export const BLOCK_ROWS: i32 = 96;

/** Columns of B that are packed at a time. */
export const BLOCK_COLUMNS: i32 = 1024;

/** Bytes of workspace: a packed block of A, one of B, and a tile. */
export const WORKSPACE: usize = (<usize>(BLOCK_ROWS * DEPTH + DEPTH * BLOCK_COLUMNS + 64)) << 2;

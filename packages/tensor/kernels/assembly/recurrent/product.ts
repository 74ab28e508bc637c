/** Products with a matrix that stays the same over many steps: it is packed once. */
import { multiplyBlocks, packColumns, packRows } from "../matmul/blocks";
import { BLOCK_ROWS, COLUMNS, DEPTH } from "../matmul/sizes";
import { floats } from "../vector";

/** Columns of all tiles together. */
@inline
function wholeColumns(n: i32): i32 {
  return (n + COLUMNS - 1) & -COLUMNS;
}

/** Numbers that a packed matrix `[k, n]` takes. */
export function packedMatrixSize(k: i32, n: i32): i32 {
  return wholeColumns(n) * k;
}

/** Packs a matrix `[k, n]`; strides in bytes. */
export function packMatrix(k: i32, n: i32, b: usize, bRow: isize, bColumn: isize, out: usize): void {
  for (let p = 0; p < k; p += DEPTH) {
    const depth = min(DEPTH, k - p);
    packColumns(n, depth, b + <isize>p * bRow, bRow, bColumn, out);
    out += floats(wholeColumns(n) * depth);
  }
}

/** `C[m, n] (+)= A·B` for a packed B, rows of A and C whole and `aRow` and `cRow` bytes apart. */
export function multiplyPacked(
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  aRow: usize,
  packed: usize,
  c: usize,
  cRow: usize,
  add: bool,
  workspace: usize,
): void {
  const packedA = workspace + 256;
  for (let p = 0; p < k; p += DEPTH) {
    const depth = min(DEPTH, k - p);
    for (let i = 0; i < m; i += BLOCK_ROWS) {
      const rows = min(BLOCK_ROWS, m - i);
      packRows(rows, depth, a + <usize>i * aRow + floats(p), aRow, 4, packedA);
      multiplyBlocks(rows, n, depth, packedA, packed, c + <usize>i * cRow, cRow, add || p > 0, workspace);
    }
    packed += floats(wholeColumns(n) * depth);
  }
}

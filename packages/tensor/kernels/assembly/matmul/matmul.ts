/** The matrix product `C[m, n] = Σₖ A[m, k]·B[k, n]` of float32 matrices at any strides. */
import { floats } from "../vector";
import { multiplyBlocks, packColumns, packRows } from "./blocks";
import { finish } from "./finish";
import { BLOCK_COLUMNS, BLOCK_ROWS, DEPTH, WORKSPACE } from "./sizes";

/** Bytes of workspace that a product needs. */
export function workspaceBytes(): usize {
  return WORKSPACE;
}

/**
 * `count` products. Strides in bytes, from one product to the next and within it; C's are one below the other, their rows `cRow`
 * bytes apart, which may be parts of longer ones. k is at least 1.
 */
export function matmul(
  count: i32, m: i32, n: i32, k: i32, a: usize, aBatch: isize, aRow: isize, aColumn: isize, b: usize, bBatch: isize,
  bRow: isize, bColumn: isize, c: usize, cRow: usize, workspace: usize,
): void {
  for (let i = 0; i < count; i++) {
    linear(m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, cRow, 0, 0, workspace);
    a += aBatch;
    b += bBatch;
    c += <usize>m * cRow;
  }
}

/** One product with an end: `C = f(A·B + bias)`, a bias for each column or (0) none, f by number. */
export function linear(
  m: i32, n: i32, k: i32, a: usize, aRow: isize, aColumn: isize, b: usize, bRow: isize, bColumn: isize, c: usize,
  cRow: usize, bias: usize, f: i32, workspace: usize,
): void {
  const scratch = workspace;
  const packedA = scratch + 256;
  const packedB = packedA + floats(BLOCK_ROWS * DEPTH);
  for (let j = 0; j < n; j += BLOCK_COLUMNS) {
    const columns = min(BLOCK_COLUMNS, n - j);
    for (let p = 0; p < k; p += DEPTH) {
      const depth = min(DEPTH, k - p);
      packColumns(columns, depth, b + <isize>j * bColumn + <isize>p * bRow, bRow, bColumn, packedB);
      for (let i = 0; i < m; i += BLOCK_ROWS) {
        const rows = min(BLOCK_ROWS, m - i);
        packRows(rows, depth, a + <isize>i * aRow + <isize>p * aColumn, aRow, aColumn, packedA);
        const to = c + <usize>i * cRow + floats(j);
        multiplyBlocks(rows, columns, depth, packedA, packedB, to, cRow, p > 0, scratch);
        if (p + DEPTH >= k) finish(rows, columns, to, cRow, bias == 0 ? 0 : bias + floats(j), f);
      }
    }
  }
}

/** A packed block of A times a packed block of B: the two loops around the microkernel. */
import { floats } from "../vector";
import { pack } from "./pack";
import { COLUMNS, ROWS } from "./sizes";
import { partOfTile, tile } from "./tile";

/** Rows of A, packed panel after panel. */
export function packRows(rows: i32, depth: i32, a: usize, aRow: isize, aColumn: isize, out: usize): void {
  for (let i = 0; i < rows; i += ROWS) {
    pack(ROWS, min(ROWS, rows - i), depth, a, aRow, aColumn, out);
    a += <isize>ROWS * aRow;
    out += floats(ROWS * depth);
  }
}

/** Columns of B, likewise. */
export function packColumns(columns: i32, depth: i32, b: usize, bRow: isize, bColumn: isize, out: usize): void {
  for (let j = 0; j < columns; j += COLUMNS) {
    pack(COLUMNS, min(COLUMNS, columns - j), depth, b, bColumn, bRow, out);
    b += <isize>COLUMNS * bColumn;
    out += floats(COLUMNS * depth);
  }
}

/** `C[rows, columns] (+)= A·B` for packed blocks. */
export function multiplyBlocks(
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
  for (let j = 0; j < columns; j += COLUMNS) {
    let panel = a;
    let to = c + floats(j);
    for (let i = 0; i < rows; i += ROWS) {
      if (i + ROWS <= rows && j + COLUMNS <= columns) tile(depth, panel, b, to, cRow, add);
      else partOfTile(min(ROWS, rows - i), min(COLUMNS, columns - j), depth, panel, b, to, cRow, add, scratch);
      panel += floats(ROWS * depth);
      to += <usize>ROWS * cRow;
    }
    b += floats(COLUMNS * depth);
  }
}

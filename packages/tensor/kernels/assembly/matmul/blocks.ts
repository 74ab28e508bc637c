/** A packed block of A times a packed block of B: the two loops around the microkernel. */
import { floats } from "../vector";
import { pack } from "./pack";
import { COLUMNS, tileRows } from "./sizes";
import { partOfTile, tile } from "./tile";

/** Rows of A, packed panel after panel. */
export function packRows(rows: i32, depth: i32, a: usize, aRow: isize, aColumn: isize, out: usize): void {
  let left = rows;
  while (left > 0) {
    const height = tileRows(left);
    if (height == 6) pack(6, min(6, left), depth, a, aRow, aColumn, out);
    else pack(4, min(4, left), depth, a, aRow, aColumn, out);
    a += <isize>height * aRow;
    out += floats(height * depth);
    left -= height;
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
    let left = rows;
    while (left > 0) {
      const height = tileRows(left);
      if (height <= left && j + COLUMNS <= columns) tile(height, depth, panel, b, to, cRow, add);
      else partOfTile(height, left, columns - j, depth, panel, b, to, cRow, add, scratch);
      panel += floats(height * depth);
      to += <usize>height * cRow;
      left -= height;
    }
    b += floats(COLUMNS * depth);
  }
}

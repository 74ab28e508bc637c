/** Elements of four bytes that lie at any strides, brought into row-major order. */
import { floats, high, highHalves, low, lowHalves, VECTOR } from "../vector";

/** Bytes from which on the engine's own copying is worth its call. */
const LONG: usize = 4096;

/** `y[i, j] = x[i·rowStride + j·columnStride]`, strides in bytes, possibly 0 or negative. */
export function copyMatrix(
  rows: i32,
  columns: i32,
  x: usize,
  rowStride: isize,
  columnStride: isize,
  y: usize,
): void {
  if (columnStride == 4) copyRows(rows, columns, x, rowStride, y);
  else if (rowStride == 4) transpose(rows, columns, x, columnStride, y);
  else copyEach(rows, columns, x, rowStride, columnStride, y, 0);
}

/** Rows that are whole already. A short one is copied by vectors: what goes beyond its end, the next row puts right. */
function copyRows(rows: i32, columns: i32, x: usize, rowStride: isize, y: usize): void {
  const width = floats(columns);
  for (let i = 0; i < rows; i++) {
    if (width > LONG) memory.copy(y, x, width);
    else for (let at: usize = 0; at < width; at += VECTOR) v128.store(y + at, v128.load(x + at));
    x += rowStride;
    y += width;
  }
}

/** One by one. `gap` is left between the rows of y. */
@inline
function copyEach(
  rows: i32,
  columns: i32,
  x: usize,
  rowStride: isize,
  columnStride: isize,
  y: usize,
  gap: usize,
): void {
  for (let i = 0; i < rows; i++) {
    let from = x;
    for (let j = 0; j < columns; j++) {
      store<i32>(y, load<i32>(from));
      from += columnStride;
      y += 4;
    }
    x += rowStride;
    y += gap;
  }
}

/** A square of 4x4 numbers turned over: `y[i, j] = x[j, i]`. */
@inline
function turn(x: usize, xRow: isize, y: usize, yRow: usize): void {
  const a = v128.load(x);
  const b = v128.load(x + xRow);
  const c = v128.load(x + 2 * xRow);
  const d = v128.load(x + 3 * xRow);
  const p = low(a, b);
  const q = high(a, b);
  const r = low(c, d);
  const s = high(c, d);
  v128.store(y, lowHalves(p, r));
  v128.store(y + yRow, highHalves(p, r));
  v128.store(y + 2 * yRow, lowHalves(q, s));
  v128.store(y + 3 * yRow, highHalves(q, s));
}

/**
 * Columns that are whole: squares are turned over in registers, what is left over at the edges goes one by one. Four squares
 * along a column come one after the other: together they are a line of the cache, which long columns would push out before its
 * next part is wanted.
 */
function transpose(rows: i32, columns: i32, x: usize, columnStride: isize, y: usize): void {
  const width = floats(columns);
  const fullRows = rows & ~3;
  const fullColumns = columns & ~3;
  for (let i = 0; i < fullRows; i += 16) {
    const from = x + floats(i);
    const to = y + <usize>i * width;
    const height = min(16, fullRows - i);
    for (let j = 0; j < fullColumns; j += 4)
      for (let part = 0; part < height; part += 4)
        turn(
          from + floats(part) + <isize>j * columnStride,
          columnStride,
          to + <usize>part * width + floats(j),
          width,
        );
    const done = floats(fullColumns);
    copyEach(
      height,
      columns - fullColumns,
      from + <isize>fullColumns * columnStride,
      4,
      columnStride,
      to + done,
      done,
    );
  }
  copyEach(rows - fullRows, columns, x + floats(fullRows), 4, columnStride, y + <usize>fullRows * width, 0);
}

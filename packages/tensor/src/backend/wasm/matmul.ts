/** The matrix product. */
import type { View } from "../backend.ts";
import { cpu } from "../cpu/index.ts";
import { matmulNested as nestedOnCpu } from "../cpu/matmul.ts";
import { kernels } from "./kernels.ts";
import { rowMajor } from "./layout.ts";
import { contiguous } from "./move.ts";
import { callsFor, cut, type Range, share, threads } from "./parallel.ts";
import { WORKSPACE } from "./pool.ts";
import { fromCpu, onCpu, pointer, produce, type WasmStorage } from "./storage.ts";

/** Below this many products the call costs more than plain loops. */
const WORTH_IT = 512;

/** Nanoseconds of one thread for a multiply-add. */
export const NANOSECONDS: number = 1 / 30;
/** For one that waits for memory. */
export const NANOSECONDS_OF_A_READ: number = 1 / 15;
/** Rows are shared out by whole tiles. */
const ROWS = 12;
/** Likewise columns. */
export const COLUMNS = 16;

interface Dims {
  readonly batch: number;
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

/** `C[b] = A[b]·B[b]`, strided. */
export function matmul(a: View, b: View, dims: Dims): WasmStorage {
  const { batch, m, n, k } = dims;
  if (a.dtype !== "float32" || batch * m * n * k < WORTH_IT)
    return fromCpu(cpu.matmul(onCpu(a), onCpu(b), dims));
  if (m === 1 && n > 1) return rowTimesMatrix(a, b, dims);
  if (n === 1 && m > 1) return rowTimesMatrix(turned(b), turned(a), { batch, m: 1, n: m, k });
  // One matrix for a whole batch of others that lie one below the other: that is a single product.
  const [aBatch, aRow] = a.strides as [number, number];
  const single = b.strides[0] === 0 && aBatch === m * aRow;
  const [count, rows] = single ? [1, batch * m] : [batch, m];
  return products([0, ...a.strides], a, [0, ...b.strides], b, { outer: 1, batch: count, m: rows, n, k });
}

/** The same with two batch axes. */
export function matmulNested(a: View, b: View, dims: Nested): WasmStorage {
  const { outer, batch, m, n, k } = dims;
  if (a.dtype !== "float32" || outer * batch * m * n * k < WORTH_IT)
    return fromCpu(nestedOnCpu(onCpu(a), onCpu(b), dims));
  return products(a.strides, a, b.strides, b, dims);
}

interface Nested extends Dims {
  readonly outer: number;
}

function products(
  aStrides: readonly number[],
  a: View,
  bStrides: readonly number[],
  b: View,
  { outer, batch, m, n, k }: Nested,
): WasmStorage {
  const bytes = (strides: readonly number[]) => strides.map((stride) => 4 * stride);
  const [aOuter, aBatch, aRow, aColumn] = bytes(aStrides) as [number, number, number, number];
  const [bOuter, bBatch, bRow, bColumn] = bytes(bStrides) as [number, number, number, number];
  const parts = callsFor(outer * batch * m * n * k * NANOSECONDS);
  return produce("float32", outer * batch * m * n, (y) => {
    const [p, q] = [pointer(a), pointer(b)];
    if (outer === 1 && parts === 1) {
      // Small ones are not to wait for lists of calls.
      const [multiply, width] = [kernels.matmul, 4 * n];
      // biome-ignore format: one line for each matrix
      multiply(batch, m, n, k,
        p, aBatch, aRow, aColumn,
        q, bBatch, bRow, bColumn,
        y, width, WORKSPACE);
      return;
    }
    const calls: number[][] = [];
    for (let o = 0; o < outer; o++) {
      const [at, bt, ct] = [p + o * aOuter, q + o * bOuter, y + 4 * o * batch * m * n];
      /** Rows and columns of some products of the batch. */
      const block = (
        some: Range,
        { from: i, count: height }: Range,
        { from: j, count: width }: Range,
      ): number[] => [
        ...[some.count, height, width, k],
        ...[at + some.from * aBatch + i * aRow, aBatch, aRow, aColumn],
        ...[bt + some.from * bBatch + j * bColumn, bBatch, bRow, bColumn],
        ...[ct + 4 * ((some.from * m + i) * n + j), 4 * n],
      ];
      calls.push(...blocks(batch, m, n, Math.ceil(parts / outer), block));
    }
    share("matmul", calls);
  });
}

/** Cuts the batch, if there is enough of it; else the longer side of each product. */
export function blocks<T>(
  count: number,
  rows: number,
  columns: number,
  parts: number,
  block: (some: Range, rows: Range, columns: Range) => T,
): T[] {
  const [allRows, allColumns] = [
    { from: 0, count: rows },
    { from: 0, count: columns },
  ];
  if (count >= parts) return cut(count, 1, parts).map((some) => block(some, allRows, allColumns));
  // Each block packs all of the operand that is not cut once more, so there are few of them.
  const each = Math.ceil(Math.min(parts, 2 * threads()) / count);
  const products = Array.from({ length: count }, (_, from) => ({ from, count: 1 }));
  if (rows > columns)
    return products.flatMap((some) => cut(rows, ROWS, each).map((range) => block(some, range, allColumns)));
  return products.flatMap((some) => cut(columns, COLUMNS, each).map((range) => block(some, allRows, range)));
}

function inBytes({ strides }: View): [number, number, number] {
  const [batch, row, column] = strides as [number, number, number];
  return [4 * batch, 4 * row, 4 * column];
}

/** The transposed matrices. */
function turned(x: View): View {
  const [[batch, m, n], [s, r, c]] = [x.shape, x.strides] as [number[], number[]];
  return { ...viewOf(x), shape: [batch, n, m] as number[], strides: [s, c, r] as number[] };
}

function viewOf({ storage, dtype, shape, strides, offset }: View): View {
  return { storage, dtype, shape, strides, offset };
}

/** `m = 1`: the matrix is read once, in the order in which it lies. */
function rowTimesMatrix(a: View, b: View, { batch, n, k }: Dims): WasmStorage {
  const row = k === 1 || a.strides[2] === 1 ? a : rowMajor(a, contiguous(a));
  const readable = b.strides[1] === 1 || b.strides[2] === 1 ? b : rowMajor(b, contiguous(b));
  const [aBatch] = inBytes(row);
  const [bBatch, bRow, bColumn] = inBytes(readable);
  const parts = callsFor(batch * n * k * NANOSECONDS_OF_A_READ);
  const kernel = bColumn === 4 ? "matvecColumns" : "matvecRows";
  const step = bColumn === 4 ? bRow : bColumn;
  return produce("float32", batch * n, (y) => {
    const [p, q] = [pointer(row), pointer(readable)];
    const block = (i: number, { from, count }: Range): number[] => [
      ...[count, k, q + i * bBatch + from * bColumn, step],
      ...[p + i * aBatch, y + 4 * (i * n + from)],
    ];
    // The last vector of a row of results reaches into the next, which must come later.
    const products = Array.from({ length: batch }, (_, i) => i);
    if (n % 4 === 0 || batch === 1)
      share(
        kernel,
        products.flatMap((i) => cut(n, COLUMNS, parts / batch).map((range) => block(i, range))),
      );
    else for (const i of products) share(kernel, [block(i, { from: 0, count: n })]);
  });
}

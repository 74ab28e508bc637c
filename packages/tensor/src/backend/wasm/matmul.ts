/** The matrix product. */
import type { View } from "../backend.ts";
import { cpu } from "../cpu/index.ts";
import { matmulNested as nestedOnCpu } from "../cpu/matmul.ts";
import { kernels } from "./kernels.ts";
import { rowMajor } from "./layout.ts";
import { contiguous } from "./move.ts";
import { WORKSPACE } from "./pool.ts";
import { fromCpu, onCpu, pointer, produce, type WasmStorage } from "./storage.ts";

/** Below this many products the call costs more than plain loops. */
const WORTH_IT = 512;

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
  const [aBatch, aRow, aColumn] = inBytes(a);
  const [bBatch, bRow, bColumn] = inBytes(b);
  // One matrix for a whole batch of others that lie one below the other: that is a single product.
  const single = bBatch === 0 && aBatch === m * aRow;
  const [count, rows] = single ? [1, batch * m] : [batch, m];
  return produce("float32", batch * m * n, (y) => {
    const [p, q] = [pointer(a), pointer(b)];
    for (let i = 0; i < count; i++) {
      const [at, bt, ct] = [p + i * aBatch, q + i * bBatch, y + 4 * i * m * n];
      kernels.matmul(rows, n, k, at, aRow, aColumn, bt, bRow, bColumn, ct, WORKSPACE);
    }
  });
}

/** The same with two batch axes. */
export function matmulNested(a: View, b: View, dims: Dims & { readonly outer: number }): WasmStorage {
  const { outer, batch, m, n, k } = dims;
  if (a.dtype !== "float32" || outer * batch * m * n * k < WORTH_IT)
    return fromCpu(nestedOnCpu(onCpu(a), onCpu(b), dims));
  const [[aOuter, ...aInner], [bOuter, ...bInner]] = [a.strides, b.strides] as [number[], number[]];
  const [aBatch, aRow, aColumn] = aInner.map((stride) => 4 * stride) as [number, number, number];
  const [bBatch, bRow, bColumn] = bInner.map((stride) => 4 * stride) as [number, number, number];
  return produce("float32", outer * batch * m * n, (y) => {
    const [p, q] = [pointer(a), pointer(b)];
    for (let o = 0, c = y; o < outer; o++)
      for (let i = 0; i < batch; i++, c += 4 * m * n) {
        const at = p + 4 * o * (aOuter as number) + i * aBatch;
        const bt = q + 4 * o * (bOuter as number) + i * bBatch;
        kernels.matmul(m, n, k, at, aRow, aColumn, bt, bRow, bColumn, c, WORKSPACE);
      }
  });
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
  return produce("float32", batch * n, (y) => {
    const [p, q] = [pointer(row), pointer(readable)];
    for (let i = 0; i < batch; i++) {
      const [v, matrix, to] = [p + i * aBatch, q + i * bBatch, y + 4 * i * n];
      if (bColumn === 4) kernels.matvecColumns(n, k, matrix, bRow, v, to);
      else kernels.matvecRows(n, k, matrix, bColumn, v, to);
    }
  });
}

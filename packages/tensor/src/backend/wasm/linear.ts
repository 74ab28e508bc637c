/** A dense layer: the matrix product that ends with a bias and a function. */
import type { LinearDims, View } from "../backend.ts";
import { cpu } from "../cpu/index.ts";
import { finishNumbers } from "./finish.ts";
import { kernels } from "./kernels.ts";
import { blocks, COLUMNS, NANOSECONDS, NANOSECONDS_OF_A_READ } from "./matmul.ts";
import { callsFor, cut, type Range, share } from "./parallel.ts";
import { fromCpu, onCpu, pointer, produce, type WasmStorage } from "./storage.ts";

/** Below this many products the call costs more than plain loops. */
const WORTH_IT = 512;

/** `f(x·wᵀ + bias)`, strided. */
export function linear(x: View, weight: View, bias: View | null, dims: LinearDims): WasmStorage {
  const { m, n, k, finish } = dims;
  if (x.dtype !== "float32" || m * n * k < WORTH_IT)
    return fromCpu(cpu.linear(onCpu(x), onCpu(weight), bias && onCpu(bias), dims));
  const [xRow, xColumn] = x.strides as [number, number];
  const [wRow, wColumn] = weight.strides as [number, number];
  const f = finishNumbers[finish];
  return produce("float32", m * n, (y) => {
    const [p, q, b] = [pointer(x), pointer(weight), bias === null ? 0 : pointer(bias)];
    // A single row: the weights are read once, in the order in which they lie.
    if (m === 1 && xColumn === 1 && wColumn === 1) {
      const part = ({ from, count }: Range): number[] => [
        count,
        k,
        q + 4 * from * wRow,
        4 * wRow,
        p,
        y + 4 * from,
      ];
      share("matvecRows", cut(n, COLUMNS, callsFor(n * k * NANOSECONDS_OF_A_READ)).map(part));
      kernels.finish(1, n, y, 4 * n, b, f);
    } else {
      const [along, across] = [4 * wColumn, 4 * wRow];
      const parts = callsFor(m * n * k * NANOSECONDS);
      const block = (_: Range, rows: Range, columns: Range): number[] => [
        ...[rows.count, columns.count, k],
        ...[p + 4 * rows.from * xRow, 4 * xRow, 4 * xColumn, q + columns.from * across, along, across],
        ...[y + 4 * (rows.from * n + columns.from), 4 * n, b === 0 ? 0 : b + 4 * columns.from, f],
      ];
      share("linear", blocks(1, m, n, parts, block));
    }
  });
}

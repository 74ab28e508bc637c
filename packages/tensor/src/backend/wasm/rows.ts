/** Along the last axis of `[outer, n]`. */
import type { ReduceKernel, View } from "../backend.ts";
import { cpu } from "../cpu/index.ts";
import type { Kernels } from "./kernels.ts";
import { callsFor, cut, type Range, share } from "./parallel.ts";
import { SMALL } from "./pool.ts";
import { fromCpu, onCpu, pointer, produce, type WasmStorage } from "./storage.ts";

/** Whether a kernel has a go at it: enough float32 numbers, and rows that are not empty. */
export function worthIt(x: View, outer: number, n: number): boolean {
  return x.dtype === "float32" && outer * n > SMALL;
}

/** Columns are shared out by as many as are summed together. */
const COLUMNS = 16;

/** Kernels whose last vector of a row reaches into the next row, which must come later. */
const reaching: ReadonlySet<keyof Kernels> = new Set([
  ...(["logSoftmaxRows", "layerNormRows", "softmaxVjp", "logSoftmaxVjp"] as const),
]);

/**
 * Runs a kernel over rows `[outer, n]`.
 *
 * @param nanoseconds of one thread for an element
 * @param numbers behind the first two, which are `outer` and `n`: for rows from that one on
 */
export function shareRows(
  kernel: keyof Kernels,
  [outer, n]: readonly [number, number],
  nanoseconds: number,
  numbers: (from: number) => readonly number[],
): void {
  const parts = reaching.has(kernel) && n % 4 !== 0 ? 1 : callsFor(outer * n * nanoseconds);
  const part = ({ from, count }: Range): number[] => [count, n, ...numbers(from)];
  share(kernel, cut(outer, 1, parts).map(part));
}

/**
 * The same with one operand.
 *
 * @param result its pointer, and how many elements it has for each row
 * @param between what the kernel takes between its operand and its result
 */
function run(
  kernel: keyof Kernels,
  rows: readonly [number, number],
  x: View,
  [y, width]: readonly [number, number],
  nanoseconds: number,
  ...between: number[]
): void {
  const [p, n] = [pointer(x), rows[1]];
  shareRows(kernel, rows, nanoseconds, (from) => [p + 4 * from * n, ...between, y + 4 * from * width]);
}

/** `[outer, n]` → `[outer]`. */
export function reduce(kernel: ReduceKernel, x: View, outer: number, n: number): WasmStorage {
  if (kernel === "prod" || !worthIt(x, outer, n)) return fromCpu(cpu.reduce(kernel, onCpu(x), outer, n));
  const name = ({ sum: "sumRows", max: "maxRows", min: "minRows" } as const)[kernel];
  return produce("float32", outer, (y) => run(name, [outer, n], x, [y, 1], 0.2));
}

/** The sum over the first axis of `[n, inner]`. */
export function sumLeading(x: View, n: number, inner: number): WasmStorage {
  if (!worthIt(x, n, inner)) return fromCpu(cpu.sumLeading(onCpu(x), n, inner));
  const parts = callsFor(n * inner * 0.3);
  return produce("float32", inner, (y) => {
    const p = pointer(x);
    const part = ({ from, count }: Range): number[] => [n, count, p + 4 * from, 4 * inner, y + 4 * from];
    share("sumColumns", cut(inner, COLUMNS, parts).map(part));
  });
}

/** Where the first extreme element of each row is. */
export function argReduce(kernel: "max" | "min", x: View, outer: number, n: number): WasmStorage {
  if (!worthIt(x, outer, n)) return fromCpu(cpu.argReduce(kernel, onCpu(x), outer, n));
  const sign = kernel === "max" ? 1 : -1;
  return produce("int32", outer, (y) => run("argRows", [outer, n], x, [y, 1], 1, sign));
}

/** Running sums of each row. */
export function cumsum(x: View, outer: number, n: number): WasmStorage {
  if (!worthIt(x, outer, n)) return fromCpu(cpu.cumsum(onCpu(x), outer, n));
  return produce("float32", outer * n, (y) => run("cumsumRows", [outer, n], x, [y, n], 1));
}

/** Softmax of each row, or its logarithm. */
export function softmax(x: View, outer: number, n: number, log: boolean): WasmStorage {
  if (!worthIt(x, outer, n)) return fromCpu(cpu.softmax(onCpu(x), outer, n, log));
  const name = log ? "logSoftmaxRows" : "softmaxRows";
  return produce("float32", outer * n, (y) => run(name, [outer, n], x, [y, n], 0.8));
}

/** Each row to mean 0 and variance 1. */
export function normalize(x: View, outer: number, n: number, eps: number): WasmStorage {
  if (!worthIt(x, outer, n)) return fromCpu(cpu.normalize(onCpu(x), outer, n, eps));
  return produce("float32", outer * n, (y) => run("layerNormRows", [outer, n], x, [y, n], 0.7, 0, 0, eps));
}

/** The order of each row. */
export function argsort(x: View, outer: number, n: number, descending: boolean): WasmStorage {
  return fromCpu(cpu.argsort(onCpu(x), outer, n, descending));
}

/** Along the last axis of `[outer, n]`. */
import type { ReduceKernel, View } from "../backend.ts";
import { cpu } from "../cpu/index.ts";
import { kernels } from "./kernels.ts";
import { SMALL } from "./pool.ts";
import { fromCpu, onCpu, pointer, produce, type WasmStorage } from "./storage.ts";

/** Whether a kernel has a go at it: enough float32 numbers, and rows that are not empty. */
export function worthIt(x: View, outer: number, n: number): boolean {
  return x.dtype === "float32" && outer * n > SMALL;
}

/** `[outer, n]` → `[outer]`. */
export function reduce(kernel: ReduceKernel, x: View, outer: number, n: number): WasmStorage {
  if (kernel === "prod" || !worthIt(x, outer, n)) return fromCpu(cpu.reduce(kernel, onCpu(x), outer, n));
  const run = { sum: kernels.sumRows, max: kernels.maxRows, min: kernels.minRows }[kernel];
  return produce("float32", outer, (y) => run(outer, n, pointer(x), y));
}

/** The sum over the first axis of `[n, inner]`. */
export function sumLeading(x: View, n: number, inner: number): WasmStorage {
  if (!worthIt(x, n, inner)) return fromCpu(cpu.sumLeading(onCpu(x), n, inner));
  return produce("float32", inner, (y) => kernels.sumColumns(n, inner, pointer(x), y));
}

/** Where the first extreme element of each row is. */
export function argReduce(kernel: "max" | "min", x: View, outer: number, n: number): WasmStorage {
  if (!worthIt(x, outer, n)) return fromCpu(cpu.argReduce(kernel, onCpu(x), outer, n));
  const sign = kernel === "max" ? 1 : -1;
  return produce("int32", outer, (y) => kernels.argRows(outer, n, pointer(x), sign, y));
}

/** Running sums of each row. */
export function cumsum(x: View, outer: number, n: number): WasmStorage {
  if (!worthIt(x, outer, n)) return fromCpu(cpu.cumsum(onCpu(x), outer, n));
  return produce("float32", outer * n, (y) => kernels.cumsumRows(outer, n, pointer(x), y));
}

/** Softmax of each row, or its logarithm. */
export function softmax(x: View, outer: number, n: number, log: boolean): WasmStorage {
  if (!worthIt(x, outer, n)) return fromCpu(cpu.softmax(onCpu(x), outer, n, log));
  const run = log ? kernels.logSoftmaxRows : kernels.softmaxRows;
  return produce("float32", outer * n, (y) => run(outer, n, pointer(x), y));
}

/** Each row to mean 0 and variance 1. */
export function normalize(x: View, outer: number, n: number, eps: number): WasmStorage {
  if (!worthIt(x, outer, n)) return fromCpu(cpu.normalize(onCpu(x), outer, n, eps));
  return produce("float32", outer * n, (y) => kernels.layerNormRows(outer, n, pointer(x), 0, 0, eps, y));
}

/** The order of each row. */
export function argsort(x: View, outer: number, n: number, descending: boolean): WasmStorage {
  return fromCpu(cpu.argsort(onCpu(x), outer, n, descending));
}

/** Kernels along the last axis of `[outer, n]`: reductions, running sums, softmax, normalisation, order. */
import { allocate, arrayOf as convert, type DType } from "../../dtype.ts";
import type { ReduceKernel, View } from "../backend.ts";
import { CpuStorage, elements } from "./storage.ts";

/** Whole numbers and booleans add up in int32. */
function accumulator(dtype: DType): DType {
  return dtype === "bool" ? "int32" : dtype;
}

const start: { readonly [name in ReduceKernel]: number } = { sum: 0, prod: 1, max: -Infinity, min: Infinity };
const step: { readonly [name in ReduceKernel]: (a: number, b: number) => number } = {
  sum: (a, b) => a + b,
  prod: (a, b) => a * b,
  max: (a, b) => Math.max(a, b),
  min: (a, b) => Math.min(a, b),
};

/** `[outer, n]` → `[outer]`; accumulates in double precision. */
export function reduce(kernel: ReduceKernel, x: View, outer: number, n: number): CpuStorage {
  const input = elements(x);
  const dtype = kernel === "sum" || kernel === "prod" ? accumulator(x.dtype) : x.dtype;
  const output = allocate(dtype, outer);
  const f = kernel === "prod" && dtype === "int32" ? Math.imul : step[kernel];
  for (let o = 0; o < outer; o++) {
    let total = start[kernel];
    for (let i = o * n; i < (o + 1) * n; i++) total = f(total, input[i] as number);
    output[o] = total;
  }
  return new CpuStorage(dtype, output);
}

/** The sum over the first axis of `[n, inner]`; accumulates in double precision. */
export function sumLeading(x: View, n: number, inner: number): CpuStorage {
  const input = elements(x);
  const dtype = accumulator(x.dtype);
  const totals = new Float64Array(inner);
  for (let o = 0, at = 0; o < n; o++)
    for (let i = 0; i < inner; i++, at++) totals[i] = (totals[i] as number) + (input[at] as number);
  return new CpuStorage(dtype, convert(dtype, totals));
}

/** The index of the first extreme element of each row; the first NaN wins over everything. */
export function argReduce(kernel: "max" | "min", x: View, outer: number, n: number): CpuStorage {
  const input = elements(x);
  const output = new Int32Array(outer);
  for (let o = 0; o < outer; o++) {
    let best = 0;
    for (let i = 1; i < n; i++) {
      const candidate = input[o * n + i] as number;
      const champion = input[o * n + best] as number;
      const better = kernel === "max" ? candidate > champion : candidate < champion;
      if (better || (Number.isNaN(candidate) && !Number.isNaN(champion))) best = i;
    }
    output[o] = best;
  }
  return new CpuStorage("int32", output);
}

/** Running sums of each row. */
export function cumsum(x: View, outer: number, n: number): CpuStorage {
  const input = elements(x);
  const dtype = accumulator(x.dtype);
  const output = allocate(dtype, outer * n);
  for (let o = 0; o < outer; o++) {
    let total = 0;
    for (let i = o * n; i < (o + 1) * n; i++) {
      total += input[i] as number;
      output[i] = total;
    }
  }
  return new CpuStorage(dtype, output);
}

/** `eˣ⁻ᵐ / Σ eˣ⁻ᵐ` with the row's maximum m, or its logarithm. */
export function softmax(x: View, outer: number, n: number, log: boolean): CpuStorage {
  const input = elements(x);
  const output = allocate(x.dtype, outer * n);
  for (let o = 0; o < outer; o++) {
    let largest = -Infinity;
    for (let i = o * n; i < (o + 1) * n; i++) largest = Math.max(largest, input[i] as number);
    let total = 0;
    for (let i = o * n; i < (o + 1) * n; i++) total += Math.exp((input[i] as number) - largest);
    for (let i = o * n; i < (o + 1) * n; i++) {
      const shifted = (input[i] as number) - largest;
      output[i] = log ? shifted - Math.log(total) : Math.exp(shifted) / total;
    }
  }
  return new CpuStorage(x.dtype, output);
}

/** `(x - μ) / √(σ² + eps)`; mean and variance in double precision. */
export function normalize(x: View, outer: number, n: number, eps: number): CpuStorage {
  const input = elements(x);
  const output = allocate(x.dtype, outer * n);
  for (let o = 0; o < outer; o++) {
    let total = 0;
    for (let i = o * n; i < (o + 1) * n; i++) total += input[i] as number;
    const mean = total / n;
    let squares = 0;
    for (let i = o * n; i < (o + 1) * n; i++) squares += ((input[i] as number) - mean) ** 2;
    const root = Math.sqrt(squares / n + eps);
    for (let i = o * n; i < (o + 1) * n; i++) output[i] = ((input[i] as number) - mean) / root;
  }
  return new CpuStorage(x.dtype, output);
}

/** The indices that sort each row, stable; NaN counts as larger than everything. */
export function argsort(x: View, outer: number, n: number, descending: boolean): CpuStorage {
  const input = elements(x);
  const output = new Int32Array(outer * n);
  const sign = descending ? -1 : 1;
  for (let o = 0; o < outer; o++) {
    const row = input.subarray(o * n, (o + 1) * n);
    const order = Array.from(row.keys()).sort((i, j) => sign * compare(row[i] as number, row[j] as number));
    output.set(order, o * n);
  }
  return new CpuStorage("int32", output);
}

function compare(a: number, b: number): number {
  const [isA, isB] = [Number.isNaN(a), Number.isNaN(b)];
  if (isA || isB) return Number(isA) - Number(isB);
  return a < b ? -1 : a > b ? 1 : 0;
}

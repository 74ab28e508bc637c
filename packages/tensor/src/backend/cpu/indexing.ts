/** Kernels that move elements by index. Indices have been checked: they lie in range. */
import { allocate } from "../../dtype.ts";
import type { View } from "../backend.ts";
import { CpuStorage, elements } from "./storage.ts";

/** Extents around the indexed axis. */
export interface IndexDims {
  readonly outer: number;
  readonly n: number;
  readonly inner: number;
  readonly count: number;
}

/** Whole slices `[inner]` of `[outer, n, inner]` by index. */
export function indexSelect(x: View, index: View, { outer, n, inner, count }: IndexDims): CpuStorage {
  const [input, at] = [elements(x), elements(index)];
  const output = allocate(x.dtype, outer * count * inner);
  for (let o = 0; o < outer; o++) {
    for (let j = 0; j < count; j++) {
      const from = (o * n + (at[j] as number)) * inner;
      output.set(input.subarray(from, from + inner), (o * count + j) * inner);
    }
  }
  return new CpuStorage(x.dtype, output);
}

/** Adds slices into zeros: the transpose of `indexSelect`. */
export function indexAdd(source: View, index: View, { outer, n, inner, count }: IndexDims): CpuStorage {
  const [input, at] = [elements(source), elements(index)];
  const output = allocate(source.dtype, outer * n * inner);
  for (let o = 0; o < outer; o++) {
    for (let j = 0; j < count; j++) {
      const to = (o * n + (at[j] as number)) * inner;
      const from = (o * count + j) * inner;
      for (let i = 0; i < inner; i++)
        output[to + i] = (output[to + i] as number) + (input[from + i] as number);
    }
  }
  return new CpuStorage(source.dtype, output);
}

/** `y[o, j, i] = x[o, index[o, j, i], i]`. */
export function gather(x: View, index: View, { outer, n, inner, count }: IndexDims): CpuStorage {
  const [input, at] = [elements(x), elements(index)];
  const output = allocate(x.dtype, outer * count * inner);
  for (let to = 0; to < output.length; to++) {
    const o = Math.floor(to / (count * inner));
    output[to] = input[(o * n + (at[to] as number)) * inner + (to % inner)] as number;
  }
  return new CpuStorage(x.dtype, output);
}

/** A copy of `x` with `source[o, j, i]` added at `[o, index[o, j, i], i]`. */
export function scatterAdd(
  x: View,
  index: View,
  source: View,
  { outer, n, inner, count }: IndexDims,
): CpuStorage {
  const [input, at] = [elements(source), elements(index)];
  const output = elements(x).slice();
  for (let from = 0; from < outer * count * inner; from++) {
    const o = Math.floor(from / (count * inner));
    const to = (o * n + (at[from] as number)) * inner + (from % inner);
    output[to] = (output[to] as number) + (input[from] as number);
  }
  return new CpuStorage(x.dtype, output);
}

/** Rows side by side. */
export function concat(parts: readonly View[], outer: number, widths: readonly number[]): CpuStorage {
  const { dtype } = parts[0] as View;
  const width = widths.reduce((sum, each) => sum + each, 0);
  const output = allocate(dtype, outer * width);
  let column = 0;
  parts.forEach((part, p) => {
    const [input, own] = [elements(part), widths[p] as number];
    for (let o = 0; o < outer; o++) output.set(input.subarray(o * own, (o + 1) * own), o * width + column);
    column += own;
  });
  return new CpuStorage(dtype, output);
}

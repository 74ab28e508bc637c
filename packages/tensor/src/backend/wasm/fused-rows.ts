/** Along the last axis of `[outer, n]`, several steps in one kernel, and the vjps that are one. */
import type { NormDims, View } from "../backend.ts";
import { cpu } from "../cpu/index.ts";
import * as definition from "../cpu/vjp.ts";
import { kernels } from "./kernels.ts";
import { allocate, type Block, endStep, release, settle } from "./pool.ts";
import { shareRows, worthIt } from "./rows.ts";
import { fromCpu, onCpu, pointer, produce, WasmStorage } from "./storage.ts";

/** `normalize(x)·weight + bias`. */
export function layerNorm(x: View, weight: View | null, bias: View | null, dims: NormDims): WasmStorage {
  const { outer, n, eps } = dims;
  if (!worthIt(x, outer, n))
    return fromCpu(cpu.layerNorm(onCpu(x), weight && onCpu(weight), bias && onCpu(bias), dims));
  return produce("float32", outer * n, (y) => {
    const [w, b] = [weight === null ? 0 : pointer(weight), bias === null ? 0 : pointer(bias)];
    const p = pointer(x);
    shareRows("layerNormRows", [outer, n], 0.8, (from) => {
      const at = 4 * from * n;
      return [p + at, w, b, eps, y + at];
    });
  });
}

/** Its gradients. */
export function layerNormVjp(
  g: View,
  x: View,
  weight: View | null,
  dims: NormDims,
  wanted: readonly boolean[],
): (WasmStorage | null)[] {
  const { outer, n, eps } = dims;
  if (!worthIt(x, outer, n)) {
    const made = definition.layerNormVjp(onCpu(g), onCpu(x), weight && onCpu(weight), dims, wanted);
    return made.map((storage) => storage && fromCpu(storage));
  }
  const blocks = [outer * n, n, n].map((length, i): Block | null =>
    wanted[i] === true ? allocate("float32", length) : null,
  );
  const [gx, gw, gb] = blocks.map((block) => block?.pointer ?? 0) as [number, number, number];
  const sums = allocate("float32", 2 * n + 64);
  const w = weight === null ? 0 : pointer(weight);
  kernels.layerNormVjp(outer, n, pointer(g), pointer(x), w, eps, gx, gw, gb, sums.pointer);
  release(sums);
  for (const block of blocks) if (block !== null) settle(block);
  endStep();
  return blocks.map((block) => block && new WasmStorage(block));
}

/** The loss of each row. */
export function crossEntropy(x: View, index: View, outer: number, n: number): WasmStorage {
  if (!worthIt(x, outer, n)) return fromCpu(cpu.crossEntropy(onCpu(x), onCpu(index), outer, n));
  return produce("float32", outer, (y) => {
    const [p, right] = [pointer(x), pointer(index)];
    const numbers = (from: number): number[] => [p + 4 * from * n, right + 4 * from, y + 4 * from];
    shareRows("crossEntropyRows", [outer, n], 0.6, numbers);
  });
}

/** Its vjp. */
export function crossEntropyVjp(g: View, x: View, index: View, outer: number, n: number): WasmStorage {
  if (!worthIt(x, outer, n))
    return fromCpu(definition.crossEntropyVjp(onCpu(g), onCpu(x), onCpu(index), outer, n));
  return produce("float32", outer * n, (y) => {
    const [rate, p, right] = [pointer(g), pointer(x), pointer(index)];
    shareRows("crossEntropyVjp", [outer, n], 0.8, (from) => {
      const at = 4 * from * n;
      return [rate + 4 * from, p + at, right + 4 * from, y + at];
    });
  });
}

/** The vjp of softmax, or of its logarithm. */
export function softmaxVjp(g: View, y: View, outer: number, n: number, log: boolean): WasmStorage {
  if (!worthIt(y, outer, n)) return fromCpu(definition.softmaxVjp(onCpu(g), onCpu(y), outer, n, log));
  return produce("float32", outer * n, (out) => {
    const [rate, p] = [pointer(g), pointer(y)];
    shareRows(log ? "logSoftmaxVjp" : "softmaxVjp", [outer, n], 0.6, (from) => {
      const at = 4 * from * n;
      return [rate + at, p + at, out + at];
    });
  });
}

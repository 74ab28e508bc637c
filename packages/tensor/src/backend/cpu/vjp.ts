/** vjps along rows `[outer, n]`, each one pass over what the definition in ops takes many for. */
import { allocate } from "../../dtype.ts";
import type { NormDims, View } from "../backend.ts";
import { CpuStorage, elements } from "./storage.ts";

/** `y·g - y·Σ g·y`, or for the logarithm `g - eʸ·Σ g`. */
export function softmaxVjp(g: View, y: View, outer: number, n: number, log: boolean): CpuStorage {
  const [rate, result] = [elements(g), elements(y)];
  const output = allocate(y.dtype, outer * n);
  for (let o = 0; o < outer; o++) {
    let along = 0;
    for (let i = o * n; i < (o + 1) * n; i++)
      along += (rate[i] as number) * (log ? 1 : (result[i] as number));
    for (let i = o * n; i < (o + 1) * n; i++) {
      const [r, p] = [rate[i] as number, result[i] as number];
      output[i] = log ? r - Math.exp(p) * along : p * r - p * along;
    }
  }
  return new CpuStorage(y.dtype, output);
}

/** `g·(softmax(x) - oneHot(t))`; 0 where g is. */
export function crossEntropyVjp(g: View, x: View, index: View, outer: number, n: number): CpuStorage {
  const [rate, input, right] = [elements(g), elements(x), elements(index)];
  const output = allocate(x.dtype, outer * n);
  for (let o = 0; o < outer; o++) {
    const r = rate[o] as number;
    if (r === 0) continue;
    let largest = -Infinity;
    for (let i = o * n; i < (o + 1) * n; i++) largest = Math.max(largest, input[i] as number);
    let total = 0;
    for (let i = o * n; i < (o + 1) * n; i++) total += Math.exp((input[i] as number) - largest);
    for (let i = 0; i < n; i++) {
      const p = Math.exp((input[o * n + i] as number) - largest) / total;
      output[o * n + i] = r * (i === right[o] ? p - 1 : p);
    }
  }
  return new CpuStorage(x.dtype, output);
}

/**
 * With `z = (x - μ)/s`, `s = √(σ² + eps)` and `h = g·weight`: `(h - Σ h/n - z·Σ h·z/n)/s` for x, `Σ g·z` over rows for the
 * weight, `Σ g` for the bias.
 */
export function layerNormVjp(
  g: View,
  x: View,
  weight: View | null,
  { outer, n, eps }: NormDims,
  [wantX, wantWeight, wantBias]: readonly boolean[],
): (CpuStorage | null)[] {
  const [rate, input] = [elements(g), elements(x)];
  const factor = weight === null ? null : elements(weight);
  const gx = allocate(x.dtype, wantX === true ? outer * n : 0);
  const [gw, gb] = [new Float64Array(n), new Float64Array(n)];
  const z = new Float64Array(n);
  for (let o = 0; o < outer; o++) {
    const at = o * n;
    let mean = 0;
    for (let i = 0; i < n; i++) mean += (input[at + i] as number) / n;
    let variance = 0;
    for (let i = 0; i < n; i++) variance += ((input[at + i] as number) - mean) ** 2 / n;
    const root = Math.sqrt(variance + eps);
    let [total, along] = [0, 0];
    for (let i = 0; i < n; i++) {
      const r = rate[at + i] as number;
      const normal = ((input[at + i] as number) - mean) / root;
      z[i] = normal;
      gw[i] = (gw[i] as number) + r * normal;
      gb[i] = (gb[i] as number) + r;
      const h = factor === null ? r : r * (factor[i] as number);
      total += h;
      along += h * normal;
    }
    if (wantX !== true) continue;
    for (let i = 0; i < n; i++) {
      const r = rate[at + i] as number;
      const h = factor === null ? r : r * (factor[i] as number);
      gx[at + i] = (h - total / n - ((z[i] as number) * along) / n) / root;
    }
  }
  const stored = (sums: Float64Array): CpuStorage => {
    const output = allocate(x.dtype, n);
    output.set(sums);
    return new CpuStorage(x.dtype, output);
  };
  return [
    wantX === true ? new CpuStorage(x.dtype, gx) : null,
    wantWeight === true ? stored(gw) : null,
    wantBias === true ? stored(gb) : null,
  ];
}

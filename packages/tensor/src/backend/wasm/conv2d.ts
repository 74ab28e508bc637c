/** Convolution and pooling. */
import type { Conv2dDims, View } from "../backend.ts";
import { cpu } from "../cpu/index.ts";
import { fromCpu, onCpu, type WasmStorage } from "./storage.ts";

/** The convolution. */
export function conv2d(x: View, weight: View, dims: Conv2dDims): WasmStorage {
  return fromCpu(cpu.conv2d(onCpu(x), onCpu(weight), dims));
}

/** Its transpose in x. */
export function conv2dInputGrad(g: View, weight: View, dims: Conv2dDims): WasmStorage {
  return fromCpu(cpu.conv2dInputGrad(onCpu(g), onCpu(weight), dims));
}

/** Its transpose in the weight. */
export function conv2dWeightGrad(g: View, x: View, dims: Conv2dDims): WasmStorage {
  return fromCpu(cpu.conv2dWeightGrad(onCpu(g), onCpu(x), dims));
}

/** The largest element of each window. */
export function maxPool2d(x: View, dims: Conv2dDims): { values: WasmStorage; indices: WasmStorage } {
  const { values, indices } = cpu.maxPool2d(onCpu(x), dims);
  return { values: fromCpu(values), indices: fromCpu(indices) };
}

/** Elements by index. */
import { bytesOf } from "../../dtype.ts";
import type { View } from "../backend.ts";
import { cpu } from "../cpu/index.ts";
import { kernels } from "./kernels.ts";
import { elementsOf } from "./move.ts";
import { heap, SMALL } from "./pool.ts";
import { fromCpu, onCpu, pointer, produce, type WasmStorage } from "./storage.ts";

interface Dims {
  readonly outer: number;
  readonly n: number;
  readonly inner: number;
  readonly count: number;
}

/** Whole slices by index. */
export function indexSelect(x: View, index: View, dims: Dims): WasmStorage {
  const { outer, n, inner, count } = dims;
  const length = outer * count * inner;
  if (length <= SMALL || bytesOf(x.dtype) !== 4)
    return fromCpu(cpu.indexSelect(onCpu(x), onCpu(index), dims));
  return produce(x.dtype, length, (y) =>
    kernels.indexSelect(outer, n, inner, count, pointer(x), pointer(index), y),
  );
}

/** Slices added into zeros. */
export function indexAdd(source: View, index: View, dims: Dims): WasmStorage {
  const { outer, n, inner, count } = dims;
  const length = outer * n * inner;
  if (length <= SMALL || source.dtype !== "float32")
    return fromCpu(cpu.indexAdd(onCpu(source), onCpu(index), dims));
  return produce("float32", length, (y) =>
    kernels.indexAdd(outer, n, inner, count, pointer(source), pointer(index), y),
  );
}

/** `y[o, j, i] = x[o, index[o, j, i], i]`. */
export function gather(x: View, index: View, dims: Dims): WasmStorage {
  const { outer, n, inner, count } = dims;
  const length = outer * count * inner;
  if (length <= SMALL || bytesOf(x.dtype) !== 4) return fromCpu(cpu.gather(onCpu(x), onCpu(index), dims));
  return produce(x.dtype, length, (y) =>
    kernels.gather(outer, n, inner, count, pointer(x), pointer(index), y),
  );
}

/** A copy of x with elements added. */
export function scatterAdd(x: View, index: View, source: View, dims: Dims): WasmStorage {
  const { outer, n, inner, count } = dims;
  const length = outer * n * inner;
  if (length <= SMALL || x.dtype !== "float32")
    return fromCpu(cpu.scatterAdd(onCpu(x), onCpu(index), onCpu(source), dims));
  return produce("float32", length, (y) => {
    pointer(x);
    heap.write("float32", y, elementsOf(x));
    kernels.scatterAdd(outer, n, inner, count, pointer(source), pointer(index), y);
  });
}

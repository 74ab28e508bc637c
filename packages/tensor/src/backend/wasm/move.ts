/** Elements brought in, out, and into order. */
import { bytesOf, type DType, type TypedArray } from "../../dtype.ts";
import type { Storage, View } from "../backend.ts";
import { cpu } from "../cpu/index.ts";
import { kernels } from "./kernels.ts";
import { collapse, eachMatrix, isDense, pieceRows, rowMajor } from "./layout.ts";
import { Calls, callsFor } from "./parallel.ts";
import { arrayOf, endStep, heap, SMALL } from "./pool.ts";
import { adopt, fromCpu, lengthOf, onCpu, pointer, produce, type WasmStorage } from "./storage.ts";

/** Nanoseconds of one thread to bring an element into order. */
const NANOSECONDS = 0.4;

/** Copies elements in. */
export function upload(dtype: DType, elements: TypedArray): WasmStorage {
  if (elements.length <= SMALL) return adopt(dtype, elements.slice());
  return produce(dtype, elements.length, (y) => heap.write(dtype, y, elements));
}

/** A copy of a view's elements. */
export function download(view: View): TypedArray {
  const made = isDense(view) || bytesOf(view.dtype) !== 4 ? null : contiguous(view);
  const elements = cpu.download(onCpu(made === null ? view : rowMajor(view, made)));
  endStep();
  return elements;
}

/** Elements of a strided view in row-major order. */
export function contiguous(x: View): WasmStorage {
  const length = lengthOf(x);
  if (length <= SMALL || bytesOf(x.dtype) !== 4) return fromCpu(cpu.contiguous(onCpu(x)));
  const layout = collapse(x.shape, [x.strides]);
  // Short rows are copied by whole vectors: the last one reaches into the next row, which must come later.
  const parts = (layout.shape.at(-1) ?? 1) % 4 === 0 ? callsFor(NANOSECONDS * length) : 1;
  return produce(x.dtype, length, (y) => {
    const from = pointer(x);
    const calls = new Calls("copyMatrix", parts);
    eachMatrix(
      layout,
      ([start], out, { outer, inner, rows, steps }) => {
        const at = from + 4 * (start as number);
        calls.add(outer, inner, at, 4 * (rows[0] as number), 4 * (steps[0] as number), y + 4 * out);
      },
      // Columns that lie whole are turned over by squares, four of them in a row: see move/copy.
      Math.ceil(pieceRows(layout, parts) / 16) * 16,
    );
    calls.run();
  });
}

/** Overwrites a storage. What it is overwritten with may be a view of itself. */
export function assign(target: Storage, source: View): void {
  const { block } = target as WasmStorage;
  const own = source.storage === target || !isDense(source);
  const from = own ? download(source) : elementsOf(source);
  arrayOf(block).set(from);
  endStep();
}

/** The elements of a contiguous view, where they lie. */
export function elementsOf(view: View): TypedArray {
  const { block } = view.storage as WasmStorage;
  const { offset } = view;
  return arrayOf(block).subarray(offset, offset + lengthOf(view));
}

/** Elements as another type; only to bool do they need a look. */
export function cast(x: View, dtype: DType): WasmStorage {
  const length = lengthOf(x);
  if (dtype === "bool" || length <= SMALL) return fromCpu(cpu.cast(onCpu(x), dtype));
  return produce(dtype, length, (y) => {
    pointer(x);
    heap.view(dtype, y, length).set(elementsOf(x));
  });
}

/** The same number throughout. */
export function fill(dtype: DType, length: number, value: number): WasmStorage {
  if (length <= SMALL) return fromCpu(cpu.fill(dtype, length, value));
  return produce(dtype, length, (y) => heap.view(dtype, y, length).fill(value));
}

/** Views side by side. */
export function concat(parts: readonly View[], outer: number, widths: readonly number[]): WasmStorage {
  const { dtype } = parts[0] as View;
  const bytes = bytesOf(dtype);
  const width = widths.reduce((sum, own) => sum + own, 0);
  if (outer * width <= SMALL) return fromCpu(cpu.concat(parts.map(onCpu), outer, widths));
  return produce(dtype, outer * width, (y) => {
    let column = 0;
    parts.forEach((part, i) => {
      const own = bytes * (widths[i] as number);
      kernels.copyBlock(outer, own, pointer(part), own, y + column, bytes * width);
      column += own;
    });
  });
}

/** Element by element. */
import type { DType } from "../../dtype.ts";
import type { BinaryKernel, UnaryKernel, View } from "../backend.ts";
import { cpu } from "../cpu/index.ts";
import { kernels } from "./kernels.ts";
import { collapse, eachMatrix, isDense, type Layout, rowMajor } from "./layout.ts";
import { contiguous } from "./move.ts";
import { SMALL } from "./pool.ts";
import { free, fromCpu, lengthOf, onCpu, pointer, produce, type WasmStorage } from "./storage.ts";

/** `y = f(x)`. */
export function unary(kernel: UnaryKernel, x: View, dtype: DType, parameter = 0): WasmStorage {
  const length = lengthOf(x);
  const run = kernels[kernel];
  if (run === undefined || length <= SMALL || x.dtype !== "float32" || dtype !== "float32")
    return fromCpu(cpu.unary(kernel, onCpu(x), dtype, parameter));
  return produce(dtype, length, (y) => run(length, pointer(x), y, parameter));
}

/** `y = f(a, b)`, strided. */
export function binary(kernel: BinaryKernel, a: View, b: View, dtype: DType): WasmStorage {
  const length = lengthOf(a);
  const run = kernels[kernel];
  if (run === undefined || length <= SMALL || a.dtype !== "float32" || b.dtype !== "float32")
    return fromCpu(cpu.binary(kernel, onCpu(a), onCpu(b), dtype));
  if (isDense(a) && isDense(b))
    return produce(dtype, length, (y) => run(1, length, pointer(a), 0, 1, pointer(b), 0, 1, y));
  const [[x, z], layout] = stepping([a, b]) as [[View, View], Layout];
  const bytes = dtype === "bool" ? 1 : 4;
  const result = produce(dtype, length, (y) => {
    const [p, q] = [pointer(x), pointer(z)];
    eachMatrix(layout, ([i, j], out, { outer, inner, rows: [aRow, bRow], steps: [aStep, bStep] }) =>
      run(
        outer,
        inner,
        p + 4 * (i as number),
        4 * (aRow as number),
        aStep as number,
        q + 4 * (j as number),
        4 * (bRow as number),
        bStep as number,
        y + bytes * out,
      ),
    );
  });
  freeCopies([x, z], [a, b]);
  return result;
}

/** `condition ? a : b`, strided. */
export function where(condition: View, a: View, b: View): WasmStorage {
  const length = lengthOf(a);
  if (length <= SMALL || a.dtype === "float64" || a.dtype === "bool" || condition.dtype !== "bool")
    return fromCpu(cpu.where(onCpu(condition), onCpu(a), onCpu(b)));
  const [[c, x, z], layout] = stepping([condition, a, b]) as [[View, View, View], Layout];
  const result = produce(a.dtype, length, (y) => {
    const [o, p, q] = [pointer(c), pointer(x), pointer(z)];
    eachMatrix(layout, (starts, out, { outer, inner, rows, steps }) => {
      const [h, i, j] = starts as [number, number, number];
      const [cRow, aRow, bRow] = rows as [number, number, number];
      const [cStep, aStep, bStep] = steps as [number, number, number];
      const y0 = y + 4 * out;
      const [a0, b0] = [p + 4 * i, q + 4 * j];
      kernels.where(outer, inner, o + h, cRow, cStep, a0, 4 * aRow, aStep, b0, 4 * bRow, bStep, y0);
    });
  });
  freeCopies([c, x, z], [condition, a, b]);
  return result;
}

/**
 * Operands as kernels take them: along the last axis each steps from element to element or stays. One that lies otherwise, as
 * a transposed matrix does, is copied first.
 */
function stepping(views: readonly View[]): [View[], Layout] {
  const layoutOf = (of: readonly View[]): Layout =>
    collapse(
      (of[0] as View).shape,
      of.map(({ strides }) => strides),
    );
  const layout = layoutOf(views);
  const good = layout.strides.map((own) => {
    const last = own.at(-1) ?? 0;
    return last === 0 || last === 1;
  });
  if (good.every(Boolean)) return [[...views], layout];
  const copies = views.map((view, i) => (good[i] === true ? view : rowMajor(view, contiguous(view))));
  return [copies, layoutOf(copies)];
}

/** Gives back what was copied for a kernel. */
function freeCopies(views: readonly View[], originals: readonly View[]): void {
  views.forEach(({ storage }, i) => {
    if (storage !== originals[i]?.storage) free(storage);
  });
}

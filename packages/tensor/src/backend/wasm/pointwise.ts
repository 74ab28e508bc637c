/** Element by element. */
import type { DType } from "../../dtype.ts";
import type { BinaryKernel, UnaryKernel, View } from "../backend.ts";
import { cpu } from "../cpu/index.ts";
import { kernels, type Zip } from "./kernels.ts";
import { collapse, eachMatrix, isDense, type Layout, pieceRows, rowMajor } from "./layout.ts";
import { contiguous } from "./move.ts";
import { Calls, callsFor, cut, type Range, share } from "./parallel.ts";
import { SMALL } from "./pool.ts";
import { free, fromCpu, lengthOf, onCpu, pointer, produce, type WasmStorage } from "./storage.ts";

/** Nanoseconds of one thread for an element: of functions that memory keeps waiting, and of those made of polynomials. */
const PLAIN = 0.3;
const ELABORATE = 1;
const elaborate: ReadonlySet<UnaryKernel | BinaryKernel> = new Set([
  ...(["exp", "expm1", "log", "log1p", "tanh", "sigmoid", "erf", "gelu", "geluTanh"] as const),
  ...(["silu", "softplus", "elu", "siluVjp", "geluVjp", "geluTanhVjp"] as const),
]);
/** Elements are shared out by so many: kernels take whole vectors, of up to sixteen elements. */
const GRAIN = 64;

function partsFor(kernel: UnaryKernel | BinaryKernel, length: number): number {
  return callsFor(length * (elaborate.has(kernel) ? ELABORATE : PLAIN));
}

/** `y = f(x)`. */
export function unary(kernel: UnaryKernel, x: View, dtype: DType, parameter = 0): WasmStorage {
  const length = lengthOf(x);
  const run = kernels[kernel];
  if (run === undefined || length <= SMALL || x.dtype !== "float32" || dtype !== "float32")
    return fromCpu(cpu.unary(kernel, onCpu(x), dtype, parameter));
  const parts = partsFor(kernel, length);
  return produce(dtype, length, (y) => {
    const p = pointer(x);
    if (parts === 1) return run(length, p, y, parameter);
    const part = ({ from, count }: Range): number[] => [count, p + 4 * from, y + 4 * from, parameter];
    share(kernel, cut(length, GRAIN, parts).map(part));
  });
}

/** `y = f(a, b)`, strided. */
export function binary(kernel: BinaryKernel, a: View, b: View, dtype: DType): WasmStorage {
  const length = lengthOf(a);
  const run = kernels[kernel];
  if (run === undefined || length <= SMALL || a.dtype !== "float32" || b.dtype !== "float32")
    return fromCpu(cpu.binary(kernel, onCpu(a), onCpu(b), dtype));
  const bytes = dtype === "bool" ? 1 : 4;
  const parts = partsFor(kernel, length);
  if (isDense(a) && isDense(b))
    return produce(dtype, length, (y) =>
      inOneGo(kernel, length, [pointer(a), pointer(b)], [1, 1], y, bytes, parts),
    );
  const [[x, z], layout] = stepping([a, b]) as [[View, View], Layout];
  const { shape, strides } = layout;
  if (shape.length === 1) {
    const steps = strides.map(([step]) => step as number);
    const result = produce(dtype, length, (y) =>
      inOneGo(kernel, length, [pointer(x), pointer(z)], steps, y, bytes, parts),
    );
    freeCopies([x, z], [a, b]);
    return result;
  }
  const shares = whole(layout, bytes) ? parts : 1;
  const result = produce(dtype, length, (y) => {
    const [p, q] = [pointer(x), pointer(z)];
    const calls = new Calls(kernel, shares);
    eachMatrix(
      layout,
      ([i, j], out, { outer, inner, rows: [aRow, bRow], steps: [aStep, bStep] }) =>
        calls.add(
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
      pieceRows(layout, shares),
    );
    calls.run();
  });
  freeCopies([x, z], [a, b]);
  return result;
}

/** A single row, from operands that step or stay. */
function inOneGo(
  kernel: BinaryKernel,
  length: number,
  [p, q]: readonly number[],
  [aStep, bStep]: readonly number[],
  y: number,
  bytes: number,
  parts: number,
): void {
  const [a, b, aBy, bBy] = [p, q, aStep, bStep] as [number, number, number, number];
  if (parts === 1) {
    (kernels[kernel] as Zip)(1, length, a, 0, aBy, b, 0, bBy, y);
    return;
  }
  const part = ({ from, count }: Range): number[] => {
    const at = 4 * from;
    return [1, count, a + at * aBy, 0, aBy, b + at * bBy, 0, bBy, y + bytes * from];
  };
  share(kernel, cut(length, GRAIN, parts).map(part));
}

/** Whether rows of the result end with whole vectors: else a row's last one reaches into the next, which must come later. */
function whole({ shape }: Layout, bytes: number): boolean {
  return ((shape.at(-1) ?? 1) * bytes) % 16 === 0;
}

/** `condition ? a : b`, strided. */
export function where(condition: View, a: View, b: View): WasmStorage {
  const length = lengthOf(a);
  if (length <= SMALL || a.dtype === "float64" || a.dtype === "bool" || condition.dtype !== "bool")
    return fromCpu(cpu.where(onCpu(condition), onCpu(a), onCpu(b)));
  const [[c, x, z], layout] = stepping([condition, a, b]) as [[View, View, View], Layout];
  const parts = whole(layout, 4) ? callsFor(length * PLAIN) : 1;
  const result = produce(a.dtype, length, (y) => {
    const [o, p, q] = [pointer(c), pointer(x), pointer(z)];
    const calls = new Calls("where", parts);
    eachMatrix(
      layout,
      (starts, out, { outer, inner, rows, steps }) => {
        const [h, i, j] = starts as [number, number, number];
        const [cRow, aRow, bRow] = rows as [number, number, number];
        const [cStep, aStep, bStep] = steps as [number, number, number];
        const y0 = y + 4 * out;
        const [a0, b0] = [p + 4 * i, q + 4 * j];
        calls.add(outer, inner, o + h, cRow, cStep, a0, 4 * aRow, aStep, b0, 4 * bRow, bStep, y0);
      },
      pieceRows(layout, parts),
    );
    calls.run();
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

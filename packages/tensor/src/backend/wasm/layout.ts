/** Strided views brought into the few forms that kernels take. */
import { contiguousStrides, isContiguous, type Shape } from "../../shape.ts";
import type { View } from "../backend.ts";
import { eachRow } from "../cpu/strided.ts";

/** Several operands over one shape, with as few axes as will do. */
export interface Layout {
  readonly shape: readonly number[];
  /** For each operand. */
  readonly strides: readonly (readonly number[])[];
}

/** Leaves out axes of extent 1, and makes one of neighbouring axes that all operands run through in one go. */
export function collapse(shape: Shape, strides: readonly Shape[]): Layout {
  const kept: number[] = [];
  const steps: number[][] = strides.map(() => []);
  for (let axis = 0; axis < shape.length; axis++) {
    const extent = shape[axis] as number;
    if (extent === 1) continue;
    const joins =
      kept.length > 0 &&
      steps.every((own, v) => own.at(-1) === extent * ((strides[v] as Shape)[axis] as number));
    if (joins) kept[kept.length - 1] = (kept.at(-1) as number) * extent;
    else kept.push(extent);
    steps.forEach((own, v) => {
      const stride = (strides[v] as Shape)[axis] as number;
      if (joins) own[own.length - 1] = stride;
      else own.push(stride);
    });
  }
  return { shape: kept, strides: steps };
}

/** A matrix for each step of the axes outside: its extents, and its strides for each operand. */
export interface Matrices {
  readonly outer: number;
  readonly inner: number;
  readonly rows: readonly number[];
  readonly steps: readonly number[];
}

/**
 * Calls `visit` with where each matrix of the last two axes begins: in every operand, and in the result. Matrices of more than
 * `most` rows come in pieces.
 */
export function eachMatrix(
  { shape, strides }: Layout,
  visit: (starts: readonly number[], out: number, matrices: Matrices) => void,
  most: number = Infinity,
): void {
  const rank = shape.length;
  const [outer, inner] = [shape[rank - 2] ?? 1, shape[rank - 1] ?? 1];
  const rows = strides.map((own) => own[rank - 2] ?? 0);
  const steps = strides.map((own) => own[rank - 1] ?? 0);
  const matrices = { outer, inner, rows, steps };
  // Matrices are walked over like rows with `outer · inner` elements, of which the caller sees to the inside.
  const size = outer * inner;
  const around = shape.slice(0, Math.max(0, rank - 2)).concat(size);
  const walk = strides.map((own) => own.slice(0, Math.max(0, rank - 2)).concat(0));
  const none = strides.map(() => 0);
  eachRow(around, walk, none, (starts, out) => {
    if (outer <= most) return visit(starts, out, matrices);
    for (let from = 0; from < outer; from += most) {
      const piece = starts.map((start, v) => start + from * (rows[v] as number));
      visit(piece, out + from * inner, { ...matrices, outer: Math.min(most, outer - from) });
    }
  });
}

/** Into pieces of how many rows matrices are cut, so that there are about so many. */
export function pieceRows({ shape }: Layout, parts: number): number {
  if (parts === 1) return Infinity;
  const rows = shape.at(-2) ?? 1;
  const matrices = shape.slice(0, -2).reduce((product, extent) => product * extent, 1);
  return Math.max(1, Math.ceil((rows * matrices) / parts));
}

/** Whether a view's elements lie one after the other. */
export function isDense({ shape, strides }: View): boolean {
  return isContiguous(shape, strides);
}

/** A view over new storage in row-major order. */
export function rowMajor(view: View, storage: View["storage"]): View {
  const { dtype, shape } = view;
  return { storage, dtype, shape, strides: contiguousStrides(shape), offset: 0 };
}

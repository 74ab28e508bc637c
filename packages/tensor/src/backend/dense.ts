/** Views as kernels want them: contiguous. */
import { contiguousStrides, isContiguous } from "../shape.ts";
import type { Backend, ReduceKernel, Storage, View } from "./backend.ts";

/** The same elements one after the other: the view itself where they are, else a copy. */
export function dense(backend: Backend, x: View): View {
  if (isContiguous(x.shape, x.strides)) return x;
  const { dtype, shape } = x;
  return { storage: backend.contiguous(x), dtype, shape, strides: contiguousStrides(shape), offset: 0 };
}

/** The same elements with the given axes moved to the end, one after the other. */
export function axesLast(backend: Backend, x: View, axes: readonly number[]): View {
  const order = [...x.shape.keys()].filter((axis) => !axes.includes(axis)).concat(axes);
  const { storage, dtype, offset } = x;
  const shape = order.map((axis) => x.shape[axis] as number);
  const strides = order.map((axis) => x.strides[axis] as number);
  return dense(backend, { storage, dtype, shape, strides, offset });
}

/**
 * Reduces the given axes of a view: `[...kept, ...axes]` → the kept elements in row-major order. A copy with these axes last,
 * where one is needed, is given back at once: it is of no use to anybody else, and every bias gradient makes one.
 */
export function reduceAxes(
  backend: Backend,
  kernel: ReduceKernel,
  x: View,
  axes: readonly number[],
  extents: { readonly outer: number; readonly n: number },
): Storage {
  const rows = axesLast(backend, x, axes);
  const reduced = backend.reduce(kernel, rows, extents.outer, extents.n);
  if (rows.storage !== x.storage) backend.release?.(rows.storage);
  return reduced;
}

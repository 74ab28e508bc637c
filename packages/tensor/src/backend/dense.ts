/** Views as kernels want them: contiguous. */
import { contiguousStrides, isContiguous, sizeOf } from "../shape.ts";
import type { Backend, ReduceKernel, Storage, View } from "./backend.ts";

/** Copies that `dense` made for the kernels that run now, and how many callers there are who will give them back. */
const copies: Storage[] = [];
let watchers = 0;

/** The same elements one after the other: the view itself where they are, else a copy. */
export function dense(backend: Backend, x: View): View {
  if (isContiguous(x.shape, x.strides)) return x;
  const { dtype, shape } = x;
  const storage = backend.contiguous(x);
  if (watchers > 0) copies.push(storage);
  return { storage, dtype, shape, strides: contiguousStrides(shape), offset: 0 };
}

/**
 * Runs kernels, and gives back the copies that `dense` made for them: they are of no use to anybody else.
 *
 * @param isKept whether a storage is among the results
 */
export function withoutCopies<T>(
  backend: Backend,
  run: () => T,
  isKept: (result: T, storage: Storage) => boolean,
): T {
  const before = copies.length;
  watchers++;
  try {
    const result = run();
    for (let i = before; i < copies.length; i++) {
      const storage = copies[i] as Storage;
      if (!isKept(result, storage)) backend.release?.(storage);
    }
    return result;
  } finally {
    copies.length = before;
    watchers--;
  }
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
  const leading = leadingAxes(x.shape.length, axes);
  if (kernel === "sum" && leading > 0) return sumBothEnds(backend, x, leading, extents);
  const rows = axesLast(backend, x, axes);
  const reduced = backend.reduce(kernel, rows, extents.outer, extents.n);
  if (rows.storage !== x.storage) backend.release?.(rows.storage);
  return reduced;
}

/** How many axes at the beginning are among `axes`, if all others among them are at the end; else 0. */
function leadingAxes(rank: number, axes: readonly number[]): number {
  const gap = axes.findIndex((axis, i) => axis !== i);
  const leading = gap < 0 ? axes.length : gap;
  const trailing = axes.length - leading;
  return axes.slice(leading).every((axis, i) => axis === rank - trailing + i) ? leading : 0;
}

/**
 * The sum over first and last axes, as a bias for each channel is summed over: in two passes, of the elements as they lie. In
 * row-major order always, so that the result does not depend on the layout.
 */
function sumBothEnds(
  backend: Backend,
  x: View,
  leading: number,
  { outer, n }: { readonly outer: number; readonly n: number },
): Storage {
  const rows = dense(backend, x);
  const lead = sizeOf(x.shape.slice(0, leading));
  const tail = lead === 0 ? 1 : n / lead;
  let partial = rows.storage;
  let { offset } = rows;
  if (tail !== 1) {
    partial = backend.reduce("sum", rows, lead * outer, tail);
    if (rows.storage !== x.storage) backend.release?.(rows.storage);
    offset = 0;
  }
  const view = { storage: partial, dtype: partial.dtype, shape: [lead, outer], strides: [outer, 1], offset };
  const total = backend.sumLeading(view, lead, outer);
  if (partial !== x.storage) backend.release?.(partial);
  return total;
}

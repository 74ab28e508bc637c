/** Views as kernels want them: contiguous. */
import { contiguousStrides, isContiguous } from "../shape.ts";
import type { Backend, View } from "./backend.ts";

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

/** Kernels that work along one axis and leave the shape as it is: softmax, running sums, sorting. */
import type { Backend, Storage, View } from "../backend/backend.ts";
import { axesLast } from "../backend/dense.ts";
import { contiguousStrides, sizeOf } from "../shape.ts";
import type { Result } from "../tensor.ts";

/**
 * Runs a kernel on the rows along `axis`. Where that is not the last axis the rows are copied side by side; the result
 * stays so, and is seen with the axes in their old order: it is not copied back.
 */
export function alongAxis(
  backend: Backend,
  x: View,
  axis: number,
  kernel: (rows: View, outer: number, n: number) => Storage,
): Result {
  const rows = axesLast(backend, x, [axis]);
  const storage = kernel(rows, sizeOf(rows.shape.slice(0, -1)), x.shape[axis] as number);
  const strides = contiguousStrides(rows.shape);
  return { storage, shape: x.shape, strides: strides.slice(0, -1).toSpliced(axis, 0, 1) };
}

/** Walks over strided views in row-major order. */
import type { Shape } from "../../shape.ts";

/**
 * Calls `row(start₀, start₁, ..., out)` for each innermost row: where it begins in each view, and in the row-major result.
 * The innermost axis is left to the caller, so that its loop stays plain.
 *
 * @param strides of each view, all for `shape`
 */
export function eachRow(
  shape: Shape,
  strides: readonly Shape[],
  offsets: readonly number[],
  row: (starts: readonly number[], out: number) => void,
): void {
  const rank = shape.length;
  if (shape.some((extent) => extent === 0)) return;
  const starts = [...offsets];
  if (rank <= 1) {
    row(starts, 0);
    return;
  }
  const index = new Array<number>(rank - 1).fill(0);
  const width = shape[rank - 1] as number;
  for (let out = 0; ; out += width) {
    row(starts, out);
    let axis = rank - 2;
    for (; axis >= 0; axis--) {
      index[axis] = (index[axis] as number) + 1;
      for (let v = 0; v < starts.length; v++)
        starts[v] = (starts[v] as number) + ((strides[v] as Shape)[axis] as number);
      if ((index[axis] as number) < (shape[axis] as number)) break;
      for (let v = 0; v < starts.length; v++)
        starts[v] = (starts[v] as number) - (index[axis] as number) * ((strides[v] as Shape)[axis] as number);
      index[axis] = 0;
    }
    if (axis < 0) return;
  }
}

/** Extent and stride of the innermost axis; a scalar counts as one element. */
export function innermost(shape: Shape, strides: Shape): { width: number; step: number } {
  const rank = shape.length;
  return rank === 0
    ? { width: 1, step: 0 }
    : { width: shape[rank - 1] as number, step: strides[rank - 1] as number };
}

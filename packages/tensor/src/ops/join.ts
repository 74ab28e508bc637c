/** Tensors put together and taken apart. */
import { dense } from "../backend/dense.ts";
import { zerosLike } from "../create.ts";
import { bytesOf, promote } from "../dtype.ts";
import { apply } from "../engine/apply.ts";
import { normalizeAxis, show, sizeOf } from "../shape.ts";
import type { Op, Tensor } from "../tensor.ts";
import { cast } from "./pointwise.ts";
import { slice } from "./slice.ts";

/** See {@link concat}. */
export const concatOp: Op<{ axis: number }> = {
  name: "concat",
  shape: (parts, { axis }) => {
    const [first] = parts as [Tensor];
    const extent = parts.reduce((sum, part) => sum + (part.shape[axis] as number), 0);
    return { shape: first.shape.with(axis, extent), dtype: first.dtype };
  },
  forward: (backend, parts, { axis }, { shape }) => {
    const outer = sizeOf(shape.slice(0, axis));
    const widths = parts.map((part) => sizeOf(part.shape.slice(axis)));
    return {
      storage: backend.concat(
        parts.map((part) => dense(backend, part)),
        outer,
        widths,
      ),
      shape,
    };
  },
  saves: { inputs: [], output: false },
  vjp: (g, i, { inputs, attrs: { axis } }) => {
    const extents = inputs.map((part) => part.shape[axis] as number);
    const start = extents.slice(0, i).reduce((sum, extent) => sum + extent, 0);
    return slice(g, axis, start, start + (extents[i] as number));
  },
  jvp: (t, { inputs, attrs }) =>
    concat(
      inputs.map((part, i) => t[i] ?? zerosLike(part)),
      attrs.axis,
    ),
  cost: (_parts, _attrs, output) => ({ flops: 0, bytes: 2 * sizeOf(output.shape) * bytesOf(output.dtype) }),
};

/**
 * Tensors one after the other along an axis.
 *
 * @throws RangeError if they differ along another axis
 */
export function concat(parts: readonly Tensor[], axis = 0): Tensor {
  const [first] = parts;
  if (first === undefined) throw new RangeError("concat: no tensors; give at least one");
  const normal = normalizeAxis("concat", axis, first.rank);
  for (const part of parts) {
    if (part.rank !== first.rank || part.shape.some((extent, i) => i !== normal && extent !== first.shape[i]))
      throw new RangeError(
        `concat: shapes ${show(first.shape)} and ${show(part.shape)} may differ along axis ${normal} only; reshape one of them`,
      );
  }
  const dtype = parts.map((part) => part.dtype).reduce(promote);
  return apply(
    concatOp,
    parts.map((part) => cast(part, dtype)),
    { axis: normal },
  );
}

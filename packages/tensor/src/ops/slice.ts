/** Parts of a tensor along one axis, as views, and their transpose: zeros around. */
import { dense } from "../backend/dense.ts";
import { apply } from "../engine/apply.ts";
import { normalizeAxis, sizeOf } from "../shape.ts";
import type { Op, Tensor } from "../tensor.ts";
import { linear } from "./linear.ts";

interface Slice {
  readonly axis: number;
  readonly start: number;
  readonly step: number;
  readonly count: number;
}

/** See {@link slice}. */
export const sliceOp: Op<Slice> = linear<Slice>({
  name: "slice",
  shape: (x, { axis, count }) => ({ shape: x.shape.with(axis, count), dtype: x.dtype }),
  forward: (_backend, x, { axis, start, step }, { shape }) => ({
    storage: x.storage,
    shape,
    strides: x.strides.with(axis, (x.strides[axis] as number) * step),
    offset: x.offset + (x.strides[axis] as number) * start,
  }),
  transpose: (g, x, attrs) => unslice(g, { ...attrs, extent: x.shape[attrs.axis] as number }),
  flops: () => 0,
});

/** See {@link slice}: zeros everywhere but where the slice was taken from. */
export const unsliceOp: Op<Slice & { extent: number }> = linear<Slice & { extent: number }>({
  name: "unslice",
  shape: (x, { axis, extent }) => ({ shape: x.shape.with(axis, extent), dtype: x.dtype }),
  forward: (backend, x, { axis, start, step, count, extent }, { shape }) => {
    const dims = {
      outer: sizeOf(shape.slice(0, axis)),
      n: extent,
      inner: sizeOf(shape.slice(axis + 1)),
      count,
    };
    const index = Int32Array.from({ length: count }, (_, i) => start + i * step);
    const at = {
      storage: backend.upload("int32", index),
      dtype: "int32" as const,
      shape: [count],
      strides: [1],
      offset: 0,
    };
    return { storage: backend.indexAdd(dense(backend, x), at, dims), shape };
  },
  transpose: (g, _x, { axis, start, step, count }) => slice(g, axis, start, start + count * step, step),
  flops: () => 0,
});

function unslice(g: Tensor, attrs: Slice & { extent: number }): Tensor {
  return apply(unsliceOp, [g], attrs);
}

/**
 * `x[start:end:step]` along an axis, a view. Negative numbers count from the end; `end` is not included, and ends beyond
 * the axis are cut, as in Python. A negative step walks backwards.
 *
 * @throws RangeError if the step is 0
 */
export function slice(x: Tensor, axis: number, start?: number, end?: number, step = 1): Tensor {
  const normal = normalizeAxis("slice", axis, x.rank);
  const extent = x.shape[normal] as number;
  if (!Number.isInteger(step) || step === 0)
    throw new RangeError(`slice: step is ${step}; it must be a whole number other than 0`);
  const [lowest, highest] = step > 0 ? [0, extent] : [-1, extent - 1];
  const place = (at: number) => Math.min(Math.max(at < 0 ? at + extent : at, lowest), highest);
  const from = start === undefined ? (step > 0 ? 0 : extent - 1) : place(start);
  const to = end === undefined ? (step > 0 ? extent : -1) : place(end);
  const count = Math.max(0, Math.ceil((to - from) / step));
  if (step === 1 && from === 0 && count === extent) return x;
  return apply(sliceOp, [x], { axis: normal, start: count === 0 ? 0 : from, step, count });
}

/** Parts of a tensor along one axis, as views, and their transpose: zeros around. */
import { dense } from "../backend/dense.ts";
import { apply } from "../engine/apply.ts";
import { normalizeAxis, show, sizeOf } from "../shape.ts";
import type { Op, Tensor } from "../tensor.ts";
import { linear } from "./linear.ts";
import { reshape } from "./stretch.ts";

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
  transpose: (g, _x, { axis, start, step, count }) => apply(sliceOp, [g], { axis, start, step, count }),
  flops: () => 0,
});

/** The transpose of a slice: `g` where it was taken from, zeros elsewhere. */
export function unslice(g: Tensor, attrs: Slice & { extent: number }): Tensor {
  return apply(unsliceOp, [g], attrs);
}

/**
 * What is wanted of one axis: `[start, end, step]`, where `null` or nothing means as far as it goes (step 1); a number
 * takes one place and drops the axis; `null` takes the whole axis.
 */
export type SliceRange =
  | readonly [start?: number | null, end?: number | null, step?: number | null]
  | number
  | null;

/**
 * `x[start:end:step]` along an axis, a view. Negative numbers count from the end; `end` is not included, and ends beyond
 * the axis are cut, as in Python. A negative step walks backwards, which PyTorch cannot.
 *
 * Or a list, one entry for each axis from the left: `slice(x, [[1, 4], null, -1])` is Python's `x[1:4, :, -1]`.
 *
 * @throws RangeError if the step is 0, or there are more ranges than axes
 */
export function slice(
  x: Tensor,
  axis: number | readonly SliceRange[],
  start?: number,
  end?: number,
  step?: number,
): Tensor {
  return typeof axis === "number" ? sliceAxis(x, axis, start, end, step) : sliceAll(x, axis);
}

function sliceAxis(x: Tensor, axis: number, start?: number, end?: number, step = 1): Tensor {
  const normal = normalizeAxis("slice", axis, x.rank);
  const extent = x.shape[normal] as number;
  if (!Number.isInteger(step) || step === 0)
    throw new RangeError(`slice: step is ${step}; it must be a whole number other than 0`);
  for (const at of [start, end])
    if (at !== undefined && !Number.isInteger(at) && Math.abs(at) !== Infinity)
      throw new RangeError(`slice: from ${start} to ${end}; both must be whole numbers`);
  const [lowest, highest] = step > 0 ? [0, extent] : [-1, extent - 1];
  const place = (at: number) => Math.min(Math.max(at < 0 ? at + extent : at, lowest), highest);
  const from = start === undefined ? (step > 0 ? 0 : extent - 1) : place(start);
  const to = end === undefined ? (step > 0 ? extent : -1) : place(end);
  const count = Math.max(0, Math.ceil((to - from) / step));
  if (step === 1 && from === 0 && count === extent) return x;
  return apply(sliceOp, [x], { axis: normal, start: count === 0 ? 0 : from, step, count });
}

function sliceAll(x: Tensor, ranges: readonly SliceRange[]): Tensor {
  if (ranges.length > x.rank)
    throw new RangeError(
      `slice: ${ranges.length} ranges for a tensor of shape ${show(x.shape)}; give at most one for each of its axes`,
    );
  // From the right, so that an axis that is dropped does not move those still to come.
  return ranges.reduceRight<Tensor>((part, range, axis) => {
    if (range === null) return part;
    if (typeof range === "number") return select(part, axis, range);
    const [start, end, step] = range;
    return sliceAxis(part, axis, start ?? undefined, end ?? undefined, step ?? undefined);
  }, x);
}

/**
 * One place along an axis, which is dropped, a view: `select(x, 0, i)` is `x[i]`. Negative numbers count from the end.
 *
 * @throws RangeError if there is no such place
 */
export function select(x: Tensor, axis: number, index: number): Tensor {
  const normal = normalizeAxis("select", axis, x.rank);
  const extent = x.shape[normal] as number;
  if (!Number.isInteger(index) || index < -extent || index >= extent)
    throw new RangeError(
      `select: index ${index} is out of range for axis ${normal} of extent ${extent}; ` +
        (extent === 0 ? "there is nothing to select" : `indices go from ${-extent} to ${extent - 1}`),
    );
  const at = index < 0 ? index + extent : index;
  return reshape(sliceAxis(x, normal, at, at + 1), x.shape.toSpliced(normal, 1));
}

/**
 * `length` places along an axis from `start` on, a view.
 *
 * @throws RangeError if they do not all lie on the axis; `slice` would cut them
 */
export function narrow(x: Tensor, axis: number, start: number, length: number): Tensor {
  const normal = normalizeAxis("narrow", axis, x.rank);
  const extent = x.shape[normal] as number;
  const from = start < 0 ? start + extent : start;
  if (
    !Number.isInteger(from) ||
    !Number.isInteger(length) ||
    from < 0 ||
    length < 0 ||
    from + length > extent
  )
    throw new RangeError(
      `narrow: ${length} places from ${start} on do not lie on axis ${normal} of extent ${extent}; ` +
        "start + length may be the extent at most",
    );
  return sliceAxis(x, normal, from, from + length);
}

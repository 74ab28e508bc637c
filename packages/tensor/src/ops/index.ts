/** Reading and writing by index: `gather` and `scatterAdd` element by element, `indexSelect` and `indexAdd` whole slices. */
import { dense } from "../backend/dense.ts";
import { zeros, zerosLike } from "../create.ts";
import { bytesOf, type DType, promote } from "../dtype.ts";
import { apply } from "../engine/apply.ts";
import { broadcastShapes, normalizeAxis, sameShape, show, sizeOf } from "../shape.ts";
import type { Op, Tensor } from "../tensor.ts";
import { around, checkIndices, indexed } from "./indices.ts";
import { add, cast } from "./pointwise.ts";
import { slice, unslice } from "./slice.ts";
import { expand, reshape } from "./stretch.ts";

interface Along {
  readonly axis: number;
}

/** See {@link indexSelect}. The index has one axis and is in range. */
export const indexSelectOp: Op<Along> = indexed<Along>({
  name: "indexSelect",
  shape: (x, index, { axis }) => ({ shape: x.shape.with(axis, index.size), dtype: x.dtype }),
  forward: (backend, x, index, { axis }) =>
    backend.indexSelect(x, index, around(x.shape, axis, sizeOf(index.shape))),
  transpose: (g, x, index, { axis }) =>
    apply(indexAddOp, [g, index], { axis, extent: x.shape[axis] as number }),
});

/** See {@link indexAdd}; this one adds into zeros whose extent along the axis is `extent`. */
export const indexAddOp: Op<Along & { extent: number }> = indexed<Along & { extent: number }>({
  name: "indexAdd",
  shape: (source, _index, { axis, extent }) => ({
    shape: source.shape.with(axis, extent),
    dtype: source.dtype,
  }),
  forward: (backend, source, index, { axis }, { shape }) =>
    backend.indexAdd(source, index, around(shape, axis, sizeOf(index.shape))),
  transpose: (g, _source, index, { axis }) => apply(indexSelectOp, [g, index], { axis }),
});

/**
 * Whole slices along an axis, in the order of `index`: `y[.., j, ..] = x[.., index[j], ..]`. An index may come several
 * times; its gradients add up.
 *
 * @param index int32, one axis
 * @throws RangeError if an index is below 0 or beyond the axis
 */
export function indexSelect(x: Tensor, axis: number, index: Tensor): Tensor {
  const normal = normalizeAxis("indexSelect", axis, x.rank);
  checkOneAxis("indexSelect", index);
  checkIndices("indexSelect", index, normal, x.shape[normal] as number);
  return apply(indexSelectOp, [x, index], { axis: normal });
}

/**
 * `x` with the slices of `source` added: `y[.., index[j], ..] = x[.., index[j], ..] + source[.., j, ..]`. What one index
 * receives several times adds up. Where PyTorch works in place, this gives a new tensor.
 *
 * @param index int32, one axis, as long as `source` along `axis`
 * @throws RangeError if an index is below 0 or beyond the axis, or shapes do not fit
 */
export function indexAdd(x: Tensor, axis: number, index: Tensor, source: Tensor): Tensor {
  const normal = normalizeAxis("indexAdd", axis, x.rank);
  const extent = x.shape[normal] as number;
  checkOneAxis("indexAdd", index);
  const expected = x.shape.with(normal, index.size);
  if (!sameShape(source.shape, expected))
    throw new RangeError(
      `indexAdd: the source has shape ${show(source.shape)}, but ${index.size} slices of ${show(x.shape)} along axis ` +
        `${normal} have ${show(expected)}; make them equal`,
    );
  checkIndices("indexAdd", index, normal, extent);
  const dtype = additive(x, source);
  const added = apply(indexAddOp, [cast(source, dtype), index], { axis: normal, extent });
  return add(cast(x, dtype), added);
}

function checkOneAxis(name: string, index: Tensor): void {
  if (index.rank !== 1)
    throw new RangeError(
      `${name}: the index has shape ${show(index.shape)}; it must have one axis: reshape(index, [-1])`,
    );
}

/** The type in which elements of two tensors add up. */
function additive(a: Tensor, b: Tensor): DType {
  const dtype = promote(a.dtype, b.dtype);
  return dtype === "bool" ? "int32" : dtype;
}

/** See {@link gather}. The index has the extents of `x` along all other axes, and is in range. */
export const gatherOp: Op<Along> = indexed<Along>({
  name: "gather",
  shape: (x, index) => ({ shape: index.shape, dtype: x.dtype }),
  forward: (backend, x, index, { axis }, { shape }) =>
    backend.gather(x, index, around(x.shape, axis, shape[axis] as number)),
  transpose: (g, x, index, attrs) => apply(scatterAddOp, [zerosLike(x), index, g], attrs),
});

/** See {@link scatterAdd}. The index has the shape of `source`, is in range, and along all other axes that of `x`. */
export const scatterAddOp: Op<Along> = {
  name: "scatterAdd",
  shape: ([x]) => x as Tensor,
  forward: (backend, inputs, { axis }, { shape }) => {
    const [x, index, source] = inputs.map((input) => dense(backend, input)) as [Tensor, Tensor, Tensor];
    const dims = around(shape, axis, source.shape[axis] as number);
    return { storage: backend.scatterAdd(x, index, source, dims), shape };
  },
  saves: { inputs: [1], output: false },
  vjp: (g, i, { inputs: [, index], attrs }) => {
    if (i === 0) return g;
    return i === 1 ? null : apply(gatherOp, [g, index as Tensor], attrs);
  },
  jvp: ([t, , s], { inputs: [x, index], attrs }) =>
    s ? apply(scatterAddOp, [t ?? zerosLike(x as Tensor), index as Tensor, s], attrs) : (t ?? null),
  cost: ([x, index, source], _attrs, output) => ({
    flops: sizeOf((source as Tensor).shape),
    bytes: [x, index, source, output].reduce((sum, meta) => {
      const { shape, dtype } = meta as Tensor;
      return sum + sizeOf(shape) * bytesOf(dtype);
    }, 0),
  }),
};

/**
 * Elements along an axis by index, for axis 0 of a matrix `y[i, j] = x[index[i, j], j]`. The result has the shape of the
 * index, which may be shorter than `x` along the other axes. Gradients of an element that was read several times add up.
 *
 * @param index int32, as many axes as `x`
 * @throws RangeError if an index is below 0 or beyond the axis, or the index is longer than `x` along another axis
 */
export function gather(x: Tensor, axis: number, index: Tensor): Tensor {
  const normal = normalizeAxis("gather", axis, x.rank);
  checkFits("gather", "the tensor", x, index, normal);
  checkIndices("gather", index, normal, x.shape[normal] as number);
  return apply(gatherOp, [narrowTo(x, index, normal), index], { axis: normal });
}

/**
 * `x` with elements of `source` added by index, for axis 0 of a matrix `y[index[i, j], j] += source[i, j]`. What one
 * element receives several times adds up. Index and source may be shorter than `x` along the other axes, and the index
 * shorter than the source: the rest of the source is not used.
 *
 * @param index int32, as many axes as `x` and `source`
 * @throws RangeError if an index is below 0 or beyond the axis, or shapes do not fit
 */
export function scatterAdd(x: Tensor, axis: number, index: Tensor, source: Tensor): Tensor {
  const normal = normalizeAxis("scatterAdd", axis, x.rank);
  checkFits("scatterAdd", "the tensor", x, index, normal);
  checkFits("scatterAdd", "the source", source, index, undefined);
  checkIndices("scatterAdd", index, normal, x.shape[normal] as number);
  const dtype = additive(x, source);
  const used = narrowTo(cast(source, dtype), index, undefined);
  const block = index.shape.with(normal, x.shape[normal] as number);
  const target = cast(x, dtype);
  if (sameShape(block, x.shape)) return apply(scatterAddOp, [target, index, used], { axis: normal });
  const start = zeros(block, { dtype, device: x.device });
  let part = apply(scatterAddOp, [start, index, used], { axis: normal });
  block.forEach((count, i) => {
    const extent = x.shape[i] as number;
    if (count !== extent) part = unslice(part, { axis: i, start: 0, step: 1, count, extent });
  });
  return add(target, part);
}

/** Throws unless `index` has the rank of `x` and is nowhere longer, except along `free`. */
function checkFits(name: string, what: string, x: Tensor, index: Tensor, free: number | undefined): void {
  if (index.rank !== x.rank)
    throw new RangeError(
      `${name}: ${what} has shape ${show(x.shape)}, the index ${show(index.shape)}; both need the same number of ` +
        `axes: index.unsqueeze(axis)`,
    );
  const long = index.shape.findIndex((extent, i) => i !== free && extent > (x.shape[i] as number));
  if (long !== -1)
    throw new RangeError(
      `${name}: ${what} has shape ${show(x.shape)}, the index ${show(index.shape)}, which is longer along axis ${long}; ` +
        "it may be as long at most" +
        (free === undefined ? "" : `, except along axis ${free}`),
    );
}

/** `x` cut to the extents of `index`, a view; along `free` it stays whole. */
function narrowTo(x: Tensor, index: Tensor, free: number | undefined): Tensor {
  return index.shape.reduce((part, extent, i) => (i === free ? part : slice(part, i, 0, extent)), x);
}

/**
 * `gather` with broadcasting: `x` and `index` stretch to each other along all axes but the one that is indexed, so that
 * what `argmax` and `sort` with `keepdim` give can be used as it is. Without an axis both are read as flat.
 *
 * @throws RangeError as `gather`, or if shapes do not broadcast
 */
export function takeAlongDim(x: Tensor, index: Tensor, axis?: number): Tensor {
  if (axis === undefined) return gather(reshape(x, [-1]), 0, reshape(index, [-1]));
  const normal = normalizeAxis("takeAlongDim", axis, x.rank);
  if (index.rank !== x.rank)
    throw new RangeError(
      `takeAlongDim: shapes ${show(x.shape)} and ${show(index.shape)} (index) have different numbers of axes; ` +
        "add one to the index: unsqueeze(index, axis)",
    );
  const shape = broadcastShapes("takeAlongDim", x.shape.with(normal, 1), index.shape.with(normal, 1));
  const wide = expand(x, shape.with(normal, x.shape[normal] as number));
  return gather(wide, normal, expand(index, shape.with(normal, index.shape[normal] as number)));
}

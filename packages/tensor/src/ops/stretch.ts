/** `reshape`, `expand`, `permute` and `sum`: shrinking and stretching axes, each the transpose of another. */
import { reduceAxes } from "../backend/dense.ts";
import { type DType, isFloat } from "../dtype.ts";
import { apply } from "../engine/apply.ts";
import {
  broadcastShapes,
  broadcastStrides,
  normalizeAxes,
  normalizeAxis,
  reducedShape,
  type Shape,
  sameShape,
  show,
  sizeOf,
  stretchedAxes,
  viewStrides,
} from "../shape.ts";
import type { Op, Tensor } from "../tensor.ts";
import { linear } from "./linear.ts";

/** See {@link contiguous}. */
export const contiguousOp: Op<null> = linear<null>({
  name: "contiguous",
  shape: (x) => x,
  forward: (backend, x, _attrs, { shape }) => ({ storage: backend.contiguous(x), shape }),
  transpose: (g) => g,
  flops: () => 0,
});

/** The same elements, one after the other in memory: a copy, or `x` itself where they lie so. */
export function contiguous(x: Tensor): Tensor {
  return x.isContiguous ? x : apply(contiguousOp, [x], null);
}

/** See {@link reshape}. */
export const reshapeOp: Op<{ shape: Shape }> = linear<{ shape: Shape }>({
  name: "reshape",
  shape: (x, { shape }) => ({ shape, dtype: x.dtype }),
  forward: (backend, x, { shape }) => {
    const strides = viewStrides(x.shape, x.strides, shape);
    if (strides === null) return { storage: backend.contiguous(x), shape };
    return { storage: x.storage, shape, strides, offset: x.offset };
  },
  transpose: (g, x) => reshape(g, x.shape),
  flops: () => 0,
});

/**
 * The same elements in row-major order, in another shape. One extent may be -1: it takes what is left. A view where
 * that is possible (always if the elements lie contiguous, or axes are only split), else a copy.
 *
 * @throws RangeError if the sizes differ
 */
export function reshape(x: Tensor, shape: Shape): Tensor {
  const target = resolveShape(x.shape, shape);
  return sameShape(target, x.shape) ? x : apply(reshapeOp, [x], { shape: target });
}

function resolveShape(from: Shape, to: Shape): Shape {
  const unknown = to.filter((extent) => extent === -1).length;
  const known = sizeOf(to.filter((extent) => extent !== -1));
  const size = sizeOf(from);
  const rest = size / known;
  const good = unknown === 0 ? known === size : unknown === 1 && Number.isInteger(rest);
  if (!good || to.some((extent) => !Number.isInteger(extent) || extent < -1))
    throw new RangeError(
      `reshape: ${show(from)} has ${size} elements, ${show(to)} ${unknown === 0 ? `has ${known}` : "does not divide them"}; ` +
        "the sizes must be equal, and at most one extent may be -1",
    );
  return to.map((extent) => (extent === -1 ? rest : extent));
}

/** See {@link permute}. */
export const permuteOp: Op<{ order: readonly number[] }> = linear<{ order: readonly number[] }>({
  name: "permute",
  shape: (x, { order }) => ({ shape: order.map((axis) => x.shape[axis] as number), dtype: x.dtype }),
  forward: (_backend, x, { order }, { shape }) => ({
    storage: x.storage,
    shape,
    strides: order.map((axis) => x.strides[axis] as number),
    offset: x.offset,
  }),
  transpose: (g, _x, { order }) => permute(g, inverse(order)),
  flops: () => 0,
});

/** The axes in another order, a view: axis i of the result is axis `order[i]` of `x`. */
export function permute(x: Tensor, order: readonly number[]): Tensor {
  const axes = order.map((axis) => normalizeAxis("permute", axis, x.rank));
  if (axes.length !== x.rank || new Set(axes).size !== x.rank)
    throw new RangeError(
      `permute: order ${show(order)} for a tensor of shape ${show(x.shape)}; name each of its ${x.rank} axes once`,
    );
  return axes.every((axis, i) => axis === i) ? x : apply(permuteOp, [x], { order: axes });
}

function inverse(order: readonly number[]): number[] {
  const result = new Array<number>(order.length);
  order.forEach((axis, i) => {
    result[axis] = i;
  });
  return result;
}

/** Two axes exchanged, a view; by default the last two: the transposed matrix. */
export function transpose(x: Tensor, a = -2, b = -1): Tensor {
  const order = Array.from({ length: x.rank }, (_, i) => i);
  const [i, j] = [normalizeAxis("transpose", a, x.rank), normalizeAxis("transpose", b, x.rank)];
  [order[i], order[j]] = [j, i];
  return permute(x, order);
}

/** See {@link expand}. */
export const expandOp: Op<{ shape: Shape }> = linear<{ shape: Shape }>({
  name: "expand",
  shape: (x, { shape }) => ({ shape, dtype: x.dtype }),
  forward: (_backend, x, { shape }) => ({
    storage: x.storage,
    shape,
    strides: broadcastStrides(x.shape, x.strides, shape),
    offset: x.offset,
  }),
  transpose: (g, x) => sumTo(g, x.shape),
  flops: () => 0,
});

/**
 * Axes of extent 1 (and missing ones on the left) stretched to `shape`, a view: all elements along such an axis are one.
 * An extent of -1 stays as it is.
 *
 * @throws RangeError if an axis of another extent would have to stretch
 */
export function expand(x: Tensor, shape: Shape): Tensor {
  const lead = shape.length - x.rank;
  const target = shape.map((extent, i) => (extent === -1 ? (x.shape[i - lead] ?? 1) : extent));
  if (lead < 0 || !sameShape(broadcastShapes("expand", x.shape, target), target))
    throw new RangeError(
      `expand: ${show(x.shape)} does not stretch to ${show(shape)}; only axes of extent 1, and new ones on the left, do`,
    );
  return sameShape(target, x.shape) ? x : apply(expandOp, [x], { shape: target });
}

/** Which axes are reduced: sorted, from 0. */
export interface Reduction {
  readonly axes: readonly number[];
  /** Whether they stay, with extent 1. */
  readonly keepdim: boolean;
}

/** See {@link sum}. */
export const sumOp: Op<Reduction> = linear<Reduction>({
  name: "sum",
  shape: (x, { axes, keepdim }) => ({ shape: reducedShape(x.shape, axes, keepdim), dtype: sumType(x.dtype) }),
  forward: (backend, x, { axes }, { shape }) => {
    const n = sizeOf(axes.map((axis) => x.shape[axis] as number));
    return { storage: reduceAxes(backend, "sum", x, axes, { outer: sizeOf(shape), n }), shape };
  },
  transpose: (g, x, { axes }) => expand(reshape(g, reducedShape(x.shape, axes, true)), x.shape),
});

/** The type that elements add up and multiply in. */
export function sumType(dtype: DType): DType {
  return isFloat(dtype) ? dtype : "int32";
}

/**
 * The sum over some axes (all by default); of no elements 0. Booleans and whole numbers sum to int32.
 *
 * @param keepdim whether summed axes stay, with extent 1
 */
export function sum(x: Tensor, axes?: number | readonly number[], keepdim = false): Tensor {
  const normal = normalizeAxes("sum", axes, x.rank);
  if (normal.length === 0 && isFloat(x.dtype)) return x;
  return apply(sumOp, [x], { axes: normal, keepdim });
}

/** The transpose of broadcasting: sums over the axes along which `shape` was stretched to the shape of `x`. */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x;
  return reshape(sum(x, stretchedAxes(shape, x.shape), true), shape);
}

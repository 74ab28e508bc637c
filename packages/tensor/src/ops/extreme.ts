/** The largest and the smallest elements, and where they are. */

import { axesLast } from "../backend/dense.ts";
import { apply } from "../engine/apply.ts";
import { normalizeAxes, normalizeAxis, reducedShape, show, sizeOf } from "../shape.ts";
import type { Op, Tensor } from "../tensor.ts";
import { div } from "./arithmetic.ts";
import { equal } from "./compare.ts";
import { elementCost } from "./linear.ts";
import { type Picked, pick } from "./pick.ts";
import { cast } from "./pointwise.ts";
import { countAlong, reduceOver, reduction } from "./reduction.ts";
import { type Reduction, reshape, sum } from "./stretch.ts";

type Axes = number | readonly number[];

function extremeOp(name: "amax" | "amin"): Op<Reduction> {
  const kernel = name === "amax" ? "max" : "min";
  return reduction<Reduction>({
    name,
    forward: (backend, x, { axes }) => reduceOver(backend, kernel, x, axes),
    saves: { inputs: [0], output: true },
    partial: (x, y, { axes }) => {
      const tied = cast(equal(x, y), x.dtype);
      return div(tied, sum(tied, axes, true));
    },
  });
}

/** See {@link amax}. */
export const amaxOp: Op<Reduction> = extremeOp("amax");

/** See {@link amin}. */
export const aminOp: Op<Reduction> = extremeOp("amin");

function extreme(op: Op<Reduction>, x: Tensor, axes: Axes | undefined, keepdim: boolean): Tensor {
  const normal = normalizeAxes(op.name, axes, x.rank);
  requireElements(op.name, x, normal);
  return apply(op, [x], { axes: normal, keepdim });
}

function requireElements(name: string, x: Tensor, axes: readonly number[]): void {
  if (countAlong(x, axes) === 0)
    throw new RangeError(
      `${name}: axes ${show(axes)} of shape ${show(x.shape)} hold 0 elements, of which none is the ` +
        `${name.endsWith("max") ? "largest" : "smallest"}; reduce over axes with at least 1 element`,
    );
}

/**
 * `y = max x` over some axes (all by default); NaN if any element is. `∂y/∂xᵢ = 1/k` for each of k tied elements: the
 * gradient splits evenly. Beside a NaN it is NaN.
 *
 * @param keepdim whether reduced axes stay, with extent 1
 * @throws RangeError if there are no elements to choose from
 */
export function amax(x: Tensor, axes?: Axes, keepdim = false): Tensor {
  return extreme(amaxOp, x, axes, keepdim);
}

/** `y = min x` over some axes; all else as with {@link amax}. */
export function amin(x: Tensor, axes?: Axes, keepdim = false): Tensor {
  return extreme(aminOp, x, axes, keepdim);
}

interface Along {
  readonly axis: number;
  readonly keepdim: boolean;
}

function positionOp(name: "argmax" | "argmin"): Op<Along> {
  const kernel = name === "argmax" ? "max" : "min";
  return {
    name,
    shape: ([x], { axis, keepdim }) => ({
      shape: reducedShape((x as Tensor).shape, [axis], keepdim),
      dtype: "int32",
    }),
    forward: (backend, [x], { axis }, { shape }) => {
      const { shape: extents } = x as Tensor;
      const rows = axesLast(backend, x as Tensor, [axis]);
      return { storage: backend.argReduce(kernel, rows, sizeOf(shape), extents[axis] as number), shape };
    },
    saves: { inputs: [], output: false },
    vjp: () => null,
    jvp: () => null,
    cost: ([x], _attrs, output) => elementCost(x as Tensor, output),
  };
}

/** See {@link argmax}. */
export const argmaxOp: Op<Along> = positionOp("argmax");

/** See {@link argmin}. */
export const argminOp: Op<Along> = positionOp("argmin");

function position(op: Op<Along>, x: Tensor, axis: number | undefined, keepdim: boolean): Tensor {
  if (axis === undefined) {
    requireElements(op.name, x, [...x.shape.keys()]);
    const found = apply(op, [reshape(x, [x.size])], { axis: 0, keepdim: false });
    return keepdim
      ? reshape(
          found,
          x.shape.map(() => 1),
        )
      : found;
  }
  const normal = normalizeAxis(op.name, axis, x.rank);
  requireElements(op.name, x, [normal]);
  return apply(op, [x], { axis: normal, keepdim });
}

/**
 * Where the largest element along an axis is, int32: the first of ties, the first NaN if there is one. Without an axis,
 * the index in row-major order among all elements. No gradient.
 *
 * @throws RangeError if there are no elements to choose from
 */
export function argmax(x: Tensor, axis?: number, keepdim = false): Tensor {
  return position(argmaxOp, x, axis, keepdim);
}

/** Where the smallest element is; all else as with {@link argmax}. */
export function argmin(x: Tensor, axis?: number, keepdim = false): Tensor {
  return position(argminOp, x, axis, keepdim);
}

/**
 * Without an axis, the largest of all elements, the gradient split evenly among ties, as {@link amax}. With an axis,
 * the largest along it and where it is: of ties the first, and that one takes the whole gradient.
 *
 * @throws RangeError if there are no elements to choose from
 */
export function max(x: Tensor): Tensor;
export function max(x: Tensor, axis: number, keepdim?: boolean): Picked;
export function max(x: Tensor, axis?: number, keepdim = false): Tensor | Picked {
  return axis === undefined ? amax(x) : pickExtreme("max", x, axis, keepdim);
}

/** The smallest element; all else as with {@link max}. */
export function min(x: Tensor): Tensor;
export function min(x: Tensor, axis: number, keepdim?: boolean): Picked;
export function min(x: Tensor, axis?: number, keepdim = false): Tensor | Picked {
  return axis === undefined ? amin(x) : pickExtreme("min", x, axis, keepdim);
}

function pickExtreme(name: "max" | "min", x: Tensor, axis: number, keepdim: boolean): Picked {
  const normal = normalizeAxis(name, axis, x.rank);
  requireElements(name, x, [normal]);
  const found = apply(name === "max" ? argmaxOp : argminOp, [x], { axis: normal, keepdim: true });
  const { values, indices } = pick(x, normal, found);
  const shape = reducedShape(x.shape, [normal], keepdim);
  return { values: reshape(values, shape), indices: reshape(indices, shape) };
}

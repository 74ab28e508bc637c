/** Sums and products in many forms: averages, spreads, norms. */
import { apply } from "../engine/apply.ts";
import { normalizeAxes, normalizeAxis } from "../shape.ts";
import type { Op, Tensor } from "../tensor.ts";
import { div, sub } from "./arithmetic.ts";
import { equal, notEqual } from "./compare.ts";
import { square } from "./elementary.ts";
import { linear } from "./linear.ts";
import { norm } from "./magnitude.ts";
import { cast } from "./pointwise.ts";
import { countAlong, toFloat } from "./reduction.ts";
import { alongAxis } from "./rows.ts";
import { slice } from "./slice.ts";
import { sum, sumType } from "./stretch.ts";

type Axes = number | readonly number[];

/**
 * `y = (Σ xᵢ) / n` over some axes (all by default); NaN of no elements. Whole numbers and booleans give float32, where
 * PyTorch refuses them.
 *
 * @param keepdim whether averaged axes stay, with extent 1
 */
export function mean(x: Tensor, axes?: Axes, keepdim = false): Tensor {
  const normal = normalizeAxes("mean", axes, x.rank);
  return div(sum(toFloat(x), normal, keepdim), countAlong(x, normal));
}

/** Options of {@link variance} and {@link std}. */
export interface SpreadOptions {
  /** What is taken from the number of elements to give the divisor: 1 by default, for a sample. 0 for a population. */
  readonly correction?: number;
  /** Whether reduced axes stay, with extent 1. */
  readonly keepdim?: boolean;
}

/**
 * `y = Σ (xᵢ − x̄)² / (n − correction)` over some axes (all by default); NaN where the divisor is not above 0. In two
 * passes, so that a large mean costs no digits. (PyTorch: `var`, a reserved word here.)
 *
 * Source: Chan, Golub, LeVeque, "Algorithms for Computing the Sample Variance" (1983), the two-pass algorithm.
 */
export function variance(x: Tensor, axes?: Axes, options: SpreadOptions = {}): Tensor {
  const normal = normalizeAxes("variance", axes, x.rank);
  return div(sum(square(deviation(x, normal)), normal, options.keepdim), freedom(x, normal, options));
}

/**
 * The standard deviation `y = √(Σ (xᵢ − x̄)² / (n − correction))` over some axes (all by default). Where all elements are
 * equal its gradient is 0, as in PyTorch: it is a norm.
 */
export function std(x: Tensor, axes?: Axes, options: SpreadOptions = {}): Tensor {
  const normal = normalizeAxes("std", axes, x.rank);
  const length = norm(deviation(x, normal), 2, normal, options.keepdim);
  return div(length, Math.sqrt(freedom(x, normal, options)));
}

function deviation(x: Tensor, axes: readonly number[]): Tensor {
  return sub(toFloat(x), mean(x, axes, true));
}

function freedom(x: Tensor, axes: readonly number[], { correction = 1 }: SpreadOptions): number {
  return Math.max(0, countAlong(x, axes) - correction);
}

/** Whether any element along some axes (all by default) is not 0; of no elements, no. NaN is not 0. No gradient. */
export function any(x: Tensor, axes?: Axes, keepdim = false): Tensor {
  const normal = normalizeAxes("any", axes, x.rank);
  return notEqual(sum(cast(x, "bool"), normal, keepdim), 0);
}

/** Whether all elements along some axes (all by default) are not 0; of no elements, yes. NaN is not 0. No gradient. */
export function all(x: Tensor, axes?: Axes, keepdim = false): Tensor {
  const normal = normalizeAxes("all", axes, x.rank);
  return equal(sum(cast(x, "bool"), normal, keepdim), countAlong(x, normal));
}

/** See {@link cumsum}. */
export const cumsumOp: Op<{ axis: number }> = linear<{ axis: number }>({
  name: "cumsum",
  shape: (x) => ({ shape: x.shape, dtype: sumType(x.dtype) }),
  forward: (backend, x, { axis }) =>
    alongAxis(backend, x, axis, (rows, outer, n) => backend.cumsum(rows, outer, n)),
  transpose: (g, _x, { axis }) => {
    const reversed = (y: Tensor) => slice(y, axis, undefined, undefined, -1);
    return reversed(cumsum(reversed(g), axis));
  },
});

/** Running sums along an axis: `yᵢ = x₀ + ... + xᵢ`. Booleans and whole numbers sum to int32. */
export function cumsum(x: Tensor, axis: number): Tensor {
  return apply(cumsumOp, [x], { axis: normalizeAxis("cumsum", axis, x.rank) });
}

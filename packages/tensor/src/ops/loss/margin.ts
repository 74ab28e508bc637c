/** Losses that ask for a margin: right answers are to be ahead of wrong ones by so much, and further does not count. */
import { arange } from "../../create.ts";
import type { Tensor } from "../../tensor.ts";
import { relu } from "../activation.ts";
import { div, sub } from "../arithmetic.ts";
import { equal, notEqual, where } from "../compare.ts";
import { clamp, square } from "../elementary.ts";
import { add, mul } from "../pointwise.ts";
import { reshape, sum } from "../stretch.ts";
import { classTargets, pickClass, pickWeight } from "./classes.ts";
import { checkSameShape, type LossOptions, reduceLoss } from "./common.ts";

/** Options of losses with a margin. */
export interface MarginOptions extends LossOptions {
  /** How far ahead is enough: 1 by default. */
  readonly margin?: number;
}

/**
 * The hinge loss of scores: `l = max(0, margin - target·x)` (Cortes and Vapnik 1995, "Support-vector networks"). At the
 * kink the gradient passes, as through `clamp`. (PyTorch has no such loss.)
 *
 * @param target 1 or -1, in the shape of `x`
 * @throws RangeError if the shapes differ
 */
export function hingeLoss(x: Tensor, target: Tensor, { margin = 1, ...options }: MarginOptions = {}): Tensor {
  checkSameShape("hingeLoss", x, target);
  return reduceLoss("hingeLoss", clamp(sub(margin, mul(target, x)), 0), options);
}

/**
 * The hinge loss of distances: `l = x` where the target is 1 (alike: come together), `max(0, margin - x)` where it is -1
 * (different: keep apart). At the kink the gradient passes, as in PyTorch.
 *
 * @param target 1 or -1, in the shape of `x`
 * @throws RangeError if the shapes differ
 */
export function hingeEmbeddingLoss(
  x: Tensor,
  target: Tensor,
  { margin = 1, ...options }: MarginOptions = {},
): Tensor {
  checkSameShape("hingeEmbeddingLoss", x, target);
  return reduceLoss("hingeEmbeddingLoss", where(equal(target, 1), x, clamp(sub(margin, x), 0)), options);
}

/** Options of {@link multiMarginLoss}. */
export interface MultiMarginOptions extends MarginOptions {
  /** The power of each term, 1 (default) or 2. */
  readonly p?: 1 | 2;
  /** A factor for each class, `[C]`: that of the right class counts. */
  readonly weight?: Tensor | null;
}

/**
 * The hinge loss of classes: `l = w_t/C · Σ_{c≠t} max(0, margin - x_t + x_c)ᵖ`, t the right class (Crammer and Singer 2001,
 * "On the algorithmic implementation of multiclass kernel-based vector machines", who take the largest term).
 *
 * @param x scores `[N, C]`, or `[C]` for one example
 * @param target int32 `[N]`, or `[]`
 * @throws RangeError if shapes do not fit, a class does not exist, or p is neither 1 nor 2
 */
export function multiMarginLoss(x: Tensor, target: Tensor, options: MultiMarginOptions = {}): Tensor {
  const { p = 1, margin = 1, weight = null, ...rest } = options;
  if (p !== 1 && p !== 2) throw new RangeError(`multiMarginLoss: p is ${String(p)}; it must be 1 or 2`);
  const targets = classTargets("multiMarginLoss", x, target, { weight, ignoreIndex: null });
  const { axis, index } = targets;
  const classes = x.shape[axis] as number;
  const single = x.shape.with(axis, 1);
  const lead = relu(add(sub(x, reshape(pickClass(x, targets), single)), margin)); // [N, C]
  const others = notEqual(reshape(index, single), classNumbers(x, axis));
  const terms = where(others, p === 1 ? lead : square(lead), 0);
  const losses = div(sum(terms, axis), classes);
  const weighted = weight === null ? losses : mul(losses, pickWeight(weight, targets));
  return reduceLoss("multiMarginLoss", weighted, rest);
}

/** 0 to C - 1 along the class axis. */
function classNumbers(x: Tensor, axis: number): Tensor {
  const classes = x.shape[axis] as number;
  const numbers = arange(0, classes, 1, { device: x.device });
  return reshape(numbers, [classes, ...new Array<number>(x.rank - 1 - axis).fill(1)]);
}

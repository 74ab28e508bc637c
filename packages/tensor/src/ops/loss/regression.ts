/** Losses of predicted numbers: how far they are from what they should be. */
import type { Tensor } from "../../tensor.ts";
import { div, sub } from "../arithmetic.ts";
import { abs, clamp, square } from "../elementary.ts";
import { mul } from "../pointwise.ts";
import { checkSameShape, type LossOptions, reduceLoss } from "./common.ts";

/**
 * The squared error `l = (x - target)²`.
 *
 * @throws RangeError if the shapes differ; PyTorch broadcasts them
 */
export function mseLoss(x: Tensor, target: Tensor, options: LossOptions = {}): Tensor {
  checkSameShape("mseLoss", x, target);
  return reduceLoss("mseLoss", square(sub(x, target)), options);
}

/**
 * The absolute error `l = |x - target|`. Where both are equal its gradient is 0.
 *
 * @throws RangeError if the shapes differ; PyTorch broadcasts them
 */
export function l1Loss(x: Tensor, target: Tensor, options: LossOptions = {}): Tensor {
  checkSameShape("l1Loss", x, target);
  return reduceLoss("l1Loss", abs(sub(x, target)), options);
}

/**
 * Square near 0, straight beyond: `l = ½d²` where `|d| ≤ delta`, else `delta·(|d| - ½delta)`, with d = x - target (Huber
 * 1964, "Robust estimation of a location parameter").
 *
 * @param options.delta where it becomes straight, above 0: 1 by default
 * @throws RangeError if the shapes differ, or delta is not above 0
 */
export function huberLoss(
  x: Tensor,
  target: Tensor,
  { delta = 1, ...options }: LossOptions & { readonly delta?: number } = {},
): Tensor {
  if (!(delta > 0)) throw new RangeError(`huberLoss: delta is ${delta}; it must be above 0`);
  checkSameShape("huberLoss", x, target);
  return reduceLoss("huberLoss", huber(sub(x, target), delta), options);
}

/**
 * The Huber loss divided by beta: `l = ½d²/beta` where `|d| < beta`, else `|d| - ½beta`, with d = x - target (Girshick 2015,
 * "Fast R-CNN", equation 3, with beta = 1).
 *
 * @param options.beta where it becomes straight: 1 by default; 0 makes it the absolute error
 * @throws RangeError if the shapes differ, or beta is below 0
 */
export function smoothL1Loss(
  x: Tensor,
  target: Tensor,
  { beta = 1, ...options }: LossOptions & { readonly beta?: number } = {},
): Tensor {
  if (!(beta >= 0)) throw new RangeError(`smoothL1Loss: beta is ${beta}; it must be 0 or above`);
  checkSameShape("smoothL1Loss", x, target);
  const difference = sub(x, target);
  const losses = beta === 0 ? abs(difference) : div(huber(difference, beta), beta);
  return reduceLoss("smoothL1Loss", losses, options);
}

/** `q·(d - ½q)` with d cut to ±delta: both pieces at once, and the slope is q, also where they meet. */
function huber(d: Tensor, delta: number): Tensor {
  const q = clamp(d, -delta, delta);
  return mul(q, sub(d, mul(q, 0.5)));
}

/** Losses of predicted probabilities of yes and no. */

import { promote } from "../../dtype.ts";
import { apply } from "../../engine/apply.ts";
import { noGrad } from "../../engine/recording.ts";
import { sizeOf } from "../../shape.ts";
import type { Op, Tensor } from "../../tensor.ts";
import { softplus } from "../activation.ts";
import { div, maximum, sub } from "../arithmetic.ts";
import { log, log1p, neg } from "../elementary.ts";
import { elementCost } from "../linear.ts";
import { add, cast, mul } from "../pointwise.ts";
import { toFloat } from "../reduction.ts";
import { checkSameShape, type LossOptions, reduceLoss, weigh } from "./common.ts";

/** Below this a probability's logarithm counts as this: one confident mistake must not be infinitely bad. */
const LOWEST_LOG = -100;

/** Keeps the slope of {@link bceLoss} finite where a probability is 0 or 1. */
const SMALLEST_PRODUCT = 1e-12;

const logOf = (x: Tensor): Tensor => maximum(log(x), LOWEST_LOG);
const logOfRest = (x: Tensor): Tensor => maximum(log1p(neg(x)), LOWEST_LOG);

/** `∂l/∂x`, of the loss without its clamp. */
const slope = (x: Tensor, t: Tensor): Tensor => div(sub(x, t), maximum(mul(x, sub(1, x)), SMALLEST_PRODUCT));

/** `∂l/∂t`. */
const targetSlope = (x: Tensor): Tensor => sub(logOfRest(x), logOf(x));

/** See {@link bceLoss}: an entry of its own, because its slope is not that of the clamped logarithms. */
export const bceOp: Op<null> = {
  name: "bce",
  shape: ([x]) => x as Tensor,
  forward: (_backend, [x, t]) =>
    noGrad(() => {
      const [p, target] = [x as Tensor, t as Tensor];
      return sub(mul(sub(target, 1), logOfRest(p)), mul(target, logOf(p)));
    }),
  saves: { inputs: [0, 1], output: false },
  vjp: (g, i, { inputs }) => {
    const [x, t] = inputs as [Tensor, Tensor];
    return mul(g, i === 0 ? slope(x, t) : targetSlope(x));
  },
  jvp: ([dx, dt], { inputs }) => {
    const [x, t] = inputs as [Tensor, Tensor];
    const fromX = dx ? mul(dx, slope(x, t)) : null;
    const fromT = dt ? mul(dt, targetSlope(x)) : null;
    return fromX && fromT ? add(fromX, fromT) : (fromX ?? fromT);
  },
  cost: ([x], _attrs, output) => elementCost(x as Tensor, output, 8 * sizeOf(output.shape)),
};

/**
 * Binary cross entropy of probabilities: `l = -w·(t·ln x + (1 - t)·ln(1 - x))`, each logarithm at least -100. As in PyTorch
 * its gradient is that of the loss without this clamp, with a bounded divisor:
 * `∂l/∂x = w·(x - t) / max(x·(1 - x), 1e-12)`. Where you have logits, {@link bceWithLogitsLoss} is exact.
 *
 * @param x probabilities from 0 to 1; NaN comes of others, where PyTorch throws
 * @param target likewise, in the shape of `x`
 * @param options.weight factors, broadcasting; the mean still divides by the number of elements
 * @throws RangeError if the shapes differ
 */
export function bceLoss(
  x: Tensor,
  target: Tensor,
  { weight, ...options }: LossOptions & { readonly weight?: Tensor | null } = {},
): Tensor {
  checkSameShape("bceLoss", x, target);
  const dtype = promote(toFloat(x).dtype, target.dtype);
  const losses = apply(bceOp, [cast(x, dtype), cast(target, dtype)], null);
  return reduceLoss("bceLoss", weighted(losses, weight), options);
}

/** Options of {@link bceWithLogitsLoss}. */
export interface BceWithLogitsOptions extends LossOptions {
  /** Factors, broadcasting; the mean still divides by the number of elements. */
  readonly weight?: Tensor | null;
  /** Factors of the positive term, broadcasting: above 1 for classes with few examples. */
  readonly posWeight?: Tensor | null;
}

/**
 * Binary cross entropy of logits, σ the sigmoid: `l = -w·(p·t·ln σ(x) + (1 - t)·ln σ(-x))`, computed as
 * `w·(p·t·softplus(-x) + (1 - t)·softplus(x))`: exact however large the logits, and `∂l/∂x = w·(σ(x) - t)` for p = 1.
 *
 * @param target probabilities from 0 to 1, in the shape of `x`
 * @throws RangeError if the shapes differ
 */
export function bceWithLogitsLoss(
  x: Tensor,
  target: Tensor,
  { weight, posWeight, ...options }: BceWithLogitsOptions = {},
): Tensor {
  checkSameShape("bceWithLogitsLoss", x, target);
  const positive = weigh(weighted(target, posWeight), softplus(neg(x)));
  const negative = weigh(sub(1, target), softplus(x));
  return reduceLoss("bceWithLogitsLoss", weighted(add(positive, negative), weight), options);
}

function weighted(x: Tensor, weight: Tensor | null | undefined): Tensor {
  return weight ? mul(x, weight) : x;
}

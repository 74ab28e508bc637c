/** Losses of predicted classes. N examples, C classes, and any further axes (pixels, positions). */
import { sameShape } from "../../shape.ts";
import type { Tensor } from "../../tensor.ts";
import { div } from "../arithmetic.ts";
import { neg } from "../elementary.ts";
import { add, cast, mul } from "../pointwise.ts";
import { logSoftmax } from "../softmax.ts";
import { reshape, sum } from "../stretch.ts";
import {
  type ClassTargets,
  checkClassWeight,
  classAxis,
  classTargets,
  onlyKept,
  pickClass,
  pickWeight,
} from "./classes.ts";
import { type LossOptions, reduceLoss, weigh } from "./common.ts";

/** Options of {@link nllLoss}. */
export interface NllOptions extends LossOptions {
  /** A factor for each class, `[C]`. */
  readonly weight?: Tensor | null;
  /** A target that stands for "does not count": loss and gradient 0, and not in the divisor. -100 by default. */
  readonly ignoreIndex?: number;
}

/** Options of {@link crossEntropy}. */
export interface CrossEntropyOptions extends NllOptions {
  /** How much of each target is spread evenly over all classes: 0 by default. */
  readonly labelSmoothing?: number;
}

/**
 * The negative log likelihood of classes: `l = -w_t·x_t`, t the right class. The mean divides by the sum of the weights of
 * all targets that count (their number, without weights); NaN if none does.
 *
 * @param x logarithms of probabilities (logSoftmax): `[N, C]`, `[N, C, ...]`, or `[C]` for one example
 * @param target int32, in the shape of `x` without the class axis
 * @throws RangeError if shapes do not fit, or a class does not exist
 */
export function nllLoss(x: Tensor, target: Tensor, options: NllOptions = {}): Tensor {
  return classLoss("nllLoss", x, target, options);
}

/**
 * Cross entropy of logits: `l = -w_t·ln p_t`, p the softmax of `x` over classes, t the right class. It is
 * `nllLoss(logSoftmax(x))`: finite however large the logits, with the gradient `w_t·(p - oneHot(t))`; a class masked by -inf
 * has probability and gradient 0.
 *
 * - Label smoothing ε (Szegedy et al. 2016, "Rethinking the Inception architecture", section 7) puts `(1 - ε)·oneHot(t) + ε/C`
 *   in the place of `oneHot(t)`; the mean still divides by the weights of the targets.
 * - Targets in the shape of `x` are probabilities q: `l = -Σ_c w_c·q_c·ln p_c`, where `q_c = 0` makes nothing of
 *   `p_c = 0` (PyTorch: NaN). The mean then divides by the number of examples (and positions), `ignoreIndex` means nothing.
 *
 * @param x `[N, C]`, `[N, C, ...]`, or `[C]` for one example
 * @param target int32 in the shape of `x` without the class axis, or probabilities in that of `x`
 * @throws RangeError if shapes do not fit, a class does not exist, or labelSmoothing lies outside [0, 1]
 */
export function crossEntropy(x: Tensor, target: Tensor, options: CrossEntropyOptions = {}): Tensor {
  const { labelSmoothing = 0 } = options;
  if (!(labelSmoothing >= 0 && labelSmoothing <= 1))
    throw new RangeError(`crossEntropy: labelSmoothing is ${labelSmoothing}; it must lie between 0 and 1`);
  const logs = logSoftmax(x, classAxis("crossEntropy", x));
  return sameShape(target.shape, x.shape)
    ? distributionLoss(logs, target, options)
    : classLoss("crossEntropy", logs, target, options);
}

/** The loss of class indices, given logarithms of probabilities. */
function classLoss(name: string, logs: Tensor, target: Tensor, options: CrossEntropyOptions): Tensor {
  const { weight = null, ignoreIndex = -100, labelSmoothing = 0, reduction = "mean" } = options;
  const targets = classTargets(name, logs, target, ignoreIndex);
  if (weight !== null) checkClassWeight(name, weight, logs, targets.axis);
  const weights = weight === null ? null : pickWeight(weight, targets);
  const picked = neg(pickClass(logs, targets));
  let losses = onlyKept(weights === null ? picked : mul(picked, weights), targets);
  if (labelSmoothing > 0) {
    const spread = onlyKept(neg(sum(weighted(logs, weight, targets.axis), targets.axis)), targets);
    const classes = logs.shape[targets.axis] as number;
    losses = add(mul(losses, 1 - labelSmoothing), mul(spread, labelSmoothing / classes));
  }
  return reduction === "mean"
    ? div(sum(losses), totalWeight(weights, targets, logs))
    : reduceLoss(name, losses, { reduction });
}

function totalWeight(weights: Tensor | null, targets: ClassTargets, like: Tensor): Tensor | number {
  if (weights !== null) return sum(onlyKept(weights, targets));
  return targets.kept === null ? targets.index.size : cast(sum(targets.kept), like.dtype);
}

/** The loss of target probabilities, given logarithms of probabilities. */
function distributionLoss(logs: Tensor, target: Tensor, options: CrossEntropyOptions): Tensor {
  const { weight = null, labelSmoothing = 0, reduction = "mean" } = options;
  const axis = classAxis("crossEntropy", logs);
  if (weight !== null) checkClassWeight("crossEntropy", weight, logs, axis);
  const classes = logs.shape[axis] as number;
  const smooth =
    labelSmoothing === 0 ? target : add(mul(target, 1 - labelSmoothing), labelSmoothing / classes);
  const losses = neg(sum(weigh(weighted(smooth, weight, axis), logs), axis));
  return reduceLoss("crossEntropy", losses, { reduction });
}

/** `x` times the weights of its classes. */
function weighted(x: Tensor, weight: Tensor | null, axis: number): Tensor {
  if (weight === null) return x;
  return mul(x, reshape(weight, [weight.size, ...new Array<number>(x.rank - 1 - axis).fill(1)]));
}

/** Losses of predicted classes. N examples, C classes, and any further axes (pixels, positions). */
import type { View } from "../../backend/backend.ts";
import { axesLast, dense } from "../../backend/dense.ts";
import { backendOf } from "../../backend/registry.ts";
import { apply, made } from "../../engine/apply.ts";
import { sameShape, sizeOf } from "../../shape.ts";
import type { Op, Tensor } from "../../tensor.ts";
import { div, sub } from "../arithmetic.ts";
import { unsqueeze } from "../axes.ts";
import { neg } from "../elementary.ts";
import { scatterAddOp } from "../index.ts";
import { elementCost } from "../linear.ts";
import { add, chain, mul } from "../pointwise.ts";
import { toFloat } from "../reduction.ts";
import { alongAxis } from "../rows.ts";
import { logSoftmax, softmax } from "../softmax.ts";
import { reshape, sum } from "../stretch.ts";
import {
  type ClassOptions,
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
export interface NllOptions extends LossOptions, ClassOptions {}

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
 * @throws TypeError if class indices are not int32
 */
export function nllLoss(x: Tensor, target: Tensor, options: NllOptions = {}): Tensor {
  const targets = classTargets("nllLoss", x, target, options);
  return reduceClasses("nllLoss", weighByTarget(neg(pickClass(x, targets)), targets), targets, options);
}

interface Along {
  readonly axis: number;
}

/**
 * `y = ln Σ eˣᶜ - x_t` of logits `x` and right classes t: see {@link crossEntropy}. An entry of its own, so that what it
 * saves is the logits alone, and value and `∂y/∂x = softmax(x) - oneHot(t)` are one kernel each.
 */
export const crossEntropyOp: Op<Along> = {
  name: "crossEntropy",
  shape: ([x, index]) => ({ shape: (index as Tensor).shape, dtype: (x as Tensor).dtype }),
  forward: (backend, [x, index], { axis }, { shape }) => {
    const input = x as Tensor;
    const rows = axesLast(backend, input, [axis]);
    const storage = backend.crossEntropy(
      rows,
      dense(backend, index as Tensor),
      sizeOf(shape),
      input.shape[axis] as number,
    );
    return { storage, shape };
  },
  saves: { inputs: [0, 1], output: false },
  vjp: (g, i, { inputs: [x, index], attrs: { axis } }) => {
    if (i === 1) return null;
    const [rate, place] = [unsqueeze(g, axis), unsqueeze(index as Tensor, axis)];
    // `chain`: a row that does not count gets 0, even if its softmax is NaN.
    return apply(scatterAddOp, [chain(rate, softmax(x as Tensor, axis)), place, neg(rate)], { axis });
  },
  fusedVjp: (g, _wanted, { inputs: [input, index], attrs: { axis } }) => {
    const backend = backendOf(g.device);
    const { crossEntropyVjp } = backend;
    if (crossEntropyVjp === undefined) return null;
    const [rates, right] = [dense(backend, g), dense(backend, index as Tensor)];
    const run = (rows: View, outer: number, n: number) => crossEntropyVjp(rates, rows, right, outer, n);
    return [made(alongAxis(backend, input as Tensor, axis, run)), null];
  },
  jvp: ([t], { inputs: [x, index], attrs: { axis } }) =>
    t
      ? sub(sum(mul(softmax(x as Tensor, axis), t), axis), pickClass(t, { axis, index: index as Tensor }))
      : null,
  // Those of softmax.
  cost: ([x], _attrs, output) => elementCost(x as Tensor, output, 5 * sizeOf((x as Tensor).shape)),
};

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
 * @throws TypeError if class indices are not int32
 */
export function crossEntropy(x: Tensor, target: Tensor, options: CrossEntropyOptions = {}): Tensor {
  const { labelSmoothing = 0 } = options;
  if (!(labelSmoothing >= 0 && labelSmoothing <= 1))
    throw new RangeError(`crossEntropy: labelSmoothing is ${labelSmoothing}; it must lie between 0 and 1`);
  const axis = classAxis("crossEntropy", x);
  if (sameShape(target.shape, x.shape)) return distributionLoss(logSoftmax(x, axis), target, options);
  const targets = classTargets("crossEntropy", x, target, options);
  const losses =
    labelSmoothing === 0
      ? weighByTarget(apply(crossEntropyOp, [toFloat(x), targets.index], { axis }), targets)
      : smoothed(logSoftmax(x, axis), targets, labelSmoothing);
  return reduceClasses("crossEntropy", losses, targets, options);
}

/** Part of the loss of the right class, and part of the mean loss over all classes. */
function smoothed(logs: Tensor, targets: ClassTargets, share: number): Tensor {
  const { axis, weight } = targets;
  const right = weighByTarget(neg(pickClass(logs, targets)), targets);
  const all = onlyKept(neg(sum(weighted(logs, weight, axis), axis)), targets);
  return add(mul(right, 1 - share), mul(all, share / (logs.shape[axis] as number)));
}

/** Losses of examples times the weights of their classes; 0 for those that do not count. */
function weighByTarget(losses: Tensor, targets: ClassTargets): Tensor {
  const { weight } = targets;
  return onlyKept(weight === null ? losses : mul(losses, pickWeight(weight, targets)), targets);
}

/** The mean divides by what the targets that count weigh. */
function reduceClasses(
  name: string,
  losses: Tensor,
  targets: ClassTargets,
  { reduction }: LossOptions,
): Tensor {
  if (reduction !== undefined && reduction !== "mean") return reduceLoss(name, losses, { reduction });
  const { weight, kept, index } = targets;
  const total = sum(losses);
  if (weight !== null) return div(total, sum(onlyKept(pickWeight(weight, targets), targets)));
  return div(total, kept === null ? index.size : sum(kept));
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

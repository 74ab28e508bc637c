/** Learning rates by the sum of squared gradients. */
import { elementsOf, updateInPlace } from "@gradus/tensor";
import { Optimizer, type OptimizerParams } from "./optimizer.ts";
import { atLeastZero } from "./options.ts";
import type { CommonOptions, Rule } from "./rule.ts";

/** See {@link Adagrad}. */
export interface AdagradOptions extends CommonOptions {
  /** η, 0 by default: the rate shrinks as `1/(1 + (t - 1)·η)`. */
  lrDecay: number;
  /** λ, 0 by default: adds `λ·p` to the gradient. */
  weightDecay: number;
  /** What s starts with, 0 by default. */
  initialAccumulatorValue: number;
  /** ε, 1e-10 by default. */
  eps: number;
}

const rule: Rule<AdagradOptions> = {
  name: "Adagrad",
  defaults: { lr: 1e-2, lrDecay: 0, weightDecay: 0, initialAccumulatorValue: 0, eps: 1e-10 },
  check({ lr, lrDecay, weightDecay, initialAccumulatorValue, eps }) {
    atLeastZero("Adagrad", "lr", lr);
    atLeastZero("Adagrad", "lrDecay", lrDecay);
    atLeastZero("Adagrad", "weightDecay", weightDecay);
    atLeastZero("Adagrad", "initialAccumulatorValue", initialAccumulatorValue);
    atLeastZero("Adagrad", "eps", eps);
  },
  slots: ({ initialAccumulatorValue }) => ({ sum: initialAccumulatorValue }),
  update({ param, grad, slots, numbers, options }) {
    const { lr, lrDecay, weightDecay, eps } = options;
    const rate = lr / (1 + (numbers.step - 1) * lrDecay);
    const tensors = [param, grad, slots["sum"]!] as const;
    if (updateInPlace("adagrad", tensors, { rate, decay: weightDecay, eps })) return;
    const [p, g, sum] = elementsOf(...tensors);
    for (let i = 0; i < p.length; i++) {
      const gradient = g[i]! + weightDecay * p[i]!;
      const s = sum[i]! + gradient * gradient;
      sum[i] = s;
      p[i]! -= (rate * gradient) / (Math.sqrt(s) + eps);
    }
  },
};

/**
 * AdaGrad: what has moved much moves less.
 *
 *     g ← g + λ·p
 *     s ← s + g²
 *     p ← p - lr/(1 + (t - 1)·η) · g/(√s + ε)
 *
 * Duchi, Hazan & Singer 2011, figure 1 (diagonal matrices).
 */
export class Adagrad extends Optimizer<AdagradOptions> {
  constructor(params: OptimizerParams<AdagradOptions>, options: Partial<AdagradOptions> = {}) {
    super(rule, params, options);
  }
}

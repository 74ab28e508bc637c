/** Adam, and Adam with decoupled weight decay. */
import { elementsOf, updateInPlace } from "@gradus/tensor";
import { Optimizer, type OptimizerParams } from "./optimizer.ts";
import { atLeastZero, betas as checkBetas } from "./options.ts";
import type { CommonOptions, Rule } from "./rule.ts";

/** See {@link Adam} and {@link AdamW}. */
export interface AdamOptions extends CommonOptions {
  /** β₁ and β₂, 0.9 and 0.999 by default: how much of the running moments is kept. */
  betas: readonly [number, number];
  /** ε, 1e-8 by default. */
  eps: number;
  /** λ, 0 by default (AdamW: 0.01). */
  weightDecay: number;
  /** Whether to divide by the largest second moment so far. */
  amsgrad: boolean;
}

function adamRule(name: string, weightDecay: number, decoupled: boolean): Rule<AdamOptions> {
  return {
    name,
    defaults: { lr: 1e-3, betas: [0.9, 0.999], eps: 1e-8, weightDecay, amsgrad: false },
    check({ lr, betas, eps, weightDecay }) {
      atLeastZero(name, "lr", lr);
      checkBetas(name, betas);
      atLeastZero(name, "eps", eps);
      atLeastZero(name, "weightDecay", weightDecay);
    },
    slots: ({ amsgrad }) => ({ expAvg: 0, expAvgSq: 0, ...(amsgrad && { maxExpAvgSq: 0 }) }),
    update({ param, grad, slots, numbers, options }) {
      const { lr, betas, eps, weightDecay, amsgrad } = options;
      const [beta1, beta2] = betas;
      const rate = lr / (1 - beta1 ** numbers.step);
      const correction = 1 / Math.sqrt(1 - beta2 ** numbers.step);
      const shrink = decoupled ? 1 - lr * weightDecay : 1;
      const penalty = decoupled ? 0 : weightDecay;
      const { expAvg, expAvgSq, maxExpAvgSq = null } = slots;
      const tensors = [param, grad, expAvg!, expAvgSq!, amsgrad ? maxExpAvgSq : null];
      const constants = { rate, correction, shrink, decay: penalty, beta1, beta2, eps };
      if (updateInPlace("adam", tensors, constants)) return;
      const [p, g, mean, square] = elementsOf(param, grad, expAvg!, expAvgSq!);
      const [largest] = elementsOf(maxExpAvgSq ?? expAvgSq!);
      for (let i = 0; i < p.length; i++) {
        const gradient = g[i]! + penalty * p[i]!;
        const m = beta1 * mean[i]! + (1 - beta1) * gradient;
        let v = beta2 * square[i]! + (1 - beta2) * gradient * gradient;
        mean[i] = m;
        square[i] = v;
        if (amsgrad) {
          v = Math.max(v, largest[i]!);
          largest[i] = v;
        }
        p[i] = shrink * p[i]! - (rate * m) / (Math.sqrt(v) * correction + eps);
      }
    },
  };
}

const adam = adamRule("Adam", 0, false);
const adamW = adamRule("AdamW", 1e-2, true);

/**
 * Adam: momentum, in units of the gradient's recent size, both corrected for their start at 0.
 *
 *     g ← g + λ·p
 *     m ← β₁·m + (1 - β₁)·g
 *     v ← β₂·v + (1 - β₂)·g²
 *     p ← p - lr · m/(1 - β₁ᵗ) / (√(v/(1 - β₂ᵗ)) + ε)
 *
 * Kingma & Ba 2015, algorithm 1. With `amsgrad` the largest v so far takes the place of v: Reddi, Kale & Kumar 2018,
 * algorithm 2; as in PyTorch the maximum is taken before the correction.
 */
export class Adam extends Optimizer<AdamOptions> {
  constructor(params: OptimizerParams<AdamOptions>, options: Partial<AdamOptions> = {}) {
    super(adam, params, options);
  }
}

/**
 * Adam whose weight decay does not pass through the moments: `p ← (1 - lr·λ)·p` comes before Adam's step, and λ is not
 * added to the gradient. Loshchilov & Hutter 2019, algorithm 2.
 */
export class AdamW extends Optimizer<AdamOptions> {
  constructor(params: OptimizerParams<AdamOptions>, options: Partial<AdamOptions> = {}) {
    super(adamW, params, options);
  }
}

/** Adam with Nesterov's momentum. */
import { elementsOf, updateInPlace } from "@gradus/tensor";
import { Optimizer, type OptimizerParams } from "./optimizer.ts";
import { atLeastZero, betas as checkBetas } from "./options.ts";
import type { CommonOptions, Rule } from "./rule.ts";

/** See {@link NAdam}. */
export interface NAdamOptions extends CommonOptions {
  /** β₁ and β₂, 0.9 and 0.999 by default: how much of the running moments is kept. */
  betas: readonly [number, number];
  /** ε, 1e-8 by default. */
  eps: number;
  /** λ, 0 by default: adds `λ·p` to the gradient. */
  weightDecay: number;
  /** ψ, 0.004 by default: how fast μ comes to β₁. */
  momentumDecay: number;
}

const rule: Rule<NAdamOptions> = {
  name: "NAdam",
  defaults: { lr: 2e-3, betas: [0.9, 0.999], eps: 1e-8, weightDecay: 0, momentumDecay: 4e-3 },
  numbers: { muProduct: 1 },
  check({ lr, betas, eps, weightDecay, momentumDecay }) {
    atLeastZero("NAdam", "lr", lr);
    checkBetas("NAdam", betas);
    atLeastZero("NAdam", "eps", eps);
    atLeastZero("NAdam", "weightDecay", weightDecay);
    atLeastZero("NAdam", "momentumDecay", momentumDecay);
  },
  slots: () => ({ expAvg: 0, expAvgSq: 0 }),
  update({ param, grad, slots, numbers, options }) {
    const { lr, betas, eps, weightDecay, momentumDecay } = options;
    const [beta1, beta2] = betas;
    const muAt = (t: number): number => beta1 * (1 - 0.5 * 0.96 ** (t * momentumDecay));
    const mu = muAt(numbers.step);
    const muNext = muAt(numbers.step + 1);
    const product = numbers["muProduct"]! * mu;
    numbers["muProduct"] = product;
    const ofGradient = (lr * (1 - mu)) / (1 - product);
    const ofMean = (lr * muNext) / (1 - product * muNext);
    const correction = 1 / Math.sqrt(1 - beta2 ** numbers.step);
    const tensors = [param, grad, slots["expAvg"]!, slots["expAvgSq"]!] as const;
    const constants = { ofGradient, ofMean, correction, decay: weightDecay, beta1, beta2, eps };
    if (updateInPlace("nadam", tensors, constants)) return;
    const [p, g, mean, square] = elementsOf(...tensors);
    for (let i = 0; i < p.length; i++) {
      const gradient = g[i]! + weightDecay * p[i]!;
      const m = beta1 * mean[i]! + (1 - beta1) * gradient;
      const v = beta2 * square[i]! + (1 - beta2) * gradient * gradient;
      mean[i] = m;
      square[i] = v;
      p[i]! -= (ofGradient * gradient + ofMean * m) / (Math.sqrt(v) * correction + eps);
    }
  },
};

/**
 * NAdam: Adam that looks where momentum will lead.
 *
 *     g ← g + λ·p
 *     μₜ = β₁·(1 - 0.96^(t·ψ)/2),   Mₜ = μ₁·…·μₜ
 *     m ← β₁·m + (1 - β₁)·g
 *     v ← β₂·v + (1 - β₂)·g²
 *     p ← p - lr · ((1 - μₜ)/(1 - Mₜ)·g + μₜ₊₁/(1 - Mₜ·μₜ₊₁)·m) / (√(v/(1 - β₂ᵗ)) + ε)
 *
 * Dozat 2016, "Incorporating Nesterov Momentum into Adam", algorithm 2, with the schedule of μ as in PyTorch.
 */
export class NAdam extends Optimizer<NAdamOptions> {
  constructor(params: OptimizerParams<NAdamOptions>, options: Partial<NAdamOptions> = {}) {
    super(rule, params, options);
  }
}

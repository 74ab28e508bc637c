/** Steps in the units of the parameters. */
import { elementsOf, updateInPlace } from "@gradus/tensor";
import { Optimizer, type OptimizerParams } from "./optimizer.ts";
import { atLeastZero, rate } from "./options.ts";
import type { CommonOptions, Rule } from "./rule.ts";

/** See {@link Adadelta}. */
export interface AdadeltaOptions extends CommonOptions {
  /** ρ, 0.9 by default: how much of the running means is kept. */
  rho: number;
  /** ε, 1e-6 by default: also what the first steps are made of. */
  eps: number;
  /** λ, 0 by default: adds `λ·p` to the gradient. */
  weightDecay: number;
}

const rule: Rule<AdadeltaOptions> = {
  name: "Adadelta",
  defaults: { lr: 1, rho: 0.9, eps: 1e-6, weightDecay: 0 },
  check({ lr, rho, eps, weightDecay }) {
    atLeastZero("Adadelta", "lr", lr);
    rate("Adadelta", "rho", rho);
    atLeastZero("Adadelta", "eps", eps);
    atLeastZero("Adadelta", "weightDecay", weightDecay);
  },
  slots: () => ({ squareAvg: 0, accDelta: 0 }),
  update({ param, grad, slots, options }) {
    const { lr, rho, eps, weightDecay } = options;
    const tensors = [param, grad, slots["squareAvg"]!, slots["accDelta"]!] as const;
    if (updateInPlace("adadelta", tensors, { lr, decay: weightDecay, rho, eps })) return;
    const [p, g, square, moved] = elementsOf(...tensors);
    for (let i = 0; i < p.length; i++) {
      const gradient = g[i]! + weightDecay * p[i]!;
      const s = rho * square[i]! + (1 - rho) * gradient * gradient;
      const delta = (Math.sqrt(moved[i]! + eps) / Math.sqrt(s + eps)) * gradient;
      square[i] = s;
      moved[i] = rho * moved[i]! + (1 - rho) * delta * delta;
      p[i]! -= lr * delta;
    }
  },
};

/**
 * Adadelta: the size of past moves in the place of a learning rate.
 *
 *     g ← g + λ·p
 *     s ← ρ·s + (1 - ρ)·g²
 *     d = √(u + ε)/√(s + ε) · g
 *     u ← ρ·u + (1 - ρ)·d²
 *     p ← p - lr·d
 *
 * Zeiler 2012 (arXiv:1212.5701), algorithm 1, where lr = 1.
 */
export class Adadelta extends Optimizer<AdadeltaOptions> {
  constructor(params: OptimizerParams<AdadeltaOptions>, options: Partial<AdadeltaOptions> = {}) {
    super(rule, params, options);
  }
}

/** Stochastic gradient descent. */
import { elementsOf, updateInPlace } from "@gradus/tensor";
import { Optimizer, type OptimizerParams } from "./optimizer.ts";
import { atLeastZero } from "./options.ts";
import type { CommonOptions, Rule } from "./rule.ts";

/** See {@link SGD}. */
export interface SGDOptions extends CommonOptions {
  /** μ, 0 by default. */
  momentum: number;
  /** τ, 0 by default: how much less a gradient counts in the velocity. */
  dampening: number;
  /** λ, 0 by default: adds `λ·p` to the gradient. */
  weightDecay: number;
  /** Whether the gradient is looked up where momentum would lead. */
  nesterov: boolean;
}

const rule: Rule<SGDOptions> = {
  name: "SGD",
  defaults: { lr: 1e-3, momentum: 0, dampening: 0, weightDecay: 0, nesterov: false },
  numbers: { momentumSteps: 0 },
  check({ lr, momentum, dampening, weightDecay, nesterov }) {
    atLeastZero("SGD", "lr", lr);
    atLeastZero("SGD", "momentum", momentum);
    atLeastZero("SGD", "weightDecay", weightDecay);
    if (nesterov && (momentum === 0 || dampening !== 0))
      throw new RangeError(
        `SGD: nesterov with momentum ${momentum} and dampening ${dampening}; it needs momentum > 0 and dampening 0`,
      );
  },
  slots: ({ momentum }) => (momentum === 0 ? {} : { momentumBuffer: 0 }),
  update({ param, grad, slots, numbers, options }) {
    const { lr, momentum, dampening, weightDecay, nesterov } = options;
    if (momentum === 0) {
      if (updateInPlace("sgd", [param, grad], { lr, decay: weightDecay })) return;
      const [p, g] = elementsOf(param, grad);
      for (let i = 0; i < p.length; i++) p[i]! -= lr * (g[i]! + weightDecay * p[i]!);
      return;
    }
    // The first velocity is the gradient itself, without dampening, as in PyTorch.
    const share = numbers["momentumSteps"]!++ === 0 ? 1 : 1 - dampening;
    const buffer = slots["momentumBuffer"]!;
    const numbersOf = { lr, decay: weightDecay, mu: momentum, share, nesterov };
    if (updateInPlace("momentum", [param, grad, buffer], numbersOf)) return;
    const [p, g, b] = elementsOf(param, grad, buffer);
    for (let i = 0; i < p.length; i++) {
      const gradient = g[i]! + weightDecay * p[i]!;
      const velocity = momentum * b[i]! + share * gradient;
      b[i] = velocity;
      p[i]! -= lr * (nesterov ? gradient + momentum * velocity : velocity);
    }
  },
};

/**
 * Gradient descent with momentum:
 *
 *     g ← g + λ·p
 *     b ← μ·b + (1 - τ)·g         (b = g in the first step)
 *     p ← p - lr·b                (nesterov: p - lr·(g + μ·b))
 *
 * Momentum: Sutskever, Martens, Dahl & Hinton 2013, eq. 1-2, Nesterov's: eq. 3-4; both with the learning rate outside
 * of b, as in PyTorch, so that changing it takes effect at once.
 */
export class SGD extends Optimizer<SGDOptions> {
  constructor(params: OptimizerParams<SGDOptions>, options: Partial<SGDOptions> = {}) {
    super(rule, params, options);
  }
}

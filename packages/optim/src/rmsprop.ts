/** Learning rates by a running mean of squared gradients. */
import { elementsOf, updateInPlace } from "@gradus/tensor";
import { Optimizer, type OptimizerParams } from "./optimizer.ts";
import { atLeastZero, rate } from "./options.ts";
import type { CommonOptions, Rule } from "./rule.ts";

/** See {@link RMSprop}. */
export interface RMSpropOptions extends CommonOptions {
  /** α, 0.99 by default: how much of the running means is kept. */
  alpha: number;
  /** ε, 1e-8 by default. */
  eps: number;
  /** λ, 0 by default: adds `λ·p` to the gradient. */
  weightDecay: number;
  /** μ, 0 by default. */
  momentum: number;
  /** Whether the variance of the gradient stands under the root, not its second moment. */
  centered: boolean;
}

const rule: Rule<RMSpropOptions> = {
  name: "RMSprop",
  defaults: { lr: 1e-2, alpha: 0.99, eps: 1e-8, weightDecay: 0, momentum: 0, centered: false },
  check({ lr, alpha, eps, weightDecay, momentum }) {
    atLeastZero("RMSprop", "lr", lr);
    rate("RMSprop", "alpha", alpha);
    atLeastZero("RMSprop", "eps", eps);
    atLeastZero("RMSprop", "weightDecay", weightDecay);
    atLeastZero("RMSprop", "momentum", momentum);
  },
  slots: ({ momentum, centered }) => ({
    squareAvg: 0,
    ...(centered && { gradAvg: 0 }),
    ...(momentum > 0 && { momentumBuffer: 0 }),
  }),
  update({ param, grad, slots, options }) {
    const { lr, alpha, eps, weightDecay, momentum, centered } = options;
    const { squareAvg, gradAvg = null, momentumBuffer = null } = slots;
    const tensors = [
      param,
      grad,
      squareAvg!,
      centered ? gradAvg : null,
      momentum > 0 ? momentumBuffer : null,
    ];
    if (updateInPlace("rmsprop", tensors, { lr, decay: weightDecay, alpha, mu: momentum, eps })) return;
    const [p, g, square] = elementsOf(param, grad, squareAvg!);
    // Slots that an option does without are stood in for by one that is there, and not touched.
    const [mean, buffer] = elementsOf(gradAvg ?? squareAvg!, momentumBuffer ?? squareAvg!);
    for (let i = 0; i < p.length; i++) {
      const gradient = g[i]! + weightDecay * p[i]!;
      let spread = alpha * square[i]! + (1 - alpha) * gradient * gradient;
      square[i] = spread;
      if (centered) {
        const m = alpha * mean[i]! + (1 - alpha) * gradient;
        mean[i] = m;
        // Rounding alone could make the variance negative.
        spread = Math.max(0, spread - m * m);
      }
      let move = gradient / (Math.sqrt(spread) + eps);
      if (momentum > 0) {
        move += momentum * buffer[i]!;
        buffer[i] = move;
      }
      p[i]! -= lr * move;
    }
  },
};

/**
 * RMSProp: each element's gradient in units of its recent size.
 *
 *     g ← g + λ·p
 *     s ← α·s + (1 - α)·g²
 *     m ← α·m + (1 - α)·g                (centered, else m = 0)
 *     b ← μ·b + g/(√(s - m²) + ε)
 *     p ← p - lr·b
 *
 * Tieleman & Hinton 2012, lecture 6.5 of "Neural Networks for Machine Learning"; centered: Graves 2013
 * (arXiv:1308.0850), eq. 38-45, who has ε under the root. As in PyTorch it stands behind it here.
 */
export class RMSprop extends Optimizer<RMSpropOptions> {
  constructor(params: OptimizerParams<RMSpropOptions>, options: Partial<RMSpropOptions> = {}) {
    super(rule, params, options);
  }
}

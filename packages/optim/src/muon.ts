/** Momentum, orthogonalized: for the weight matrices of hidden layers. */
import { matmul, type Tensor } from "@gradus/tensor";
import { Optimizer, type OptimizerParams } from "./optimizer.ts";
import { atLeastZero, oneOf, positive, rate, wholeNumber } from "./options.ts";
import type { CommonOptions, Rule } from "./rule.ts";

/** See {@link Muon}. */
export interface MuonOptions extends CommonOptions {
  /** λ, 0.1 by default, decoupled as in AdamW. */
  weightDecay: number;
  /** μ, 0.95 by default. */
  momentum: number;
  /** True by default. */
  nesterov: boolean;
  /** a, b, c of the iteration. */
  nsCoefficients: readonly [number, number, number];
  /** Least norm to divide by, 1e-7 by default. */
  eps: number;
  /** How many iterations, 5 by default. */
  nsSteps: number;
  /** How the rate follows the shape: `√max(1, n/m)`, or `0.2·√max(n, m)`, which suits the rates of AdamW. */
  adjustLrFn: "original" | "match_rms_adamw";
}

/**
 * Brings all singular values of `g` [n, m] near to 1 (0.7 to 1.2 with the coefficients of Muon) by `steps` times
 * `X ← a·X + (b·A + c·A²)·X`, `A = X·Xᵀ`, from `X = g/‖g‖`. Products only, no decomposition. Jordan et al. 2024,
 * "Muon: An optimizer for hidden layers in neural networks".
 */
export function newtonSchulz(
  g: Tensor,
  [a, b, c]: readonly [number, number, number] = [3.4445, -4.775, 2.0315],
  steps = 5,
  eps = 1e-7,
): Tensor {
  const [rows, columns] = g.shape as readonly [number, number];
  // The smaller of the two products X·Xᵀ and Xᵀ·X.
  const wide = rows <= columns ? g : g.transpose();
  let x = wide.div(wide.norm().maximum(eps));
  for (let step = 0; step < steps; step++) {
    const square = matmul(x, x.transpose());
    x = x.mul(a).add(matmul(square.mul(b).add(matmul(square, square).mul(c)), x));
  }
  return rows <= columns ? x : x.transpose();
}

const rule: Rule<MuonOptions> = {
  name: "Muon",
  defaults: {
    lr: 1e-3,
    weightDecay: 0.1,
    momentum: 0.95,
    nesterov: true,
    nsCoefficients: [3.4445, -4.775, 2.0315],
    eps: 1e-7,
    nsSteps: 5,
    adjustLrFn: "original",
  },
  check({ lr, weightDecay, momentum, eps, nsSteps, adjustLrFn }) {
    atLeastZero("Muon", "lr", lr);
    atLeastZero("Muon", "weightDecay", weightDecay);
    rate("Muon", "momentum", momentum);
    positive("Muon", "eps", eps);
    wholeNumber("Muon", "nsSteps", nsSteps);
    oneOf("Muon", "adjustLrFn", adjustLrFn, ["original", "match_rms_adamw"]);
  },
  slots: () => ({ momentumBuffer: 0 }),
  refuse: ({ rank }) =>
    rank === 2 ? undefined : `has ${rank} axes, Muon takes 2; give biases and the like to AdamW`,
  update({ param, grad, slots, options }) {
    const { lr, weightDecay, momentum, nesterov, nsCoefficients, nsSteps, eps, adjustLrFn } = options;
    const buffer = slots["momentumBuffer"]!;
    buffer.assign(buffer.mul(momentum).add(grad.mul(1 - momentum)));
    const direction = nesterov ? grad.mul(1 - momentum).add(buffer.mul(momentum)) : buffer;
    const [n, m] = param.shape as readonly [number, number];
    const scale = adjustLrFn === "original" ? Math.sqrt(Math.max(1, n / m)) : 0.2 * Math.sqrt(Math.max(n, m));
    const move = newtonSchulz(direction, nsCoefficients, nsSteps, eps).mul(lr * scale);
    param.assign(param.mul(1 - lr * weightDecay).sub(move));
  },
};

/**
 * Muon: moves of a weight matrix `p` [n, m] in which every direction counts the same.
 *
 *     b ← μ·b + (1 - μ)·g
 *     d = b                              (nesterov: (1 - μ)·g + μ·b)
 *     p ← (1 - lr·λ)·p - lr·scale(n, m)·NS(d)
 *
 * NS is {@link newtonSchulz}. Jordan et al. 2024; weight decay and `match_rms_adamw`: Liu et al. 2025
 * (arXiv:2502.16982), section 2.2. Defaults are PyTorch's. It takes matrices only: biases, gains and embeddings belong
 * to AdamW.
 */
export class Muon extends Optimizer<MuonOptions> {
  constructor(params: OptimizerParams<MuonOptions>, options: Partial<MuonOptions> = {}) {
    super(rule, params, options);
  }
}

/** Nonlinearities as steps of a Sequential. The functions themselves do as well, unless they have an option. */
import {
  elu,
  gelu,
  leakyRelu,
  logSoftmax,
  relu,
  sigmoid,
  silu,
  softmax,
  softplus,
  type Tensor,
  tanh,
} from "@gradus/tensor";
import { Module } from "../module.ts";

/** `y = max(0, x)`. */
export class ReLU extends Module {
  forward(x: Tensor): Tensor {
    return relu(x);
  }
}

/** `y = x` above 0, `negativeSlope·x` elsewhere. */
export class LeakyReLU extends Module {
  readonly negativeSlope: number;

  constructor(negativeSlope = 0.01) {
    super();
    this.negativeSlope = negativeSlope;
  }

  forward(x: Tensor): Tensor {
    return leakyRelu(x, this.negativeSlope);
  }
}

/** `y = x` above 0, `alpha·(eˣ - 1)` elsewhere. */
export class ELU extends Module {
  readonly alpha: number;

  constructor(alpha = 1) {
    super();
    this.alpha = alpha;
  }

  forward(x: Tensor): Tensor {
    return elu(x, this.alpha);
  }
}

/** The two numbers for which mean 0 and variance 1 stay as they are. */
const SELU_ALPHA = 1.6732632423543772848170429916717;
const SELU_SCALE = 1.0507009873554804934193349852946;

/** `y = λ·x` above 0, `λα·(eˣ - 1)` elsewhere (Klambauer et al. 2017, "Self-normalizing neural networks", equation 2). */
export class SELU extends Module {
  forward(x: Tensor): Tensor {
    return elu(x, SELU_ALPHA).mul(SELU_SCALE);
  }
}

/** `y = x·Φ(x)`, see `gelu`. */
export class GELU extends Module {
  readonly approximate: "none" | "tanh";

  constructor({ approximate = "none" }: { readonly approximate?: "none" | "tanh" } = {}) {
    super();
    this.approximate = approximate;
  }

  forward(x: Tensor): Tensor {
    return gelu(x, this.approximate);
  }
}

/** `y = x·σ(x)`. */
export class SiLU extends Module {
  forward(x: Tensor): Tensor {
    return silu(x);
  }
}

/** `y = 1 / (1 + e⁻ˣ)`. */
export class Sigmoid extends Module {
  forward(x: Tensor): Tensor {
    return sigmoid(x);
  }
}

/** `y = tanh x`. */
export class Tanh extends Module {
  forward(x: Tensor): Tensor {
    return tanh(x);
  }
}

/** `y = ln(1 + e^(beta·x)) / beta`. */
export class Softplus extends Module {
  readonly beta: number;

  constructor(beta = 1) {
    super();
    this.beta = beta;
  }

  forward(x: Tensor): Tensor {
    return softplus(x, this.beta);
  }
}

/** `yᵢ = e^xᵢ / Σⱼ e^xⱼ` along an axis, the last one by default. */
export class Softmax extends Module {
  readonly dim: number;

  constructor(dim = -1) {
    super();
    this.dim = dim;
  }

  forward(x: Tensor): Tensor {
    return softmax(x, this.dim);
  }
}

/** The logarithm of {@link Softmax}: what `NLLLoss` takes. */
export class LogSoftmax extends Module {
  readonly dim: number;

  constructor(dim = -1) {
    super();
    this.dim = dim;
  }

  forward(x: Tensor): Tensor {
    return logSoftmax(x, this.dim);
  }
}

/** Losses as modules: functions of `@gradus/tensor` that remember their options. */
import {
  type BceWithLogitsOptions,
  bceLoss,
  bceWithLogitsLoss,
  type CrossEntropyOptions,
  crossEntropy,
  hingeEmbeddingLoss,
  hingeLoss,
  huberLoss,
  type KlDivOptions,
  klDivLoss,
  type LossOptions,
  l1Loss,
  type MarginOptions,
  type MultiMarginOptions,
  mseLoss,
  multiMarginLoss,
  type NllOptions,
  nllLoss,
  smoothL1Loss,
  Tensor,
} from "@gradus/tensor";
import { Module } from "../module.ts";
import { inSnakeCase } from "../names.ts";
import { buffer } from "../parameter.ts";

/** A loss of an input and a target. Weights among its options are buffers: they move with it. */
abstract class Loss<O extends object> extends Module<[input: Tensor, target: Tensor]> {
  readonly options: O;

  constructor(options?: O) {
    super();
    this.options = options ?? ({} as O);
    for (const value of Object.values(this.options)) if (value instanceof Tensor) buffer(value);
  }

  override held(): object {
    return inSnakeCase(this.options);
  }
}

/** `(x - target)²`, see `mseLoss`. */
export class MSELoss extends Loss<LossOptions> {
  forward(x: Tensor, target: Tensor): Tensor {
    return mseLoss(x, target, this.options);
  }
}

/** `|x - target|`, see `l1Loss`. */
export class L1Loss extends Loss<LossOptions> {
  forward(x: Tensor, target: Tensor): Tensor {
    return l1Loss(x, target, this.options);
  }
}

/** Square near 0, straight beyond `beta`, see `smoothL1Loss`. */
export class SmoothL1Loss extends Loss<LossOptions & { readonly beta?: number }> {
  forward(x: Tensor, target: Tensor): Tensor {
    return smoothL1Loss(x, target, this.options);
  }
}

/** Square near 0, straight beyond `delta`, see `huberLoss`. */
export class HuberLoss extends Loss<LossOptions & { readonly delta?: number }> {
  forward(x: Tensor, target: Tensor): Tensor {
    return huberLoss(x, target, this.options);
  }
}

/** `max(0, margin - target·x)`, see `hingeLoss`. */
export class HingeLoss extends Loss<MarginOptions> {
  forward(x: Tensor, target: Tensor): Tensor {
    return hingeLoss(x, target, this.options);
  }
}

/** `x` for targets 1, `max(0, margin - x)` for targets -1, see `hingeEmbeddingLoss`. */
export class HingeEmbeddingLoss extends Loss<MarginOptions> {
  forward(x: Tensor, target: Tensor): Tensor {
    return hingeEmbeddingLoss(x, target, this.options);
  }
}

/** The hinge loss of classes, see `multiMarginLoss`. */
export class MultiMarginLoss extends Loss<MultiMarginOptions> {
  forward(x: Tensor, target: Tensor): Tensor {
    return multiMarginLoss(x, target, this.options);
  }
}

/** Binary cross entropy of probabilities, see `bceLoss`. */
export class BCELoss extends Loss<LossOptions & { readonly weight?: Tensor | null }> {
  forward(x: Tensor, target: Tensor): Tensor {
    return bceLoss(x, target, this.options);
  }
}

/** Binary cross entropy of logits, see `bceWithLogitsLoss`. */
export class BCEWithLogitsLoss extends Loss<BceWithLogitsOptions> {
  forward(x: Tensor, target: Tensor): Tensor {
    return bceWithLogitsLoss(x, target, this.options);
  }
}

/** Cross entropy of logits, with label smoothing, class weights and a class to ignore, see `crossEntropy`. */
export class CrossEntropyLoss extends Loss<CrossEntropyOptions> {
  forward(x: Tensor, target: Tensor): Tensor {
    return crossEntropy(x, target, this.options);
  }
}

/** The negative log likelihood of classes, see `nllLoss`. */
export class NLLLoss extends Loss<NllOptions> {
  forward(x: Tensor, target: Tensor): Tensor {
    return nllLoss(x, target, this.options);
  }
}

/** The divergence of the target from the input, see `klDivLoss`. */
export class KLDivLoss extends Loss<KlDivOptions> {
  forward(x: Tensor, target: Tensor): Tensor {
    return klDivLoss(x, target, this.options);
  }
}

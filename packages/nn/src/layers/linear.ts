/** Matrices as layers. */
import { einsum, type LinearActivation, linear, type Tensor } from "@gradus/tensor";
import { uniform } from "../init/fill.ts";
import { checkFeatures, checkSizes, type LayerOptions, made } from "../layer.ts";
import { Module } from "../module.ts";

/** Options of layers that may add a bias. */
export interface BiasOptions extends LayerOptions {
  /** Whether a bias is added; yes by default. */
  readonly bias?: boolean;
}

/** Options of {@link Linear}. */
export interface LinearLayerOptions extends BiasOptions {
  /** What is applied to the result, in the same pass: faster than a step of its own. "none" by default. */
  readonly activation?: LinearActivation;
}

/**
 * `y = x·Wᵀ + b` over the last axis: `[..., in] → [..., out]`, `weight: [out, in]`, `bias: [out]`.
 *
 * Both are drawn uniformly from ±1/√in, as in PyTorch.
 */
export class Linear extends Module {
  readonly inFeatures: number;
  readonly outFeatures: number;
  readonly activation: LinearActivation;
  readonly weight: Tensor;
  readonly bias: Tensor | null;

  constructor(inFeatures: number, outFeatures: number, options: LinearLayerOptions = {}) {
    super();
    checkSizes("Linear", { inFeatures, outFeatures });
    this.inFeatures = inFeatures;
    this.outFeatures = outFeatures;
    this.activation = options.activation ?? "none";
    const bound = 1 / Math.sqrt(inFeatures);
    const draw = (x: Tensor) => uniform(x, -bound, bound, options);
    this.weight = made([outFeatures, inFeatures], options, draw);
    this.bias = (options.bias ?? true) ? made([outFeatures], options, draw) : null;
  }

  /** @throws RangeError if the last axis of `x` has not `inFeatures` elements */
  forward(x: Tensor): Tensor {
    checkFeatures("Linear", x, -1, this.inFeatures, "inFeatures");
    return linear(x, this.weight, this.bias, { activation: this.activation });
  }
}

/**
 * `y_k = x₁ᵀ·W_k·x₂ + b_k` over the last axes: `[..., in1], [..., in2] → [..., out]`, `weight: [out, in1, in2]`, `bias: [out]`.
 *
 * Both are drawn uniformly from ±1/√in1, as in PyTorch.
 */
export class Bilinear extends Module<[Tensor, Tensor]> {
  readonly in1Features: number;
  readonly in2Features: number;
  readonly weight: Tensor;
  readonly bias: Tensor | null;

  constructor(in1Features: number, in2Features: number, outFeatures: number, options: BiasOptions = {}) {
    super();
    checkSizes("Bilinear", { in1Features, in2Features, outFeatures });
    this.in1Features = in1Features;
    this.in2Features = in2Features;
    const bound = 1 / Math.sqrt(in1Features);
    const draw = (x: Tensor) => uniform(x, -bound, bound, options);
    this.weight = made([outFeatures, in1Features, in2Features], options, draw);
    this.bias = (options.bias ?? true) ? made([outFeatures], options, draw) : null;
  }

  /** @throws RangeError if the last axes have other extents than the layer was made for */
  forward(x1: Tensor, x2: Tensor): Tensor {
    checkFeatures("Bilinear", x1, -1, this.in1Features, "in1Features");
    checkFeatures("Bilinear", x2, -1, this.in2Features, "in2Features");
    const y = einsum("...i,kij,...j->...k", x1, this.weight, x2);
    return this.bias === null ? y : y.add(this.bias);
  }
}

/** Normalisation of each example by itself. */
import {
  groupNorm,
  type LocalResponseNormOptions,
  layerNorm,
  localResponseNorm,
  type Tensor,
} from "@gradus/tensor";
import { ones, zeros } from "../init/fill.ts";
import { checkFeatures, checkSizes, type LayerOptions, made } from "../layer.ts";
import { Module } from "../module.ts";

/** Options of layer normalisation. */
export interface LayerNormOptions extends LayerOptions {
  /** Keeps the root away from 0: 1e-5 by default. */
  readonly eps?: number;
  /** Whether a weight and a bias for each element are learned; yes by default. */
  readonly elementwiseAffine?: boolean;
  /** Whether a bias is learned along with the weight; yes by default. */
  readonly bias?: boolean;
}

/**
 * The last axes normalised: `y = (x - μ) / √(σ² + eps) · weight + bias`, with the biased variance (Ba, Kiros and Hinton 2016,
 * "Layer normalization"). `weight`, `bias`: in `normalizedShape`, first 1 and 0.
 */
export class LayerNorm extends Module {
  readonly normalizedShape: readonly number[];
  readonly eps: number;
  readonly weight: Tensor | null = null;
  readonly bias: Tensor | null = null;

  /** @param normalizedShape the extents of the last axes; a number for the last one alone */
  constructor(normalizedShape: number | readonly number[], options: LayerNormOptions = {}) {
    super();
    const { eps = 1e-5, elementwiseAffine = true, bias = true } = options;
    this.normalizedShape = typeof normalizedShape === "number" ? [normalizedShape] : [...normalizedShape];
    for (const extent of this.normalizedShape) checkSizes("LayerNorm", { normalizedShape: extent });
    this.eps = eps;
    if (!elementwiseAffine) return;
    this.weight = made(this.normalizedShape, options, ones);
    if (bias) this.bias = made(this.normalizedShape, options, zeros);
  }

  /** @throws RangeError if `x` does not end in these extents */
  forward(x: Tensor): Tensor {
    return layerNorm(x, this.normalizedShape, { weight: this.weight, bias: this.bias, eps: this.eps });
  }
}

/** Options of group normalisation. */
export interface GroupNormOptions extends LayerOptions {
  /** Keeps the root away from 0: 1e-5 by default. */
  readonly eps?: number;
  /** Whether a weight and a bias for each channel are learned; yes by default. */
  readonly affine?: boolean;
}

/**
 * Channels in groups, each normalised over its channels and all places of one example (Wu and He 2018, "Group
 * normalization"). `[N, C, ...]`, shape kept; `weight`, `bias`: `[C]`, first 1 and 0.
 */
export class GroupNorm extends Module {
  readonly numGroups: number;
  readonly numChannels: number;
  readonly eps: number;
  readonly weight: Tensor | null = null;
  readonly bias: Tensor | null = null;

  /** @throws RangeError if `numChannels` is no multiple of `numGroups` */
  constructor(numGroups: number, numChannels: number, options: GroupNormOptions = {}) {
    super();
    const { eps = 1e-5, affine = true } = options;
    checkSizes("GroupNorm", { numGroups, numChannels });
    if (numChannels % numGroups !== 0)
      throw new RangeError(
        `GroupNorm: ${numChannels} channels do not divide into ${numGroups} groups; choose a divisor of ${numChannels}`,
      );
    this.numGroups = numGroups;
    this.numChannels = numChannels;
    this.eps = eps;
    if (!affine) return;
    this.weight = made([numChannels], options, ones);
    this.bias = made([numChannels], options, zeros);
  }

  /** @throws RangeError if the channels differ */
  forward(x: Tensor): Tensor {
    checkFeatures("GroupNorm", x, 1, this.numChannels, "numChannels");
    return groupNorm(x, this.numGroups, { weight: this.weight, bias: this.bias, eps: this.eps });
  }
}

/** Each element divided by what its neighbours in `size` adjacent channels say, see `localResponseNorm`. `[N, C, ...]`. */
export class LocalResponseNorm extends Module {
  readonly size: number;
  readonly options: LocalResponseNormOptions;

  constructor(size: number, options: LocalResponseNormOptions = {}) {
    super();
    checkSizes("LocalResponseNorm", { size });
    this.size = size;
    this.options = options;
  }

  forward(x: Tensor): Tensor {
    return localResponseNorm(x, this.size, this.options);
  }
}

/** A rectifier that learns its slope. */
import { greater, type Tensor, where } from "@gradus/tensor";
import { constant } from "../init/fill.ts";
import { checkFeatures, checkSizes, type LayerOptions, made } from "../layer.ts";
import { Module } from "../module.ts";

/** Options of {@link PReLU}. */
export interface PReLUOptions extends LayerOptions {
  /** The first slope: 0.25 by default. */
  readonly init?: number;
}

/**
 * `y = x` above 0, `weight·x` elsewhere (He et al. 2015, "Delving deep into rectifiers", equation 1). `weight:
 * [numParameters]`: one for all, or one for each channel (axis 1).
 */
export class PReLU extends Module {
  readonly weight: Tensor;

  constructor(numParameters = 1, options: PReLUOptions = {}) {
    super();
    checkSizes("PReLU", { numParameters });
    this.weight = made([numParameters], options, (x) => constant(x, options.init ?? 0.25));
  }

  /** @throws RangeError if there are several slopes, but not as many as channels */
  forward(x: Tensor): Tensor {
    const count = this.weight.size;
    if (count > 1) checkFeatures("PReLU", x, 1, count, "numParameters");
    const slope =
      count > 1 ? this.weight.reshape([count, ...new Array<number>(x.rank - 2).fill(1)]) : this.weight;
    return where(greater(x, 0), x, x.mul(slope));
  }
}

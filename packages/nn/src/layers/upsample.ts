/** Images made larger. */
import { type Tensor, type UpsampleOptions, upsampleNearest } from "@gradus/tensor";
import { Module } from "../module.ts";

/** Each element repeated until the spatial axes have the wanted size, see `upsampleNearest`: PyTorch's mode "nearest". */
export class Upsample extends Module {
  readonly options: UpsampleOptions;

  /** @throws RangeError unless exactly one of `size` and `scaleFactor` is given */
  constructor(options: UpsampleOptions) {
    super();
    const { size, scaleFactor } = options;
    if ((size === undefined) === (scaleFactor === undefined))
      throw new RangeError(`Upsample: size is ${size}, scaleFactor ${scaleFactor}; give exactly one of them`);
    this.options = options;
  }

  forward(x: Tensor): Tensor {
    return upsampleNearest(x, this.options);
  }
}

/** Axes put together and taken apart, as steps of a Sequential. */
import { flatten, type Tensor, unflatten } from "@gradus/tensor";
import { Module } from "../module.ts";

/** The axes from `startDim` to `endDim` as one; by default all but the batch: `[N, C, H, W] → [N, C·H·W]`. */
export class Flatten extends Module {
  readonly startDim: number;
  readonly endDim: number;

  constructor(startDim = 1, endDim = -1) {
    super();
    this.startDim = startDim;
    this.endDim = endDim;
  }

  forward(x: Tensor): Tensor {
    return flatten(x, this.startDim, this.endDim);
  }
}

/** The axis `dim` as several, whose extents have its extent as their product: `[N, C·H·W] → [N, C, H, W]`. */
export class Unflatten extends Module {
  readonly dim: number;
  readonly unflattenedSize: readonly number[];

  constructor(dim: number, unflattenedSize: readonly number[]) {
    super();
    this.dim = dim;
    this.unflattenedSize = unflattenedSize;
  }

  forward(x: Tensor): Tensor {
    return unflatten(x, this.dim, this.unflattenedSize);
  }
}

/** What goes in comes out: the place of a layer that is left out. */
export class Identity extends Module {
  forward(x: Tensor): Tensor {
    return x;
  }
}

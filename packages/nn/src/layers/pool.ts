/** Pooling as a layer. */
import {
  type AvgPoolOptions,
  adaptiveAvgPool2d,
  avgPool1d,
  avgPool2d,
  type MaxPoolOptions,
  maxPool1d,
  maxPool2d,
  type Pair,
  type Single,
  type Tensor,
} from "@gradus/tensor";
import { Module } from "../module.ts";
import { adaptiveMaxPool } from "./adaptive-max.ts";

/** The largest element of each window of a sequence, see `maxPool1d`: `[N, C, L] → [N, C, L']`. */
export class MaxPool1d extends Module {
  readonly kernelSize: Single;
  readonly options: MaxPoolOptions<Single>;

  constructor(kernelSize: Single, options: MaxPoolOptions<Single> = {}) {
    super();
    this.kernelSize = kernelSize;
    this.options = options;
  }

  forward(x: Tensor): Tensor {
    return maxPool1d(x, this.kernelSize, this.options);
  }
}

/** The largest element of each window of an image, see `maxPool2d`: `[N, C, H, W] → [N, C, H', W']`. */
export class MaxPool2d extends Module {
  readonly kernelSize: Pair;
  readonly options: MaxPoolOptions<Pair>;

  constructor(kernelSize: Pair, options: MaxPoolOptions<Pair> = {}) {
    super();
    this.kernelSize = kernelSize;
    this.options = options;
  }

  forward(x: Tensor): Tensor {
    return maxPool2d(x, this.kernelSize, this.options);
  }
}

/** The average of each window of a sequence, see `avgPool1d`: `[N, C, L] → [N, C, L']`. */
export class AvgPool1d extends Module {
  readonly kernelSize: Single;
  readonly options: AvgPoolOptions<Single>;

  constructor(kernelSize: Single, options: AvgPoolOptions<Single> = {}) {
    super();
    this.kernelSize = kernelSize;
    this.options = options;
  }

  forward(x: Tensor): Tensor {
    return avgPool1d(x, this.kernelSize, this.options);
  }
}

/** The average of each window of an image, see `avgPool2d`: `[N, C, H, W] → [N, C, H', W']`. */
export class AvgPool2d extends Module {
  readonly kernelSize: Pair;
  readonly options: AvgPoolOptions<Pair>;

  constructor(kernelSize: Pair, options: AvgPoolOptions<Pair> = {}) {
    super();
    this.kernelSize = kernelSize;
    this.options = options;
  }

  forward(x: Tensor): Tensor {
    return avgPool2d(x, this.kernelSize, this.options);
  }
}

/** Extents of a result; `null` leaves one as it is. */
export type AdaptivePair = number | null | readonly [number | null, number | null];

/** The average of each of `outputSize` cells of a sequence, see `adaptiveAvgPool2d`: `[N, C, L] → [N, C, outputSize]`. */
export class AdaptiveAvgPool1d extends Module {
  readonly outputSize: number | null;

  constructor(outputSize: number | null) {
    super();
    this.outputSize = outputSize;
  }

  forward(x: Tensor): Tensor {
    return adaptiveAvgPool2d(x.unsqueeze(-2), [null, this.outputSize]).squeeze(-2);
  }
}

/** The average of each cell of a grid laid over an image, see `adaptiveAvgPool2d`: `[N, C, H, W] → [N, C, H', W']`. */
export class AdaptiveAvgPool2d extends Module {
  readonly outputSize: AdaptivePair;

  constructor(outputSize: AdaptivePair) {
    super();
    this.outputSize = outputSize;
  }

  forward(x: Tensor): Tensor {
    return adaptiveAvgPool2d(x, this.outputSize);
  }
}

/**
 * The largest element of each of `outputSize` cells of a sequence: cell i covers `⌊i·in/out⌋` to `⌈(i + 1)·in/out⌉`.
 * `[N, C, L] → [N, C, outputSize]`.
 */
export class AdaptiveMaxPool1d extends Module {
  readonly outputSize: number | null;

  constructor(outputSize: number | null) {
    super();
    this.outputSize = outputSize;
  }

  /** @throws RangeError if a size is below 1, or there is nothing to pool */
  forward(x: Tensor): Tensor {
    return adaptiveMaxPool("AdaptiveMaxPool1d", x, [this.outputSize]);
  }
}

/** The largest element of each cell of a grid laid over an image, as {@link AdaptiveMaxPool1d} along each axis. */
export class AdaptiveMaxPool2d extends Module {
  readonly outputSize: AdaptivePair;

  constructor(outputSize: AdaptivePair) {
    super();
    this.outputSize = outputSize;
  }

  /** @throws RangeError if a size is below 1, or there is nothing to pool */
  forward(x: Tensor): Tensor {
    const { outputSize: size } = this;
    return adaptiveMaxPool(
      "AdaptiveMaxPool2d",
      x,
      typeof size === "number" || size === null ? [size, size] : size,
    );
  }
}

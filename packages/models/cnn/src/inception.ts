/** Inception: looking at several scales at once. */
import { BatchNorm2d, Conv2d, Dropout, Linear, Module, Sequential } from "@gradus/nn";
import { adaptiveAvgPool2d, concat, flatten, maxPool2d, relu, type Tensor } from "@gradus/tensor";
import { ConvNet, type ConvNetOptions, layerOptions } from "./model.ts";

/** `relu(bn(conv x))` that keeps rows and columns. Names as torchvision's `BasicConv2d`: `conv`, `bn`. */
export class ConvNorm extends Module {
  readonly conv: Conv2d;
  readonly bn: BatchNorm2d;

  constructor(inChannels: number, outChannels: number, kernelSize: number, options: ConvNetOptions = {}) {
    super();
    const layer = layerOptions(options);
    this.conv = new Conv2d(inChannels, outChannels, kernelSize, { ...layer, padding: "same", bias: false });
    this.bn = new BatchNorm2d(outChannels, layer);
  }

  forward(x: Tensor): Tensor {
    return relu(this.bn.forward(this.conv.forward(x)));
  }
}

/** How many channels each branch of an {@link Inception} gives; two numbers: after the 1x1 that narrows, and after the branch. */
export interface InceptionChannels {
  readonly one: number;
  readonly three: readonly [number, number];
  readonly five: readonly [number, number];
  readonly pool: number;
}

/**
 * Four branches over the same input, side by side (Szegedy et al. 2015, "Going deeper with convolutions", figure 2b):
 *
 *     y = concat(conv 1x1,  conv 3x3 ∘ conv 1x1,  conv 5x5 ∘ conv 1x1,  conv 1x1 ∘ maxPool 3x3)
 *
 * The 1x1 convolutions before the wide ones narrow the channels, or those would cost most. Each convolution with batch norm and
 * ReLU. `[N, in, H, W] → [N, one + three + five + pool, H, W]`. Names as in torchvision's GoogLeNet: `branch1` to `branch4`.
 */
export class Inception extends Module {
  readonly branch1: ConvNorm;
  readonly branch2: Sequential;
  readonly branch3: Sequential;
  readonly branch4: Sequential;
  readonly outChannels: number;

  constructor(inChannels: number, channels: InceptionChannels, options: ConvNetOptions = {}) {
    super();
    const { one, three, five, pool } = channels;
    const wide = ([narrow, width]: readonly [number, number], size: number) =>
      new Sequential(
        new ConvNorm(inChannels, narrow, 1, options),
        new ConvNorm(narrow, width, size, options),
      );
    this.branch1 = new ConvNorm(inChannels, one, 1, options);
    this.branch2 = wide(three, 3);
    this.branch3 = wide(five, 5);
    this.branch4 = new Sequential(
      (x: Tensor) => maxPool2d(x, 3, { stride: 1, padding: 1 }),
      new ConvNorm(inChannels, pool, 1, options),
    );
    this.outChannels = one + three[1] + five[1] + pool;
  }

  forward(x: Tensor): Tensor {
    const branches = [this.branch1, this.branch2, this.branch3, this.branch4];
    return concat(
      branches.map((branch) => branch.forward(x)),
      1,
    );
  }
}

/** Options of {@link InceptionNet}. */
export interface InceptionNetOptions extends ConvNetOptions {
  /** Channels of the first convolution; 16 by default. */
  readonly stem?: number;
  readonly channels?: InceptionChannels;
  /** The share of the last values that are left out in training; 0.2 by default. */
  readonly dropout?: number;
}

/**
 *     h = maxPool₂(relu(bn(conv 3x3)))              [N, 16, H/2, W/2]
 *     h = inception₂(maxPool₂(inception₁ h))        [N, 48, H/4, W/4]
 *     z = fc(dropout(mean over H, W))               [N, classes]
 */
export class InceptionNet extends ConvNet {
  readonly stem: ConvNorm;
  readonly inception1: Inception;
  readonly inception2: Inception;
  readonly dropout: Dropout;
  fc: Linear;

  constructor(options: InceptionNetOptions = {}) {
    super();
    const { inChannels = 1, classes = 10, stem = 16, dropout = 0.2 } = options;
    const channels = options.channels ?? { one: 12, three: [8, 20], five: [4, 8], pool: 8 };
    const layer = layerOptions(options);
    this.stem = new ConvNorm(inChannels, stem, 3, layer);
    this.inception1 = new Inception(stem, channels, layer);
    this.inception2 = new Inception(this.inception1.outChannels, channels, layer);
    this.dropout = new Dropout(dropout, layer);
    this.fc = new Linear(this.inception2.outChannels, classes, layer);
  }

  body(x: Tensor): Tensor {
    const h = maxPool2d(this.inception1.forward(maxPool2d(this.stem.forward(x), 2)), 2);
    return this.dropout.forward(flatten(adaptiveAvgPool2d(this.inception2.forward(h), 1), 1));
  }
}

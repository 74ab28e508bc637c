/** The smallest network that reads digits well: two convolutions, each with batch norm. */
import { BatchNorm2d, Conv2d, Dropout, Linear } from "@gradus/nn";
import { adaptiveAvgPool2d, flatten, maxPool2d, relu, type Tensor } from "@gradus/tensor";
import { ConvNet, type ConvNetOptions, layerOptions } from "./model.ts";

/** Options of {@link SmallCNN}. */
export interface SmallCNNOptions extends ConvNetOptions {
  /** Filters of the two convolutions; [16, 32] by default. */
  readonly channels?: readonly [number, number];
  /** Rows and columns of a filter, odd; 5 by default. */
  readonly kernelSize?: number;
  /** The last maps are averaged over a grid of so many rows and columns; 7 by default. */
  readonly grid?: number;
  /** The share of the last values that are left out in training; 0 by default. */
  readonly dropout?: number;
}

/**
 *     x                               [N, C, H, W]
 *     h = maxPool₂(relu(bn(conv x)))  [N, 16, H/2, W/2]
 *     h = relu(bn(conv h))            [N, 32, H/2, W/2]
 *     h = average over a grid of 7x7  [N, 32·7·7]
 *     z = fc h                        [N, classes]
 *
 * Takes images of any size. A convolution before a batch norm needs no bias: the mean takes it away again.
 */
export class SmallCNN extends ConvNet {
  readonly conv1: Conv2d;
  readonly bn1: BatchNorm2d;
  readonly conv2: Conv2d;
  readonly bn2: BatchNorm2d;
  readonly dropout: Dropout;
  readonly grid: number;
  fc: Linear;

  constructor(options: SmallCNNOptions = {}) {
    super();
    const {
      inChannels = 1,
      classes = 10,
      channels = [16, 32],
      kernelSize = 5,
      grid = 7,
      dropout = 0,
    } = options;
    const layer = layerOptions(options);
    const conv = { ...layer, padding: "same", bias: false } as const;
    this.conv1 = new Conv2d(inChannels, channels[0], kernelSize, conv);
    this.bn1 = new BatchNorm2d(channels[0], layer);
    this.conv2 = new Conv2d(channels[0], channels[1], kernelSize, conv);
    this.bn2 = new BatchNorm2d(channels[1], layer);
    this.dropout = new Dropout(dropout, layer);
    this.grid = grid;
    this.fc = new Linear(channels[1] * grid * grid, classes, layer);
  }

  body(x: Tensor): Tensor {
    let h = maxPool2d(relu(this.bn1.forward(this.conv1.forward(x))), 2);
    h = relu(this.bn2.forward(this.conv2.forward(h)));
    return this.dropout.forward(flatten(adaptiveAvgPool2d(h, this.grid), 1));
  }
}

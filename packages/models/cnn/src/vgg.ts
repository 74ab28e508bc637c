/** A small VGG: nothing but 3x3 convolutions. */
import { BatchNorm2d, Conv2d, Dropout, init, Linear, MaxPool2d, ReLU, Sequential } from "@gradus/nn";
import { flatten, relu, type Tensor } from "@gradus/tensor";
import { ConvNet, type ConvNetOptions, layerOptions } from "./model.ts";

/** Options of {@link VGG}. */
export interface VGGOptions extends ConvNetOptions {
  /** Filters of the convolutions of each stage; a stage ends by halving rows and columns. [[16, 16], [32, 32]] by default. */
  readonly stages?: readonly (readonly number[])[];
  /** Neurons of the hidden layer; 128 by default. */
  readonly hidden?: number;
  /** Rows and columns of the images, which are square; 28 by default. */
  readonly size?: number;
  /** The share of hidden values that are left out in training; 0.5 by default, as in the paper. */
  readonly dropout?: number;
}

/**
 * Simonyan and Zisserman 2015, "Very deep convolutional networks for large-scale image recognition", section 2.1: two 3x3
 * convolutions see as far as one of 5x5, with fewer weights and another ReLU between them. With batch norm, which the paper
 * had not yet.
 *
 *     stage: (relu(bn(conv 3x3, margin 1)), as often as it has numbers), maxPool₂
 *     z = fc(dropout(relu(fc1 h)))
 *
 * Names as in torchvision's `features`: `features.0.weight`, `features.1.running_mean`, ...
 */
export class VGG extends ConvNet {
  readonly features: Sequential;
  readonly fc1: Linear;
  readonly dropout: Dropout;
  fc: Linear;

  constructor(options: VGGOptions = {}) {
    super();
    const { inChannels = 1, classes = 10, hidden = 128, size = 28, dropout = 0.5 } = options;
    const stages = options.stages ?? [
      [16, 16],
      [32, 32],
    ];
    const layer = layerOptions(options);
    let channels = inChannels;
    const steps = stages.flatMap((stage) => [
      ...stage.flatMap((filters) => {
        const conv = new Conv2d(channels, filters, 3, { ...layer, padding: 1 });
        init.kaimingNormal(conv.weight, {
          mode: "fanOut",
          nonlinearity: "relu",
          generator: options.generator,
        });
        channels = filters;
        return [conv, new BatchNorm2d(filters, layer), new ReLU()];
      }),
      new MaxPool2d(2),
    ]);
    this.features = new Sequential(...steps);
    const side = Math.floor(size / 2 ** stages.length);
    this.fc1 = new Linear(channels * side * side, hidden, layer);
    this.dropout = new Dropout(dropout, layer);
    this.fc = new Linear(hidden, classes, layer);
  }

  body(x: Tensor): Tensor {
    return this.dropout.forward(relu(this.fc1.forward(flatten(this.features.forward(x), 1))));
  }
}

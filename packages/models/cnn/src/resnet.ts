/** A small ResNet: layers that learn what to add. */
import { BatchNorm2d, Conv2d, Identity, init, Linear, Module, Sequential } from "@gradus/nn";
import { adaptiveAvgPool2d, flatten, relu, type Tensor } from "@gradus/tensor";
import { ConvNet, type ConvNetOptions, layerOptions } from "./model.ts";

interface BlockOptions extends ConvNetOptions {
  readonly stride?: number;
}

/**
 * `y = relu(F(x) + shortcut(x))`, `F = bn(conv(relu(bn(conv x))))`, 3x3 (He, Zhang, Ren and Sun 2016, "Deep residual learning
 * for image recognition", eq. 1 and 2). The shortcut is the identity; where rows and columns are halved or channels
 * differ, a 1x1 convolution with batch norm (option B of section 3.3). Gradients reach the first layers through the sum unchanged.
 *
 * `[N, in, H, W] → [N, out, H/stride, W/stride]`. Names as in torchvision: `conv1`, `bn1`, ..., `downsample.0`, `downsample.1`.
 */
export class ResidualBlock extends Module {
  readonly conv1: Conv2d;
  readonly bn1: BatchNorm2d;
  readonly conv2: Conv2d;
  readonly bn2: BatchNorm2d;
  readonly downsample: Sequential | Identity;

  constructor(inChannels: number, outChannels: number, options: BlockOptions = {}) {
    super();
    const { stride = 1 } = options;
    const layer = layerOptions(options);
    this.conv1 = conv(inChannels, outChannels, 3, { ...options, stride });
    this.bn1 = new BatchNorm2d(outChannels, layer);
    this.conv2 = conv(outChannels, outChannels, 3, { ...options, stride: 1 });
    this.bn2 = new BatchNorm2d(outChannels, layer);
    this.downsample =
      stride === 1 && inChannels === outChannels
        ? new Identity()
        : new Sequential(conv(inChannels, outChannels, 1, options), new BatchNorm2d(outChannels, layer));
  }

  forward(x: Tensor): Tensor {
    const h = relu(this.bn1.forward(this.conv1.forward(x)));
    return relu(this.bn2.forward(this.conv2.forward(h)).add(this.downsample.forward(x)));
  }
}

/** Options of {@link ResNet}. */
export interface ResNetOptions extends ConvNetOptions {
  /** Channels of each stage; every stage but the first halves rows and columns. [16, 32, 64] by default. */
  readonly channels?: readonly number[];
  /** Blocks in each stage; 1 by default. */
  readonly blocks?: number;
}

/**
 * The ResNet for small images of section 4.2: one convolution, stages of {@link ResidualBlock}s, the average over all places.
 *
 *     h = relu(bn(conv 3x3))   [N, 16, H, W]
 *     stages                   [N, 16, H, W], [N, 32, H/2, W/2], [N, 64, H/4, W/4]
 *     z = fc(mean over H, W)   [N, classes]
 *
 * 2·stages·blocks + 2 layers deep. Takes images of any size. Names: `conv1`, `bn1`, `layers.0.0.conv1`, ..., `fc`.
 */
export class ResNet extends ConvNet {
  readonly conv1: Conv2d;
  readonly bn1: BatchNorm2d;
  readonly layers: Sequential[];
  fc: Linear;

  constructor(options: ResNetOptions = {}) {
    super();
    const { inChannels = 1, classes = 10, channels = [16, 32, 64], blocks = 1 } = options;
    const layer = layerOptions(options);
    const widths = [channels[0] as number, ...channels];
    this.conv1 = conv(inChannels, channels[0] as number, 3, options);
    this.bn1 = new BatchNorm2d(channels[0] as number, layer);
    this.layers = channels.map((width, stage) => {
      const first = new ResidualBlock(widths[stage] as number, width, {
        ...layer,
        stride: stage === 0 ? 1 : 2,
      });
      const others = Array.from({ length: blocks - 1 }, () => new ResidualBlock(width, width, layer));
      return new Sequential(first, ...others);
    });
    this.fc = new Linear(channels.at(-1) as number, classes, layer);
  }

  body(x: Tensor): Tensor {
    const h = relu(this.bn1.forward(this.conv1.forward(x)));
    const seen = this.layers.reduce((y, stage) => stage.forward(y), h);
    return flatten(adaptiveAvgPool2d(seen, 1), 1);
  }
}

/** Without a bias, with the first values of He et al. 2015, as batch norm follows. */
function conv(inChannels: number, outChannels: number, kernelSize: number, options: BlockOptions): Conv2d {
  const { stride = 1, generator } = options;
  const padding = (kernelSize - 1) / 2;
  const layer = { ...layerOptions(options), stride, padding, bias: false };
  const made = new Conv2d(inChannels, outChannels, kernelSize, layer);
  init.kaimingNormal(made.weight, { mode: "fanOut", nonlinearity: "relu", generator });
  return made;
}

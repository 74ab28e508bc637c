/** What all networks here are: convolutions that see, and a last layer that decides. */
import { type LayerOptions, type Linear, Module } from "@gradus/nn";
import type { Tensor } from "@gradus/tensor";

/** What every network is made with. */
export interface ConvNetOptions extends LayerOptions {
  /** Channels of the images: 1 for gray, 3 for colour. 1 by default. */
  readonly inChannels?: number;
  /** 10 by default. */
  readonly classes?: number;
}

/** `[N, C, H, W] → [N, classes]`: scores before the softmax, as the cross entropy takes them. */
export abstract class ConvNet extends Module {
  /** The last layer, the head: see `swapHead`. */
  abstract fc: Linear;

  /** Everything before the head: `[N, C, H, W] → [N, fc.inFeatures]`. */
  abstract body(x: Tensor): Tensor;

  /** @throws RangeError if the images have other channels, or another size, than the network was made for */
  forward(x: Tensor): Tensor {
    return this.fc.forward(this.body(x));
  }
}

/** Of a network's options, those that its layers take. */
export function layerOptions({ dtype, device, generator }: LayerOptions): LayerOptions {
  return { ...(dtype && { dtype }), ...(device && { device }), ...(generator && { generator }) };
}

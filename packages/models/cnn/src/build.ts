/** All networks by name. */
import { Generator } from "@gradus/tensor";
import { InceptionNet } from "./inception.ts";
import { LeNet } from "./lenet.ts";
import type { ConvNet, ConvNetOptions } from "./model.ts";
import { ResNet } from "./resnet.ts";
import { SmallCNN } from "./small.ts";
import { VGG } from "./vgg.ts";

/** The networks of this package, for images of 28x28 unless their options say otherwise. */
export const architectures: Readonly<Record<Architecture, (options: ConvNetOptions) => ConvNet>> = {
  small: (options) => new SmallCNN(options),
  lenet: (options) => new LeNet(options),
  vgg: (options) => new VGG(options),
  resnet: (options) => new ResNet(options),
  inception: (options) => new InceptionNet(options),
};

export type Architecture = "small" | "lenet" | "vgg" | "resnet" | "inception";

/**
 * A network whose first values, and what dropout leaves out, follow from the seed.
 *
 * @throws RangeError for a name that is none
 */
export function build(
  name: Architecture,
  { seed = 1, ...options }: ConvNetOptions & { readonly seed?: number } = {},
): ConvNet {
  const make = architectures[name];
  if (make === undefined)
    throw new RangeError(
      `build: "${name}" is no network; these are: ${Object.keys(architectures).join(", ")}`,
    );
  return make({ ...options, generator: new Generator(seed) });
}

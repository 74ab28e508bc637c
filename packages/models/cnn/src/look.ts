/** What a network looks for, and what it sees. */
import { Conv2d, observe } from "@gradus/nn";
import { noGrad, type Tensor } from "@gradus/tensor";
import type { ConvNet } from "./model.ts";

/** Gray images of one size. */
export interface Pictures {
  /** The convolution that they belong to. */
  readonly name: string;
  readonly images: readonly Float32Array[];
  readonly width: number;
  readonly height: number;
}

/** The filters of the first convolution: what each of its channels looks for, one image for each channel of the input. */
export async function filtersOf(model: ConvNet): Promise<Pictures> {
  const [name, conv] = convolutions(model)[0] ?? [];
  if (name === undefined || conv === undefined)
    throw new RangeError("filtersOf: the network has no Conv2d; there is nothing to draw");
  return pictures(name, conv.weight);
}

/**
 * What the convolutions give for one image, before batch norm and activation: one picture for each channel, in the order in
 * which they compute. The network is left as it was.
 *
 * @param image `[1, C, H, W]`
 * @throws RangeError if there is more than one image
 */
export async function featureMapsOf(model: ConvNet, image: Tensor): Promise<Pictures[]> {
  if (image.rank !== 4 || image.shape[0] !== 1)
    throw new RangeError(`featureMapsOf: an image of shape [${image.shape}]; it must be [1, C, H, W]`);
  const modes = model.namedModules().map(([, module]) => [module, module.training] as const);
  const seen: [string, Tensor][] = [];
  const end = observe(model, ({ name, module, output }) => {
    if (module instanceof Conv2d) seen.push([name, output as Tensor]);
  });
  try {
    model.eval();
    noGrad(() => model.forward(image));
  } finally {
    end();
    for (const [module, training] of modes) module.training = training;
  }
  return Promise.all(seen.map(([name, maps]) => pictures(name, maps)));
}

function convolutions(model: ConvNet): [string, Conv2d][] {
  return model.namedModules().flatMap(([name, module]) => (module instanceof Conv2d ? [[name, module]] : []));
}

/** The last two axes as images. */
async function pictures(name: string, x: Tensor): Promise<Pictures> {
  const [height, width] = x.shape.slice(-2) as [number, number];
  const data = Float32Array.from(await x.detach().contiguous().data());
  const images = Array.from({ length: data.length / (width * height) }, (_, i) =>
    data.slice(i * width * height, (i + 1) * width * height),
  );
  return { name, images, width, height };
}

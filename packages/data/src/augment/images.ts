/** Images as augmentations see them: one after the other, in float arrays. */
import { type Tensor, tensor } from "@gradus/tensor";
import type { Random } from "../random.ts";

/**
 * Changes images at random: `[N, C, H, W]`, each in its own way, or a single `[C, H, W]`. The same stream gives the same
 * images; give it to {@link DataLoader} as part of `transform`.
 *
 * Images of whole numbers or booleans become float32.
 */
export type Augmentation = (images: Tensor, random: Random) => Tensor;

/** Elements of one image, C planes of H rows of W pixels. */
export type Pixels = Float32Array | Float64Array;

/** Channels, rows and columns of an image. */
export interface ImageSize {
  readonly channels: number;
  readonly rows: number;
  readonly columns: number;
}

/**
 * Applies `change` to each image; it fills `out` from `image`.
 *
 * @param output rows and columns of the results, those of the images where left out
 * @throws RangeError where the shape is not that of images
 */
export function eachImage(
  name: string,
  images: Tensor,
  change: (image: Pixels, out: Pixels, size: ImageSize) => void,
  output?: (size: ImageSize) => readonly [rows: number, columns: number],
): Tensor {
  const { shape, rank } = images;
  if (rank !== 3 && rank !== 4)
    throw new RangeError(
      `${name}: shape [${shape}]; images are [N, C, H, W] or [C, H, W]: insert the axes of size 1`,
    );
  const [channels, rows, columns] = shape.slice(-3) as [number, number, number];
  const size = { channels, rows, columns };
  const [outRows, outColumns] = output?.(size) ?? [rows, columns];
  const count = rank === 4 ? (shape[0] as number) : 1;
  const dtype = images.dtype === "float64" ? "float64" : "float32";
  const data = images.cast(dtype).dataSync() as Pixels;
  const [step, outStep] = [channels * rows * columns, channels * outRows * outColumns];
  const out = new (dtype === "float64" ? Float64Array : Float32Array)(count * outStep);
  for (let n = 0; n < count; n++)
    change(data.subarray(n * step, (n + 1) * step), out.subarray(n * outStep, (n + 1) * outStep), size);
  const outShape = [...shape.slice(0, -2), outRows, outColumns];
  return tensor(out, { shape: outShape, dtype, device: images.device });
}

/** One augmentation after the other. */
export function compose(...augmentations: readonly Augmentation[]): Augmentation {
  return (images, random) => augmentations.reduce((so, augment) => augment(so, random), images);
}

/** @throws RangeError where a value is not in `least` .. `most` */
export function checkRange(what: string, value: number, least: number, most: number = Infinity): void {
  if (value >= least && value <= most) return;
  const range = most === Infinity ? `at least ${least}` : `in ${least} .. ${most}`;
  throw new RangeError(`${what} is ${value}; it must be ${range}`);
}

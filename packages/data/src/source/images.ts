import { type Tensor, tensor } from "@gradus/tensor";
import { TensorDataset } from "../dataset/tensor-dataset.ts";

/**
 * Bytes as images for a network: `[N, C, H, W]`, float32, 0 to 1.
 *
 * @param images N images one after the other, 0 to 255
 * @param size channels, rows and columns of one
 * @throws RangeError where the bytes are no whole number of images
 */
export function imageTensor(images: Uint8Array, size: readonly [number, number, number]): Tensor {
  const pixels = size[0] * size[1] * size[2];
  const count = images.length / pixels;
  if (!Number.isInteger(count))
    throw new RangeError(
      `imageTensor: ${images.length} bytes are no whole number of images [${size}] of ${pixels} bytes; correct the size`,
    );
  return tensor(
    Float32Array.from(images, (byte) => byte / 255),
    { shape: [count, ...size] },
  );
}

/**
 * Labelled images as samples `[image, label]`: float32 `[C, H, W]` from 0 to 1, and an int32.
 *
 *     const { train } = await readDigits(dir);
 *     const dataset = imageDataset(train, [1, train.rows, train.columns]);
 *
 * @throws RangeError where there are not as many labels as images
 */
export function imageDataset(
  { images, labels }: { readonly images: Uint8Array; readonly labels: Uint8Array },
  size: readonly [channels: number, rows: number, columns: number],
): TensorDataset<readonly [Tensor, Tensor]> {
  return new TensorDataset(imageTensor(images, size), tensor(Int32Array.from(labels)));
}

/** Images flipped, cut and made noisy. */
import { type Augmentation, checkRange, eachImage } from "./images.ts";

/** Exchanges left and right, in each image with probability `p`. @throws RangeError where p is no probability */
export function randomHorizontalFlip(p = 0.5): Augmentation {
  checkRange("randomHorizontalFlip: p", p, 0, 1);
  return (images, random) =>
    eachImage("randomHorizontalFlip", images, (image, out, { columns }) => {
      out.set(image);
      if (random.uniform() >= p) return;
      for (let start = 0; start < out.length; start += columns)
        out.subarray(start, start + columns).reverse();
    });
}

/** Exchanges top and bottom, in each image with probability `p`. @throws RangeError where p is no probability */
export function randomVerticalFlip(p = 0.5): Augmentation {
  checkRange("randomVerticalFlip: p", p, 0, 1);
  return (images, random) =>
    eachImage("randomVerticalFlip", images, (image, out, { channels, rows, columns }) => {
      out.set(image);
      if (random.uniform() >= p) return;
      for (let c = 0; c < channels; c++)
        for (let row = 0; row < rows; row++) {
          const from = (c * rows + rows - 1 - row) * columns;
          out.set(image.subarray(from, from + columns), (c * rows + row) * columns);
        }
    });
}

/** Options of {@link randomCrop}. */
export interface CropOptions {
  /** Pixels added on each side before the cut; 0 where left out. */
  readonly padding?: number;
  /** What they hold; 0 where left out. */
  readonly fill?: number;
}

/**
 * Cuts a window of `size` out of each image, every place equally likely: `[N, C, H, W]` → `[N, C, h, w]`.
 *
 * @throws RangeError where the window is larger than the image with its padding
 */
export function randomCrop(
  size: number | readonly [rows: number, columns: number],
  { padding = 0, fill = 0 }: CropOptions = {},
): Augmentation {
  const [height, width] = typeof size === "number" ? [size, size] : size;
  return (images, random) =>
    eachImage(
      "randomCrop",
      images,
      (image, out, { channels, rows, columns }) => {
        const top = random.integer(rows + 2 * padding - height + 1) - padding;
        const left = random.integer(columns + 2 * padding - width + 1) - padding;
        out.fill(fill);
        for (let c = 0; c < channels; c++)
          for (let row = Math.max(0, -top); row < Math.min(height, rows - top); row++) {
            const [from, to] = [Math.max(0, left), Math.min(columns, left + width)];
            if (from >= to) continue;
            const line = (c * rows + top + row) * columns;
            out.set(image.subarray(line + from, line + to), (c * height + row) * width + from - left);
          }
      },
      ({ rows, columns }) => {
        if (height > rows + 2 * padding || width > columns + 2 * padding || height < 1 || width < 1)
          throw new RangeError(
            `randomCrop: a window of ${height}x${width} in images of ${rows}x${columns} with padding ${padding}; ` +
              "make it smaller, or pad more",
          );
        return [height, width];
      },
    );
}

/** Adds normal noise of mean 0 to every element. @throws RangeError where `std` is negative */
export function gaussianNoise(std: number): Augmentation {
  checkRange("gaussianNoise: std", std, 0);
  return (images, random) =>
    eachImage("gaussianNoise", images, (image, out) => {
      for (let i = 0; i < out.length; i++) out[i] = (image[i] as number) + random.normal(0, std);
    });
}

/** Images bent: every pixel of the result is taken from somewhere else in the image. */
import { type Augmentation, checkRange, eachImage, type ImageSize, type Pixels } from "./images.ts";

/** Options of {@link randomAffine}. */
export interface AffineOptions {
  /** Rotation: uniform in ± this many degrees, counterclockwise if positive; 0 where left out. */
  readonly degrees?: number;
  /** Shift: uniform in ± these fractions of the height and the width; [0, 0] where left out. */
  readonly translate?: readonly [rows: number, columns: number];
  /** Size: uniform between these factors; [1, 1] where left out. */
  readonly scale?: readonly [least: number, largest: number];
  /** What lies outside of the image; 0 where left out. */
  readonly fill?: number;
}

/**
 * Rotates and scales images about their centre, then shifts them. Pixels between pixels are interpolated (bilinear).
 *
 * The pixel at p comes from `c + R(-θ)(p - t - c) / s`, c the centre.
 *
 * @throws RangeError where an option is out of range
 */
export function randomAffine(options: AffineOptions = {}): Augmentation {
  const { degrees = 0, translate = [0, 0], scale = [1, 1], fill = 0 } = options;
  checkRange("randomAffine: degrees", degrees, 0);
  for (const each of translate) checkRange("randomAffine: translate", each, 0, 1);
  checkRange("randomAffine: the least scale", scale[0], Number.MIN_VALUE);
  checkRange("randomAffine: the largest scale", scale[1], scale[0]);
  return (images, random) =>
    eachImage("randomAffine", images, (image, out, size) => {
      const between = (low: number, high: number) => low + (high - low) * random.uniform();
      const angle = (between(-degrees, degrees) * Math.PI) / 180;
      const down = between(-translate[0], translate[0]) * size.rows;
      const right = between(-translate[1], translate[1]) * size.columns;
      const factor = between(scale[0], scale[1]);
      const [cos, sin] = [Math.cos(angle) / factor, Math.sin(angle) / factor];
      const [middleRow, middleColumn] = [(size.rows - 1) / 2, (size.columns - 1) / 2];
      warp(image, out, size, fill, (row, column) => {
        // Rows count downwards, so the sign of the sine is turned.
        const [y, x] = [row - down - middleRow, column - right - middleColumn];
        return [middleRow + cos * y + sin * x, middleColumn - sin * y + cos * x];
      });
    });
}

/** Options of {@link elastic}. */
export interface ElasticOptions {
  /** Strength; 34 where left out. */
  readonly alpha?: number;
  /** How smooth: the standard deviation of the blur, in pixels; 4 where left out. */
  readonly sigma?: number;
  /** What lies outside of the image; 0 where left out. */
  readonly fill?: number;
}

/**
 * Elastic distortion: each pixel comes from beside itself, displaced in both directions by `α · (G_σ * U)`, U uniform in
 * (-1, 1) at each pixel and G_σ a Gaussian blur. All channels are displaced alike.
 *
 * @throws RangeError where an option is out of range
 * @see P. Simard, D. Steinkraus, J. Platt, "Best practices for convolutional neural networks applied to visual document
 *   analysis", ICDAR 2003, section 2
 */
export function elastic({ alpha = 34, sigma = 4, fill = 0 }: ElasticOptions = {}): Augmentation {
  checkRange("elastic: alpha", alpha, 0);
  checkRange("elastic: sigma", sigma, Number.MIN_VALUE);
  const kernel = gaussian(sigma);
  return (images, random) =>
    eachImage("elastic", images, (image, out, size) => {
      const { rows, columns } = size;
      const field = () => {
        const raw = Float64Array.from({ length: rows * columns }, () => 2 * random.uniform() - 1);
        return blur(blur(raw, rows, columns, kernel, "down"), rows, columns, kernel, "across");
      };
      const [down, right] = [field(), field()];
      warp(image, out, size, fill, (row, column) => {
        const at = row * columns + column;
        return [row + alpha * (down[at] as number), column + alpha * (right[at] as number)];
      });
    });
}

/** Fills `out` with the pixels at `from(row, column)`, all channels alike. */
function warp(
  image: Pixels,
  out: Pixels,
  { channels, rows, columns }: ImageSize,
  fill: number,
  from: (row: number, column: number) => readonly [row: number, column: number],
): void {
  const plane = rows * columns;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const [y, x] = from(row, column);
      const [top, left] = [Math.floor(y), Math.floor(x)];
      const [dy, dx] = [y - top, x - left];
      for (let c = 0; c < channels; c++) {
        const pixel = (r: number, k: number, share: number): number =>
          share === 0
            ? 0
            : share *
              (r < 0 || r >= rows || k < 0 || k >= columns
                ? fill
                : (image[c * plane + r * columns + k] as number));
        out[c * plane + row * columns + column] =
          pixel(top, left, (1 - dy) * (1 - dx)) +
          pixel(top, left + 1, (1 - dy) * dx) +
          pixel(top + 1, left, dy * (1 - dx)) +
          pixel(top + 1, left + 1, dy * dx);
      }
    }
  }
}

/** Weights at -3σ .. 3σ that add up to 1. */
function gaussian(sigma: number): Float64Array {
  const reach = Math.ceil(3 * sigma);
  const weights = Float64Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * sigma ** 2)),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** Convolves along one direction; beyond the edge there is nothing. */
function blur(
  field: Float64Array,
  rows: number,
  columns: number,
  kernel: Float64Array,
  direction: "down" | "across",
): Float64Array {
  const reach = (kernel.length - 1) / 2;
  const [length, step] = direction === "down" ? [rows, columns] : [columns, 1];
  return field.map((_, at) => {
    const place = direction === "down" ? Math.floor(at / columns) : at % columns;
    let sum = 0;
    for (let k = Math.max(-reach, -place); k <= Math.min(reach, length - 1 - place); k++)
      sum += (kernel[k + reach] as number) * (field[at + k * step] as number);
    return sum;
  });
}

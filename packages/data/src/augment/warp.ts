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
      const from = places(size);
      for (let at = 0; at < from.rows.length; at++) {
        // Rows count downwards, so the sign of the sine is turned.
        const y = (from.rows[at] as number) - down - middleRow;
        const x = (from.columns[at] as number) - right - middleColumn;
        from.rows[at] = middleRow + cos * y + sin * x;
        from.columns[at] = middleColumn - sin * y + cos * x;
      }
      warp(image, out, size, fill, from);
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
        const raw = new Float64Array(rows * columns);
        for (let at = 0; at < raw.length; at++) raw[at] = 2 * random.uniform() - 1;
        return blur(blur(raw, rows, columns, kernel, "down"), rows, columns, kernel, "across");
      };
      const [down, right] = [field(), field()];
      const from = places(size);
      for (let at = 0; at < down.length; at++) {
        from.rows[at] = (from.rows[at] as number) + alpha * (down[at] as number);
        from.columns[at] = (from.columns[at] as number) + alpha * (right[at] as number);
      }
      warp(image, out, size, fill, from);
    });
}

/** For each pixel of a plane, a row and a column, not always whole. */
interface Places {
  readonly rows: Float64Array;
  readonly columns: Float64Array;
}

/** Each pixel's own place. */
function places({ rows, columns }: ImageSize): Places {
  const own = { rows: new Float64Array(rows * columns), columns: new Float64Array(rows * columns) };
  for (let at = 0; at < own.rows.length; at++) {
    own.rows[at] = Math.floor(at / columns);
    own.columns[at] = at % columns;
  }
  return own;
}

/** Fills `out` with what stands at the places `from`, in all channels alike. */
function warp(image: Pixels, out: Pixels, { rows, columns }: ImageSize, fill: number, from: Places): void {
  const plane = rows * columns;
  const pixel = (start: number, row: number, column: number): number =>
    row < 0 || row >= rows || column < 0 || column >= columns
      ? fill
      : (image[start + row * columns + column] as number);

  for (let at = 0; at < plane; at++) {
    const y = from.rows[at] as number;
    const x = from.columns[at] as number;
    const top = Math.floor(y);
    const left = Math.floor(x);
    const dy = y - top;
    const dx = x - left;
    const inside = top >= 0 && top + 1 < rows && left >= 0 && left + 1 < columns;
    for (let start = 0; start < out.length; start += plane) {
      const corner = start + top * columns + left;
      // Nearly all pixels lie inside, where nothing has to be looked up twice.
      const upper = inside
        ? (1 - dx) * (image[corner] as number) + dx * (image[corner + 1] as number)
        : (1 - dx) * pixel(start, top, left) + dx * pixel(start, top, left + 1);
      const lower = inside
        ? (1 - dx) * (image[corner + columns] as number) + dx * (image[corner + columns + 1] as number)
        : (1 - dx) * pixel(start, top + 1, left) + dx * pixel(start, top + 1, left + 1);
      out[start + at] = (1 - dy) * upper + dy * lower;
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
  const length = direction === "down" ? rows : columns;
  const step = direction === "down" ? columns : 1;
  const blurred = new Float64Array(field.length);
  for (let at = 0; at < field.length; at++) {
    const place = direction === "down" ? Math.floor(at / columns) : at % columns;
    const first = Math.max(-reach, -place);
    const last = Math.min(reach, length - 1 - place);
    let sum = 0;
    for (let k = first; k <= last; k++)
      sum += (kernel[k + reach] as number) * (field[at + k * step] as number);
    blurred[at] = sum;
  }
  return blurred;
}

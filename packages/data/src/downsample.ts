/** Rows and columns of an image; one number stands for a square. */
type Size = number | readonly [rows: number, columns: number];

/**
 * Shrinks grayscale images by area averaging and scales them from 0 .. 255 to 0 .. 1.
 *
 * Each output pixel is the mean of the box of input it covers; where the box cuts an input pixel (28 -> 8 gives
 * boxes of 3.5 pixels), the pixel counts by the share inside. So the mean of every image is kept.
 *
 * @param images [N, rows, columns] as one flat array of bytes; one image is N = 1
 * @param from size of the images given
 * @param to size of the images wanted, at most `from`
 * @returns [N, rows, columns] of size `to`, flat
 * @throws Error where the bytes are no whole number of images, or `to` is larger than `from`
 */
export function downsample(images: Uint8Array, from: Size, to: Size): Float64Array {
  const [fromRows, fromColumns] = sides(from);
  const [toRows, toColumns] = sides(to);
  if (toRows > fromRows || toColumns > fromColumns || toRows < 1 || toColumns < 1) {
    throw new Error(`downsample: cannot go from ${fromRows}x${fromColumns} to ${toRows}x${toColumns} pixels`);
  }
  const fromPixels = fromRows * fromColumns;
  const count = images.length / fromPixels;
  if (!Number.isInteger(count)) {
    throw new Error(
      `downsample: ${images.length} bytes are no whole number of ${fromRows}x${fromColumns} images of ` +
        `${fromPixels} bytes; pass the size they have as \`from\``,
    );
  }

  const toPixels = toRows * toColumns;
  const boxRows = boxes(fromRows, toRows);
  const boxColumns = boxes(fromColumns, toColumns);
  const shrunk = new Float64Array(count * toPixels);
  for (let n = 0; n < count; n++) {
    const image = images.subarray(n * fromPixels, (n + 1) * fromPixels);
    boxRows.forEach((rows, r) => {
      boxColumns.forEach((columns, c) => {
        let sum = 0;
        for (const [row, height] of rows) {
          for (const [column, width] of columns) {
            sum += height * width * (image[row * fromColumns + column] as number);
          }
        }
        shrunk[n * toPixels + r * toColumns + c] = sum / (fromPixels * 255);
      });
    });
  }
  return shrunk;
}

/**
 * For each of `to` boxes over `from` pixels: the pixels it covers, and how much of each. In units of 1 / `to` of a pixel
 * all of these are whole numbers, and sum to `from`: so a white box is exactly 1.
 */
function boxes(from: number, to: number): [pixel: number, overlap: number][][] {
  return Array.from({ length: to }, (_, box) => {
    const [start, end] = [box * from, (box + 1) * from];
    const covered: [number, number][] = [];
    for (let pixel = Math.floor(start / to); pixel * to < end; pixel++) {
      covered.push([pixel, Math.min(end, (pixel + 1) * to) - Math.max(start, pixel * to)]);
    }
    return covered;
  });
}

function sides(size: Size): readonly [number, number] {
  return typeof size === "number" ? [size, size] : size;
}

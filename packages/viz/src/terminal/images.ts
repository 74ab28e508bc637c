import type { ChalkInstance } from "chalk";
import { beside, fit } from "./block.ts";
import { type ColorOption, canShade, painter } from "./color.ts";

export interface PlotImagesOptions extends ColorOption {
  /** Pixels across one image. */
  readonly width: number;
  /** Pixels down one image. */
  readonly height: number;
  /** A line under each image. */
  readonly captions?: readonly string[];
  /** The value of full ink; where left out, 255 for bytes and 1 for other numbers. */
  readonly max?: number;
  /** Columns of the terminal, after which a new row of images begins; 80 where left out. */
  readonly columns?: number;
}

/** From no ink to full ink. */
const ramp = " .:-=+*#%@";

/**
 * Small grayscale images side by side, captions under them.
 *
 * With colours, each character shows two pixels, one over the other, white ink on black. Without, ink is a denser
 * character, and one character averages two pixels. Images of up to 14 columns are drawn at twice the size.
 *
 * @param images the pixels of each, `height` rows of `width`, clamped to 0 .. `max`
 * @throws Error where an image has not `width * height` pixels, or captions differ in number from images
 */
export function plotImages(images: readonly ArrayLike<number>[], options: PlotImagesOptions): string {
  const { width, height, captions, columns = 80 } = options;
  images.forEach((image, i) => {
    if (image.length !== width * height) {
      throw new Error(
        `plotImages: image ${i} has ${image.length} pixels, but ${width}x${height} makes ${width * height}`,
      );
    }
  });
  if (captions !== undefined && captions.length !== images.length) {
    throw new Error(`plotImages: ${images.length} images, but ${captions.length} captions; each needs one`);
  }

  const paint = painter(options);
  const scale = width <= 14 ? 2 : 1;
  const blocks = images.map((image, i) => {
    const max = options.max ?? (image instanceof Uint8Array ? 255 : 1);
    const ink = (row: number, column: number): number => {
      const value = image[Math.floor(row / scale) * width + Math.floor(column / scale)] ?? 0;
      return Math.min(Math.max(value / max, 0), 1) || 0;
    };
    const picture = draw(paint, ink, height * scale, width * scale);
    return [...picture, ...(captions ? [fit(captions[i] as string, width * scale, "center")] : [])].join(
      "\n",
    );
  });

  const gap = 2;
  const perRow = Math.max(1, Math.floor((columns + gap) / (width * scale + gap)));
  const bands = Array.from({ length: Math.ceil(blocks.length / perRow) }, (_, band) =>
    beside(blocks.slice(band * perRow, (band + 1) * perRow), gap),
  );
  return bands.join("\n\n");
}

/** Two rows of pixels a line: a character is about twice as tall as wide. */
function draw(
  paint: ChalkInstance,
  ink: (row: number, column: number) => number,
  rows: number,
  columns: number,
): string[] {
  const cell = (row: number, column: number): string => {
    const [top, bottom] = [ink(row, column), row + 1 < rows ? ink(row + 1, column) : 0];
    if (canShade(paint)) return paint.rgb(...gray(top)).bgRgb(...gray(bottom))("▀");
    return ramp[Math.round(((top + bottom) / 2) * (ramp.length - 1))] as string;
  };
  return Array.from({ length: Math.ceil(rows / 2) }, (_, line) =>
    Array.from({ length: columns }, (_, column) => cell(2 * line, column)).join(""),
  );
}

function gray(ink: number): [number, number, number] {
  const level = Math.round(255 * ink);
  return [level, level, level];
}

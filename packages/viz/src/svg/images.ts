import type { Spec } from "vega";
import { diverging } from "../palette.ts";
import { config, render } from "./render.ts";

export interface ImagesSvgOptions {
  readonly title: string;
  /**
   * The pixels of each image: `height` rows of `width` for grayscale, or three such planes one after the other (red,
   * green, blue).
   */
  readonly images: readonly ArrayLike<number>[];
  readonly width: number;
  readonly height: number;
  /** A line under each image: what it is, or what a model takes it for. */
  readonly captions?: readonly string[];
  /** Captions of `false` are red: a wrong prediction. */
  readonly correct?: readonly boolean[];
  /** Value of white: 255 for bytes and 1 for other numbers where left out. */
  readonly max?: number;
  /** Draws signed numbers: blue below zero, orange above, each image by its own largest. For filters and gradients. */
  readonly signed?: boolean;
  /** Images in a row; about as many as rows where left out. */
  readonly columns?: number;
  /** Pixels of the picture for one of the image; about 64 for a side where left out. */
  readonly scale?: number;
}

/**
 * Small images in a grid, as SVG: digits with predictions, filters, feature maps.
 *
 * @throws Error where an image has not the pixels that its size says, or captions differ in number from images
 */
export async function imagesSvg(options: ImagesSvgOptions): Promise<string> {
  const { title, images, width, height, captions, correct } = options;
  if (images.length === 0) throw new Error("imagesSvg: there are no images to draw");
  for (const [what, list] of Object.entries({ captions, correct }))
    if (list !== undefined && list.length !== images.length)
      throw new Error(`imagesSvg: ${images.length} images, but ${list.length} ${what}; each needs one`);
  const scale = options.scale ?? Math.max(1, Math.round(64 / Math.max(width, height)));
  const columns = options.columns ?? Math.ceil(Math.sqrt(images.length * 1.6));
  const [cellWidth, cellHeight] = [width * scale + 10, height * scale + (captions === undefined ? 10 : 24)];
  const cells = await Promise.all(
    images.map(async (image, i) => ({
      url: await pngUrl(image, i, options),
      x: (i % columns) * cellWidth,
      y: Math.floor(i / columns) * cellHeight,
      caption: captions?.[i] ?? "",
      color: correct?.[i] === false ? "#c0392b" : "#333",
    })),
  );
  const field = (name: string) => ({ field: name });
  const spec: Spec = {
    config,
    title,
    description: title,
    width: Math.min(columns, images.length) * cellWidth - 10,
    height: Math.ceil(images.length / columns) * cellHeight - 10,
    data: [{ name: "cells", values: cells }],
    marks: [
      {
        type: "image",
        aria: false,
        from: { data: "cells" },
        encode: {
          enter: {
            url: field("url"),
            x: field("x"),
            y: field("y"),
            width: { value: width * scale },
            height: { value: height * scale },
            aspect: { value: false },
            smooth: { value: false },
          },
        },
      },
      {
        type: "text",
        aria: false,
        from: { data: "cells" },
        encode: {
          enter: {
            text: field("caption"),
            x: { field: "x", offset: (width * scale) / 2 },
            y: { field: "y", offset: height * scale + 13 },
            align: { value: "center" },
            fontSize: { value: 12 },
            fill: field("color"),
          },
        },
      },
    ],
  };
  return render(spec);
}

async function pngUrl(image: ArrayLike<number>, index: number, options: ImagesSvgOptions): Promise<string> {
  const { width, height, signed = false } = options;
  const area = width * height;
  if (image.length !== area && image.length !== 3 * area)
    throw new Error(
      `imagesSvg: image ${index} has ${image.length} pixels, but ${width}x${height} makes ${area}, or ${3 * area} in colour`,
    );
  const colored = signed || image.length === 3 * area;
  const data = new Uint8Array(colored ? 3 * area : area);
  if (signed) fillSigned(data, image, area);
  else {
    const max = options.max ?? (image instanceof Uint8Array ? 255 : 1);
    const level = (value: number): number => Math.round(255 * Math.min(Math.max(value / max || 0, 0), 1));
    const planes = image.length / area;
    for (let i = 0; i < area; i++)
      for (let plane = 0; plane < planes; plane++)
        data[i * planes + plane] = level(image[plane * area + i] as number);
  }
  const { encode } = await import("fast-png");
  const bytes = encode({ width, height, data, channels: colored ? 3 : 1 });
  // Not Buffer, so that it runs in a browser too.
  return `data:image/png;base64,${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))}`;
}

function fillSigned(data: Uint8Array, image: ArrayLike<number>, area: number): void {
  const largest = Array.from(image).reduce((most, value) => Math.max(most, Math.abs(value) || 0), 0) || 1;
  for (let i = 0; i < area; i++) data.set(diverging((image[i] as number) / largest || 0), 3 * i);
}

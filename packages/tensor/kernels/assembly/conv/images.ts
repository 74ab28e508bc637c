/**
 * The products of a convolution over many images. Every call takes some of the images, pixels, groups or taps: what it gives does
 * not depend on which others there are, so calls can run side by side.
 */
import { WORKSPACE } from "../matmul/sizes";
import { floats } from "../vector";
import { multiplyPatches, multiplyPatchesBack } from "./conv2d";
import { pad } from "./patches";

/** What all calls for a convolution have in common. */
@unmanaged
class Plan {
  groups: i32;
  /** Of a group: planes looked at, and rows of the product. */
  channels: i32;
  rows: i32;
  taps: i32;
  pixels: i32;
  /** Extents of a plane, and how it is placed behind its padding; `asIs`: it needs no placing. */
  h: i32;
  w: i32;
  top: i32;
  left: i32;
  stepH: i32;
  stepW: i32;
  placedH: i32;
  placedW: i32;
  asIs: i32;
  tapTable: usize;
  pixelTable: usize;
}

/** `count` planes of the image at x, placed in the workspace, or where they are. */
@inline
function place(d: Plan, first: i32, count: i32, x: usize, workspace: usize): usize {
  const planes = x + floats(first * d.h * d.w);
  if (d.asIs) return planes;
  const placed = workspace + WORKSPACE;
  pad(count, d.h, d.w, planes, d.top, d.left, d.stepH, d.stepW, d.placedH, d.placedW, placed);
  return placed;
}

/** `W·P` for the pixels from `firstPixel` on of some images; packed weights of the groups lie `weightBytes` apart. */
export function multiplyImages(
  images: i32, firstPixel: i32, pixelCount: i32, d: Plan, x: usize, weight: usize, weightBytes: usize, y: usize,
  workspace: usize,
): void {
  const planes = d.groups * d.channels;
  const groupBytes = <usize>d.channels * floats(d.placedH * d.placedW);
  const yRow = floats(d.pixels);
  const pixels = d.pixelTable + floats(firstPixel);
  y += floats(firstPixel);
  for (let n = 0; n < images; n++) {
    let image = place(d, 0, planes, x, workspace);
    let own = weight;
    for (let g = 0; g < d.groups; g++) {
      multiplyPatches(d.rows, d.taps, pixelCount, own, image, d.tapTable, pixels, y, yRow, workspace);
      own += weightBytes;
      image += groupBytes;
      y += <usize>d.rows * yRow;
    }
    x += <usize>planes * floats(d.h * d.w);
  }
}

/**
 * `Σ g·Pᵀ` over all images, for some groups, `rows` rows of each, and the taps from `firstTap` on. Several groups only with all
 * of their rows and taps. `g` and `gw` point to the first row, and tap, that is looked at.
 */
export function multiplyImagesBack(
  images: i32, firstGroup: i32, groups: i32, rows: i32, firstTap: i32, tapCount: i32, d: Plan, g: usize, x: usize,
  gw: usize, workspace: usize,
): void {
  const size = d.taps / d.channels;
  const firstPlane = firstGroup * d.channels + firstTap / size;
  const endPlane = (firstGroup + groups - 1) * d.channels + (firstTap + tapCount + size - 1) / size;
  const planeBytes = floats(d.placedH * d.placedW);
  const taps = d.tapTable + floats(firstTap);
  const gwRow = floats(d.taps);
  const gGroup = <usize>d.rows * floats(d.pixels);
  for (let n = 0; n < images; n++) {
    const placed = place(d, firstPlane, endPlane - firstPlane, x, workspace);
    for (let i = 0; i < groups; i++) {
      const image = placed + <isize>((firstGroup + i) * d.channels - firstPlane) * <isize>planeBytes;
      const to = gw + <usize>(i * d.rows) * gwRow;
      const from = g + <usize>i * gGroup;
      multiplyPatchesBack(
        rows, tapCount, d.pixels, from, image, taps, d.pixelTable, to, gwRow, n > 0, workspace,
      );
    }
    g += <usize>d.groups * gGroup;
    x += <usize>(d.groups * d.channels) * floats(d.h * d.w);
  }
}

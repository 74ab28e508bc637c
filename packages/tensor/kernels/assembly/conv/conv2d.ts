/** The three products of a convolution over one image: see `patches.ts`. */
import { multiplyBlocks, packRows } from "../matmul/blocks";
import { BLOCK_COLUMNS, BLOCK_ROWS, COLUMNS, DEPTH, wholeTiles } from "../matmul/sizes";
import { floats } from "../vector";
import { packPixels, packTaps } from "./patches";

/** Pixels that are packed at a time: 128 KB of them, beside the packed weight in the second cache. */
const BLOCK_PIXELS: i32 = 128;

/** Numbers that a packed weight takes. */
export function packedWeightSize(rows: i32, taps: i32): i32 {
  return wholeTiles(rows) * taps;
}

/** A weight `[rows, taps]` packed once, for all images. */
export function packWeight(rows: i32, taps: i32, weight: usize, out: usize): void {
  for (let p = 0; p < taps; p += DEPTH) {
    const depth = min(DEPTH, taps - p);
    packRows(rows, depth, weight + floats(p), <isize>floats(taps), 4, out);
    out += floats(wholeTiles(rows) * depth);
  }
}

/** A weight `[K, C, size]` for the way back: `out[c, k, i] = w[k, c, size - 1 - i]`. */
export function flipWeight(k: i32, c: i32, size: i32, weight: usize, out: usize): void {
  for (let a = 0; a < c; a++)
    for (let b = 0; b < k; b++)
      for (let i = 0; i < size; i++, out += 4)
        store<f32>(out, load<f32>(weight + floats((b * c + a) * size + size - 1 - i)));
}

/** `y[rows, pixels] = W·P`, for a packed weight; rows of y lie `yRow` bytes apart. */
export function multiplyPatches(
  rows: i32, tapCount: i32, pixelCount: i32, weight: usize, image: usize, taps: usize, pixels: usize, y: usize,
  yRow: usize, workspace: usize,
): void {
  const packed = workspace + 256;
  for (let q = 0; q < pixelCount; q += BLOCK_PIXELS) {
    const columns = min(BLOCK_PIXELS, pixelCount - q);
    let block = weight;
    for (let p = 0; p < tapCount; p += DEPTH) {
      const depth = min(DEPTH, tapCount - p);
      let out = packed;
      for (let j = 0; j < columns; j += COLUMNS) {
        packPixels(min(COLUMNS, columns - j), depth, image, taps + floats(p), pixels + floats(q + j), out);
        out += floats(COLUMNS * depth);
      }
      for (let i = 0; i < rows; i += BLOCK_ROWS) {
        const part = block + floats(i * depth);
        const to = y + <usize>i * yRow + floats(q);
        multiplyBlocks(min(BLOCK_ROWS, rows - i), columns, depth, part, packed, to, yRow, p > 0, workspace);
      }
      block += floats(wholeTiles(rows) * depth);
    }
  }
}

/** `gw[rows, taps] (+)= g·Pᵀ`, with g `[rows, pixels]`; rows of gw lie `gwRow` bytes apart. */
export function multiplyPatchesBack(
  rows: i32, tapCount: i32, pixelCount: i32, g: usize, image: usize, taps: usize, pixels: usize, gw: usize,
  gwRow: usize, add: bool, workspace: usize,
): void {
  const packedG = workspace + 256;
  const packedP = packedG + floats(BLOCK_ROWS * DEPTH);
  const gRow = <isize>floats(pixelCount);
  for (let t = 0; t < tapCount; t += BLOCK_COLUMNS) {
    const columns = min(BLOCK_COLUMNS, tapCount - t);
    for (let q = 0; q < pixelCount; q += DEPTH) {
      const depth = min(DEPTH, pixelCount - q);
      let out = packedP;
      for (let j = 0; j < columns; j += COLUMNS) {
        packTaps(min(COLUMNS, columns - j), depth, image, taps + floats(t + j), pixels + floats(q), out);
        out += floats(COLUMNS * depth);
      }
      for (let i = 0; i < rows; i += BLOCK_ROWS) {
        const part = min(BLOCK_ROWS, rows - i);
        packRows(part, depth, g + <isize>i * gRow + floats(q), gRow, 4, packedG);
        const to = gw + <usize>i * gwRow + floats(t);
        multiplyBlocks(part, columns, depth, packedG, packedP, to, gwRow, add || q > 0, workspace);
      }
    }
  }
}

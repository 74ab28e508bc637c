/**
 * Convolution as a matrix product. The patches of an image form a matrix P: its rows are the taps (channel, row and column of the
 * kernel), its columns the pixels of the result. `y = W·P`, and the gradient of the weight is `g·Pᵀ`.
 *
 * P is never written down: its element for a tap and a pixel lies at `image + taps[tap] + pixels[pixel]`, with two small tables of
 * offsets in bytes, whatever stride and dilation are; panels of it are packed straight from the image. The image has its padding
 * around it, so that no tap falls outside.
 */
import { floats, high, highHalves, low, lowHalves } from "../vector";

/** Offsets of `channels` planes, each with `rows` x `columns` places at these distances. */
export function offsets(
  channels: i32, rows: i32, columns: i32, plane: i32, row: i32, column: i32, out: usize,
): void {
  for (let c = 0; c < channels; c++)
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < columns; j++, out += 4) store<i32>(out, c * plane + i * row + j * column);
}

/**
 * Planes `[h, w]` put into planes `[outH, outW]` of zeros: the first element to (`top`, `left`), its neighbours `stepH` rows and
 * `stepW` columns on. What falls outside is left out.
 */
export function pad(
  planes: i32, h: i32, w: i32, x: usize, top: i32, left: i32, stepH: i32, stepW: i32, outH: i32, outW: i32, y: usize,
): void {
  const rowBytes = floats(outW);
  memory.fill(y, 0, <usize>planes * <usize>outH * rowBytes);
  const from = left >= 0 ? 0 : (-left + stepW - 1) / stepW;
  const to = min(w, (outW - left + stepW - 1) / stepW);
  for (let p = 0; p < planes; p++) {
    for (let i = 0; i < h; i++) {
      const row = top + i * stepH;
      if (row < 0 || row >= outH) continue;
      const source = x + floats(i * w);
      const target = y + <usize>row * rowBytes;
      if (stepW == 1) {
        if (to > from) memory.copy(target + floats(left + from), source + floats(from), floats(to - from));
      } else {
        for (let j = from; j < to; j++)
          store<f32>(target + floats(left + j * stepW), load<f32>(source + floats(j)));
      }
    }
    x += floats(h * w);
    y += <usize>outH * rowBytes;
  }
}

/** Whether four pixels lie `step` bytes apart each. */
@inline
function apart(pixels: usize, step: i32): bool {
  const first = load<i32>(pixels);
  return (
    load<i32>(pixels, 4) - first == step &&
    load<i32>(pixels, 8) - first == 2 * step &&
    load<i32>(pixels, 12) - first == 3 * step
  );
}

/** Four columns of P, for `depth` taps: `out[tap]`, 32 bytes apart. Only `filled` of them exist. */
@inline
function packFourPixels(filled: i32, depth: i32, image: usize, taps: usize, pixels: usize, out: usize): void {
  const end = taps + floats(depth);
  if (filled == 4 && apart(pixels, 4)) {
    const base = image + <usize>load<i32>(pixels);
    for (; taps < end; taps += 4, out += 32) v128.store(out, v128.load(base + <usize>load<i32>(taps)));
  } else if (filled == 4 && apart(pixels, 8)) {
    const base = image + <usize>load<i32>(pixels);
    for (; taps < end; taps += 4, out += 32) {
      const at = base + <usize>load<i32>(taps);
      v128.store(out, v128.shuffle<f32>(v128.load(at), v128.load(at, 16), 0, 2, 4, 6));
    }
  } else {
    for (; taps < end; taps += 4, out += 32) {
      const base = image + <usize>load<i32>(taps);
      for (let i = 0; i < 4; i++)
        store<f32>(out + floats(i), i < filled ? load<f32>(base + <usize>load<i32>(pixels + floats(i))) : 0);
    }
  }
}

/** Eight columns of P, for `depth` taps: `out[tap][8]`. */
export function packPixels(filled: i32, depth: i32, image: usize, taps: usize, pixels: usize, out: usize): void {
  packFourPixels(min(filled, 4), depth, image, taps, pixels, out);
  packFourPixels(max(0, filled - 4), depth, image, taps, pixels + 16, out + 16);
}

/** Where P has the element of a tap, for pixels given by `base`. */
@inline
function at(base: usize, taps: usize, tap: i32): usize {
  return base + <usize>load<i32>(taps + floats(tap));
}

/** Four rows of P for four pixels that lie side by side, turned over: `out[pixel]`, 32 bytes apart. */
@inline
function turnFourTaps(base: usize, taps: usize, out: usize): void {
  const a = v128.load(at(base, taps, 0));
  const b = v128.load(at(base, taps, 1));
  const c = v128.load(at(base, taps, 2));
  const d = v128.load(at(base, taps, 3));
  v128.store(out, lowHalves(low(a, b), low(c, d)));
  v128.store(out, highHalves(low(a, b), low(c, d)), 32);
  v128.store(out, lowHalves(high(a, b), high(c, d)), 64);
  v128.store(out, highHalves(high(a, b), high(c, d)), 96);
}

/** Eight rows of P, for `depth` pixels: `out[pixel][8]`. */
export function packTaps(filled: i32, depth: i32, image: usize, taps: usize, pixels: usize, out: usize): void {
  let q = 0;
  while (q < depth) {
    const base = image + <usize>load<i32>(pixels);
    if (filled == 8 && q + 4 <= depth && apart(pixels, 4)) {
      turnFourTaps(base, taps, out);
      turnFourTaps(base, taps + 16, out + 16);
      q += 4;
      pixels += 16;
      out += 128;
    } else {
      for (let i = 0; i < 8; i++) store<f32>(out + floats(i), i < filled ? load<f32>(at(base, taps, i)) : 0);
      q += 1;
      pixels += 4;
      out += 32;
    }
  }
}

/**
 * The largest element of each window of planes `[h, w]`, and its place in the plane. Padding never wins; of equal elements the
 * first does, and NaN before all. Every window sees some of the plane.
 *
 * Where all taps of four neighbouring windows lie in the plane, the four are looked at together.
 */
import { floats, select } from "../vector";

/** Extents of windows. */
@unmanaged
class Window {
  h: i32;
  w: i32;
  outH: i32;
  outW: i32;
  kernelH: i32;
  kernelW: i32;
  strideH: i32;
  strideW: i32;
  padH: i32;
  padW: i32;
  dilationH: i32;
  dilationW: i32;
}

/** One window, whose first tap lies at row `top` and column `left`. */
@inline
function one(d: Window, x: usize, top: i32, left: i32, value: usize, index: usize): void {
  let place = -1;
  let best: f32 = 0;
  for (let a = 0, row = top; a < d.kernelH; a++, row += d.dilationH) {
    if (<u32>row >= <u32>d.h) continue;
    for (let b = 0, column = left; b < d.kernelW; b++, column += d.dilationW) {
      if (<u32>column >= <u32>d.w) continue;
      const at = row * d.w + column;
      const candidate = load<f32>(x + floats(at));
      if (place < 0 || candidate > best || (candidate != candidate && best == best)) {
        best = candidate;
        place = at;
      }
    }
  }
  store<f32>(value, best);
  store<i32>(index, place);
}

/** Four elements, `stride` (1 or 2) apart. */
@inline
function four(x: usize, stride: i32): v128 {
  return stride == 1 ? v128.load(x) : v128.shuffle<f32>(v128.load(x), v128.load(x, 16), 0, 2, 4, 6);
}

/** Four windows side by side, all of whose columns lie in the plane. */
@inline
function together(d: Window, x: usize, top: i32, left: i32, stride: i32, value: usize, index: usize): void {
  const steps = i32x4.mul(i32x4(0, 1, 2, 3), i32x4.splat(stride));
  let isFirst = true;
  let best = i32x4.splat(0);
  let place = best;
  for (let a = 0, row = top; a < d.kernelH; a++, row += d.dilationH) {
    if (<u32>row >= <u32>d.h) continue;
    for (let b = 0, at = row * d.w + left; b < d.kernelW; b++, at += d.dilationW) {
      const candidate = four(x + floats(at), stride);
      const places = i32x4.add(i32x4.splat(at), steps);
      // Larger, or NaN beside a number: "not smaller or equal" where best is a number.
      const wins = v128.andnot(f32x4.eq(best, best), f32x4.le(candidate, best));
      best = isFirst ? candidate : select(wins, candidate, best);
      place = isFirst ? places : select(wins, places, place);
      isFirst = false;
    }
  }
  v128.store(value, best);
  v128.store(index, place);
}

/** A row of windows. */
@inline
function row(d: Window, x: usize, top: i32, stride: i32, values: usize, indices: usize): void {
  const reach = (d.kernelW - 1) * d.dilationW;
  let j = 0;
  for (; j < d.outW && j * stride < d.padW; j++)
    one(d, x, top, j * stride - d.padW, values + floats(j), indices + floats(j));
  if (stride <= 2) {
    for (; j + 4 <= d.outW && (j + 3) * stride - d.padW + reach < d.w; j += 4)
      together(d, x, top, j * stride - d.padW, stride, values + floats(j), indices + floats(j));
  }
  for (; j < d.outW; j++) one(d, x, top, j * stride - d.padW, values + floats(j), indices + floats(j));
}

/** `[planes, h, w]` → `[planes, outH, outW]`, twice; extents of the windows in the order of their fields. */
export function maxPool(planes: i32, d: Window, x: usize, values: usize, indices: usize): void {
  const width = floats(d.outW);
  for (let p = 0; p < planes; p++) {
    for (let i = 0; i < d.outH; i++) {
      const top = i * d.strideH - d.padH;
      if (d.strideW == 1) row(d, x, top, 1, values, indices);
      else if (d.strideW == 2) row(d, x, top, 2, values, indices);
      else row(d, x, top, d.strideW, values, indices);
      values += width;
      indices += width;
    }
    x += floats(d.h * d.w);
  }
}

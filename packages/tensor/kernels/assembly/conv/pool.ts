/** The largest element of each window of planes `[h, w]`, and its place in the plane. */
import { floats } from "../vector";

/** Padding never wins; of equal elements the first does, and NaN before all. Every window sees some of the plane. */
export function maxPool(
  planes: i32, h: i32, w: i32, outH: i32, outW: i32, kernelH: i32, kernelW: i32, strideH: i32, strideW: i32,
  padH: i32, padW: i32, dilationH: i32, dilationW: i32, x: usize, values: usize, indices: usize,
): void {
  for (let p = 0; p < planes; p++) {
    for (let i = 0; i < outH; i++) {
      const top = i * strideH - padH;
      for (let j = 0; j < outW; j++) {
        const left = j * strideW - padW;
        let place = -1;
        let best: f32 = -Infinity;
        for (let a = 0, row = top; a < kernelH; a++, row += dilationH) {
          if (<u32>row >= <u32>h) continue;
          for (let b = 0, column = left; b < kernelW; b++, column += dilationW) {
            if (<u32>column >= <u32>w) continue;
            const at = row * w + column;
            const candidate = load<f32>(x + floats(at));
            if (place < 0 || candidate > best || (candidate != candidate && best == best)) {
              best = candidate;
              place = at;
            }
          }
        }
        store<f32>(values, best);
        store<i32>(indices, place);
        values += 4;
        indices += 4;
      }
    }
    x += floats(h * w);
  }
}

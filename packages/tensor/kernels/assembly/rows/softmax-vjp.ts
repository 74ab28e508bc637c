/** The vjps of softmax and its logarithm along rows `[outer, n]`, from the cotangent g and the result y. */
import { expOf } from "../pointwise/exp";
import { all, floats, madd, nmadd, total, VECTOR } from "../vector";
import { sumOf } from "./reduce";

/** Bytes that are added up in float32 before they go to the sum in double precision. */
const BLOCK: usize = 4096;

/** `Σ a·b` of n numbers. */
@inline
export function dotOf(n: i32, a: usize, b: usize): f64 {
  let sum: f64 = 0;
  let left = floats(n) & ~15;
  while (left > 0) {
    const bytes = min(left, BLOCK);
    let s = all(0);
    let t = all(0);
    const end = a + bytes;
    for (const stop = a + (bytes & ~31); a < stop; a += 2 * VECTOR, b += 2 * VECTOR) {
      s = madd(v128.load(a), v128.load(b), s);
      t = madd(v128.load(a, 16), v128.load(b, 16), t);
    }
    for (; a < end; a += VECTOR, b += VECTOR) s = madd(v128.load(a), v128.load(b), s);
    sum += total(f32x4.add(s, t));
    left -= bytes;
  }
  for (let i = 0; i < (n & 3); i++) sum += <f64>load<f32>(a + floats(i)) * <f64>load<f32>(b + floats(i));
  return sum;
}

/** `y·g - y·Σ g·y`. */
export function softmaxVjp(outer: i32, n: i32, g: usize, y: usize, out: usize): void {
  const width = floats(n);
  for (let o = 0; o < outer; o++) {
    const along = all(<f32>dotOf(n, g, y));
    for (let i: usize = 0; i < width; i += VECTOR) {
      const p = v128.load(y + i);
      v128.store(out + i, nmadd(p, along, f32x4.mul(p, v128.load(g + i))));
    }
    g += width;
    y += width;
    out += width;
  }
}

/** `g - eʸ·Σ g`. */
export function logSoftmaxVjp(outer: i32, n: i32, g: usize, y: usize, out: usize): void {
  const width = floats(n);
  for (let o = 0; o < outer; o++) {
    const along = all(<f32>sumOf(n, g));
    for (let i: usize = 0; i < width; i += VECTOR)
      v128.store(out + i, nmadd(expOf(v128.load(y + i)), along, v128.load(g + i)));
    g += width;
    y += width;
    out += width;
  }
}

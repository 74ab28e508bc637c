/**
 * Softmax and cross entropy in one: rows `[outer, n]` of logits and the right class t of each → `log Σ eˣ - x_t`, and its vjp
 * `g·(softmax(x) - oneHot(t))`. Shifted by the row's maximum, like softmax.
 */
import { expOfNegative } from "../pointwise/exp";
import { all, floats, total, VECTOR } from "../vector";
import { maxOfNumbers } from "./reduce";
import { exponentials, logarithm } from "./softmax";

/** Numbers whose exponentials are added up in float32 before they go to the sum in double precision. */
const BLOCK: i32 = 512;

/** `Σ eˣ⁻ᵐ`. */
@inline
function sumOfExponentials(n: i32, x: usize, m: f32): f64 {
  const largest = all(m);
  let sum: f64 = 0;
  let left = n & ~3;
  while (left > 0) {
    const count = min(left, BLOCK);
    let a = all(0);
    for (const end = x + floats(count); x < end; x += VECTOR)
      a = f32x4.add(a, expOfNegative(f32x4.sub(v128.load(x), largest)));
    sum += total(a);
    left -= count;
  }
  for (let i = 0; i < (n & 3); i++, x += 4)
    sum += <f64>f32x4.extract_lane(expOfNegative(f32x4.sub(v128.load32_splat(x), largest)), 0);
  return sum;
}

/** The loss of each row. */
export function crossEntropyRows(outer: i32, n: i32, x: usize, index: usize, y: usize): void {
  for (let o = 0; o < outer; o++) {
    const m = maxOfNumbers(n, x);
    const right = <f64>load<f32>(x + floats(load<i32>(index)));
    store<f32>(y, <f32>(logarithm(sumOfExponentials(n, x, m)) - (right - <f64>m)));
    x += floats(n);
    index += 4;
    y += 4;
  }
}

/** The vjp. A row with g = 0 does not count: it gets 0, even if its softmax is NaN. */
export function crossEntropyVjp(outer: i32, n: i32, g: usize, x: usize, index: usize, y: usize): void {
  const width = floats(n);
  for (let o = 0; o < outer; o++) {
    const rate = load<f32>(g);
    if (rate == 0) memory.fill(y, 0, width);
    else {
      const factor = <f32>(<f64>rate / exponentials(n, x, maxOfNumbers(n, x), y));
      const scale = all(factor);
      const whole = width & ~15;
      for (let i: usize = 0; i < whole; i += VECTOR) v128.store(y + i, f32x4.mul(v128.load(y + i), scale));
      for (let i = whole; i < width; i += 4) store<f32>(y + i, load<f32>(y + i) * factor);
      const at = y + floats(load<i32>(index));
      store<f32>(at, load<f32>(at) - rate);
    }
    x += width;
    y += width;
    g += 4;
    index += 4;
  }
}

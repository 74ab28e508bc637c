/** What a convolution ends with: a bias for each channel, then a function, in place. */
import { finished, RELU, SIGMOID, TANH } from "../matmul/finish";
import { all, floats, VECTOR } from "../vector";

/** Planes are not padded: what is left over behind whole vectors goes one by one. */
@inline
function finishPlane(n: i32, y: usize, bias: v128, f: i32): void {
  const whole = y + (floats(n) & ~15);
  const end = y + floats(n);
  for (; y < whole; y += VECTOR) v128.store(y, finished(f32x4.add(v128.load(y), bias), f));
  for (; y < end; y += 4) v128.store32_lane(y, finished(f32x4.add(v128.load32_splat(y), bias), f), 0);
}

/** `y[b, c, i] ← f(y[b, c, i] + bias[c])`; a bias of 0 is none. */
export function finishChannels(batch: i32, channels: i32, inner: i32, y: usize, bias: usize, f: i32): void {
  for (let b = 0; b < batch; b++)
    for (let c = 0; c < channels; c++) {
      const shift = bias == 0 ? all(0) : v128.load32_splat(bias + floats(c));
      if (f == RELU) finishPlane(inner, y, shift, RELU);
      else if (f == TANH) finishPlane(inner, y, shift, TANH);
      else if (f == SIGMOID) finishPlane(inner, y, shift, SIGMOID);
      else finishPlane(inner, y, shift, 0);
      y += floats(inner);
    }
}

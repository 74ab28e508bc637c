/** What a convolution ends with. */
import type { ChannelDims, Finish, Storage, View } from "../backend.ts";
import { sigmoid } from "./activation.ts";
import { elements } from "./storage.ts";

const functions: { readonly [f in Finish]: (x: number) => number } = {
  none: (x) => x,
  // Both zeros give 0, NaN stays.
  relu: (x) => (x <= 0 ? 0 : x),
  tanh: Math.tanh,
  sigmoid,
};

/** `y[b, c, i] ← f(y[b, c, i] + bias[c])`. */
export function finishChannels(
  y: View,
  bias: View | null,
  { batch, channels, inner, finish }: ChannelDims,
): Storage {
  const [output, shift] = [elements(y), bias === null ? null : elements(bias)];
  const f = functions[finish];
  for (let b = 0, at = 0; b < batch; b++)
    for (let c = 0; c < channels; c++) {
      const own = shift === null ? 0 : (shift[c] as number);
      for (const end = at + inner; at < end; at++) output[at] = f((output[at] as number) + own);
    }
  return y.storage;
}

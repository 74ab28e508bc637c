/** What products and convolutions end with. */
import type { ChannelDims, Finish, View } from "../backend.ts";
import { cpu } from "../cpu/index.ts";
import { kernels } from "./kernels.ts";
import { endStep, SMALL } from "./pool.ts";
import { lengthOf, onCpu, pointer } from "./storage.ts";

/** Functions as the kernels count them. */
export const finishNumbers: { readonly [f in Finish]: number } = { none: 0, relu: 1, tanh: 2, sigmoid: 3 };

/** `y[b, c, i] ← f(y[b, c, i] + bias[c])`. */
export function finishChannels(y: View, bias: View | null, dims: ChannelDims): void {
  const { batch, channels, inner, finish } = dims;
  if (y.dtype !== "float32" || lengthOf(y) <= SMALL) cpu.finishChannels(onCpu(y), bias && onCpu(bias), dims);
  else {
    const [to, shift] = [pointer(y), bias === null ? 0 : pointer(bias)];
    kernels.finishChannels(batch, channels, inner, to, shift, finishNumbers[finish]);
  }
  endStep();
}

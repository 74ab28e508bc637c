/** What products and convolutions end with. */
import type { ChannelDims, Finish, Storage, View } from "../backend.ts";
import { cpu } from "../cpu/index.ts";
import { callsFor, cut, type Range, share } from "./parallel.ts";
import { endStep, SMALL } from "./pool.ts";
import { lengthOf, onCpu, pointer } from "./storage.ts";

/** Nanoseconds of one thread for an element. */
const NANOSECONDS = 0.4;

/** Functions as the kernels count them. */
export const finishNumbers: { readonly [f in Finish]: number } = { none: 0, relu: 1, tanh: 2, sigmoid: 3 };

/** `y[b, c, i] ← f(y[b, c, i] + bias[c])`. */
export function finishChannels(y: View, bias: View | null, dims: ChannelDims): Storage {
  const { batch, channels, inner, finish } = dims;
  if (y.dtype !== "float32" || lengthOf(y) <= SMALL) cpu.finishChannels(onCpu(y), bias && onCpu(bias), dims);
  else {
    const [to, shift] = [pointer(y), bias === null ? 0 : pointer(bias)];
    const image = channels * inner;
    const part = ({ from, count }: Range): number[] => [
      ...[count, channels, inner, to + 4 * from * image, shift, finishNumbers[finish]],
    ];
    share("finishChannels", cut(batch, 1, callsFor(batch * image * NANOSECONDS)).map(part));
  }
  endStep();
  return y.storage;
}

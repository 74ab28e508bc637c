import { type Tensor, tensor } from "@gradus/tensor";
import { checkIndex } from "./dataset.ts";
import type { GatherDataset } from "./tensor-dataset.ts";

/**
 * Windows of a text in tokens, to learn which token comes next: sample `[input, target]`, int32 `[T]` each, the target one
 * token ahead of the input. Windows begin every `stride` tokens; what is left at the end and fills no window is left out.
 */
export class NextTokenDataset implements GatherDataset<[Tensor, Tensor], [Tensor, Tensor]> {
  readonly tokens: Int32Array;
  /** T: tokens of a window. */
  readonly window: number;
  readonly stride: number;
  readonly length: number;

  /**
   * @param stride the window where left out: then every token is a target once
   * @throws RangeError where window or stride is no whole number from 1
   */
  constructor(tokens: Int32Array, window: number, stride: number = window) {
    for (const [what, value] of Object.entries({ window, stride }))
      if (!Number.isInteger(value) || value < 1)
        throw new RangeError(`NextTokenDataset: ${what} is ${value}; it must be a whole number from 1`);
    this.tokens = tokens;
    this.window = window;
    this.stride = stride;
    this.length = Math.max(0, Math.floor((tokens.length - 1 - window) / stride) + 1);
  }

  /** @throws RangeError where there is no sample `i` */
  get(i: number): [Tensor, Tensor] {
    const [input, target] = this.gather([i]);
    return [input.reshape([this.window]), target.reshape([this.window])];
  }

  /** `[B, T]` each. @throws RangeError where an index is no sample */
  gather(indices: ArrayLike<number>): [Tensor, Tensor] {
    const { window, stride, tokens } = this;
    const batch = (ahead: number): Tensor => {
      const flat = new Int32Array(indices.length * window);
      Array.from(indices).forEach((i, row) => {
        checkIndex("NextTokenDataset", i, this.length);
        flat.set(tokens.subarray(i * stride + ahead, i * stride + ahead + window), row * window);
      });
      return tensor(flat, { shape: [indices.length, window] });
    };
    return [batch(0), batch(1)];
  }
}

/** Local response normalisation: each channel by its neighbours. */
import type { Tensor } from "../../tensor.ts";
import { div, pow } from "../arithmetic.ts";
import { square } from "../elementary.ts";
import { pad } from "../pad.ts";
import { add, mul } from "../pointwise.ts";
import { slice } from "../slice.ts";
import { checkChannels } from "./moments.ts";

/** Options of {@link localResponseNorm}. */
export interface LocalResponseNormOptions {
  readonly alpha?: number;
  readonly beta?: number;
  readonly k?: number;
}

/**
 * Local response normalisation: each element divided by what its neighbours in `size` adjacent channels say at the same
 * position, `y_c = x_c / (k + alpha/size · Σ x_j²)^beta` with j from `c - ⌊size/2⌋` to `c + ⌊(size-1)/2⌋`, and zeros beyond
 * the first and the last channel (Krizhevsky et al. 2012, "ImageNet classification", section 3.3, whose alpha is
 * alpha/size here, as in PyTorch).
 *
 * @param x `[N, C, ...]`
 * @throws RangeError if `size` is no whole number above 0
 */
export function localResponseNorm(
  x: Tensor,
  size: number,
  { alpha = 1e-4, beta = 0.75, k = 1 }: LocalResponseNormOptions = {},
): Tensor {
  checkChannels("localResponseNorm", x);
  if (!Number.isInteger(size) || size < 1)
    throw new RangeError(
      `localResponseNorm: size is ${size}; it must be a whole number of channels, 1 or more`,
    );
  const channels = x.shape[1] as number;
  const before = Math.floor(size / 2);
  const positions = new Array<number>(2 * (x.rank - 2)).fill(0);
  const squares = pad(square(x), [...positions, before, size - 1 - before]); // [N, C + size - 1, ...]
  let total = slice(squares, 1, 0, channels);
  for (let i = 1; i < size; i++) total = add(total, slice(squares, 1, i, i + channels));
  return div(x, pow(add(mul(total, alpha / size), k), beta));
}

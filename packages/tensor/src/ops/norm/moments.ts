/**
 * What the normalisations have in common. Variances are means of centred squares: `E[x²] - E[x]²` would cancel where the
 * mean is large beside the spread.
 */
import { sameShape, show } from "../../shape.ts";
import type { Tensor } from "../../tensor.ts";
import { sub } from "../arithmetic.ts";
import { rsqrt, square } from "../elementary.ts";
import { add, mul } from "../pointwise.ts";
import { mean } from "../reduce.ts";
import { reshape } from "../stretch.ts";

/** Where elements lie, and how far they spread. */
export interface Moments {
  readonly mean: Tensor;
  readonly centred: Tensor;
  /** Biased: divided by the number of elements. */
  readonly variance: Tensor;
}

/** Mean and variance over some axes, which stay with extent 1. */
export function momentsOver(x: Tensor, axes: readonly number[]): Moments {
  const center = mean(x, axes, true);
  const centred = sub(x, center);
  return { mean: center, centred, variance: mean(square(centred), axes, true) };
}

/** `centred / √(variance + eps) · weight + bias`. All but `centred` are small, so they are put together first. */
export function scaled(
  centred: Tensor,
  variance: Tensor,
  eps: number,
  weight: Tensor | null,
  bias: Tensor | null,
): Tensor {
  const inverse = rsqrt(add(variance, eps));
  return shifted(mul(centred, weight === null ? inverse : mul(inverse, weight)), bias);
}

/** `x + bias`. */
export function shifted(x: Tensor, bias: Tensor | null): Tensor {
  return bias === null ? x : add(x, bias);
}

/** One number for each channel as a tensor that broadcasts against `[N, C, ...]`. */
export function perChannel(
  name: string,
  what: string,
  values: Tensor | null | undefined,
  x: Tensor,
): Tensor | null {
  if (values === null || values === undefined) return null;
  const channels = x.shape[1] as number;
  if (!sameShape(values.shape, [channels]))
    throw new RangeError(
      `${name}: ${what} has shape ${show(values.shape)}, but an input of shape ${show(x.shape)} has ${channels} channels ` +
        `(axis 1); it must have shape [${channels}]`,
    );
  return reshape(values, [channels, ...new Array<number>(x.rank - 2).fill(1)]);
}

/** Throws unless there is an axis of channels. */
export function checkChannels(name: string, x: Tensor): void {
  if (x.rank < 2)
    throw new RangeError(
      `${name}: the input has shape ${show(x.shape)}; it must be [N, C, ...]: examples, channels, positions`,
    );
}

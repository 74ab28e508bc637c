/** Windows that slide over the last one or two axes of a tensor: their sizes, for convolution and pooling. */
import type { Conv2dDims } from "../backend/backend.ts";
import { type Shape, show } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { requireTensor } from "./pointwise.ts";

/** A number for the only spatial axis. */
export type Single = number | readonly [number];

/** A number for both spatial axes, or one for each: `[height, width]`. */
export type Pair = number | readonly [number, number];

/** What slides over the spatial axes, with one number for each of them. */
export interface Window {
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly dilation: readonly number[];
}

/** How many spatial axes there are. */
export type SpatialRank = 1 | 2;

const LAYOUTS: { readonly [rank in SpatialRank]: string } = {
  1: "[N, C, L] or, without a batch, [C, L]",
  2: "[N, C, H, W] or, without a batch, [C, H, W]",
};

/** An option as one whole number for each spatial axis. */
export function perAxis(
  name: string,
  what: string,
  value: number | readonly number[],
  rank: SpatialRank,
  least: 0 | 1,
): number[] {
  const values = typeof value === "number" ? new Array<number>(rank).fill(value) : [...value];
  if (values.length !== rank || values.some((each) => !Number.isInteger(each) || each < least))
    throw new RangeError(
      `${name}: ${what} is ${typeof value === "number" ? value : show(values)}; it must be a whole number, at least ` +
        `${least}${rank === 1 ? "" : ", or a pair of them, [height, width]"}`,
    );
  return values;
}

/** The extents of the spatial axes. Throws unless `x` has these, a channel axis, and perhaps a batch axis. */
export function spatialSize(name: string, x: Tensor, rank: SpatialRank): Shape {
  requireTensor(name, x);
  if (x.rank !== rank + 1 && x.rank !== rank + 2)
    throw new RangeError(
      `${name}: the input has shape ${show(x.shape)}, ${x.rank} axes; it must be ${LAYOUTS[rank]}: reshape it`,
    );
  return x.shape.slice(-rank);
}

/**
 * How many windows fit along each axis: `⌊(in + 2·padding - dilation·(kernel - 1) - 1) / stride⌋ + 1`. With `ceil` the
 * quotient is rounded up, unless the last window would begin in the padding at the end.
 *
 * @throws RangeError if a window is larger than the padded input
 */
export function outSize(
  name: string,
  size: Shape,
  { kernel, stride, padding, dilation }: Window,
  ceil = false,
): number[] {
  return size.map((extent, i) => {
    const [k, s, p, d] = [kernel, stride, padding, dilation].map((each) => each[i]) as [
      number,
      number,
      number,
      number,
    ];
    const span = d * (k - 1) + 1;
    const steps = (extent + 2 * p - span) / s;
    let out = (ceil ? Math.ceil(steps) : Math.floor(steps)) + 1;
    if (ceil && (out - 1) * s >= extent + p) out--;
    if (out >= 1) return out;
    const dilated = d === 1 ? "" : `, with dilation ${d} spanning ${span}`;
    throw new RangeError(
      `${name}: kernel ${show(kernel)} is larger than the padded input along spatial axis ${i}: ${k}${dilated}, but the ` +
        `input of size ${show(size)} with padding ${show(padding)} has ${extent + 2 * p}; pad more or take a smaller ` +
        "kernel (output size = ⌊(in + 2·padding - dilation·(kernel - 1) - 1) / stride⌋ + 1)",
    );
  });
}

/** Numbers for one axis or two as numbers for two: an image of one row, where `neutral` is what does nothing. */
export function asPair(values: readonly number[], neutral: 0 | 1): [number, number] {
  const [first, second] = values as [number, number?];
  return second === undefined ? [neutral, first] : [first, second];
}

/** Explicit extents as kernels want them, in two dimensions. */
export function dimsOf(
  channels: Pick<Conv2dDims, "batch" | "inChannels" | "outChannels" | "groups">,
  inSize: Shape,
  out: Shape,
  window: Window,
): Conv2dDims {
  return {
    ...channels,
    inSize: asPair(inSize, 1),
    outSize: asPair(out, 1),
    kernel: asPair(window.kernel, 1),
    stride: asPair(window.stride, 1),
    padding: asPair(window.padding, 0),
    dilation: asPair(window.dilation, 1),
  };
}

/** Convolution of sequences and images, and its transpose, as a user calls them: shapes, options, bias. */
import type { Conv2dDims, Finish } from "../backend/backend.ts";
import { isFloat, promote } from "../dtype.ts";
import { apply } from "../engine/apply.ts";
import { type Shape, show } from "../shape.ts";
import type { Op, Tensor } from "../tensor.ts";
import { conv2dInputGradOp, conv2dOp } from "./convolution.ts";
import { conv2dLayerOp } from "./convolution-layer.ts";
import { passes } from "./finish.ts";
import { add, cast, requireTensor } from "./pointwise.ts";
import { reshape } from "./stretch.ts";
import {
  asPair,
  dimsOf,
  outSize,
  type Pair,
  perAxis,
  type Single,
  type SpatialRank,
  spatialSize,
  type Window,
} from "./window.ts";

/** What every convolution takes. `Extent` is a number for all spatial axes or one for each. */
interface CommonOptions<Extent> {
  /** Added to each output channel, `[out]`. None by default. */
  readonly bias?: Tensor | null | undefined;
  /** Steps between windows; 1 by default. */
  readonly stride?: Extent;
  /** Steps between the elements that a window looks at; 1 by default. */
  readonly dilation?: Extent;
  /** In how many groups the channels fall, each convolved on its own; 1 by default. */
  readonly groups?: number;
}

/** Options of a convolution. */
export interface ConvOptions<Extent> extends CommonOptions<Extent> {
  /**
   * Zeros around the input, on either side; 0 by default, which is `"valid"`. `"same"` keeps the size: `dilation·(kernel -
   * 1)` zeros in all, the odd one at the end.
   */
  readonly padding?: Extent | "same" | "valid";
  /** Applied to the result, in place, so that nothing is kept in between; "none" by default. */
  readonly activation?: Finish;
}

/** Options of a transposed convolution. */
export interface ConvTransposeOptions<Extent> extends CommonOptions<Extent> {
  /** The padding of the convolution whose transpose this is: it makes the result smaller. 0 by default. */
  readonly padding?: Extent;
  /** Added to the size of the result, at the end: with a stride, several input sizes convolve to the same size. */
  readonly outputPadding?: Extent;
}

/**
 * Convolution of sequences (in fact cross-correlation, as in every library for deep learning):
 * `y[n, k, i] = b[k] + Σ_{c,p} x[n, c, i·stride - padding + p·dilation] · w[k, c, p]`.
 *
 * `x: [N, C, L]` or `[C, L]`, `weight: [K, C/groups, kernel]`, `bias: [K]` → `[N, K, out]`, with
 * `out = ⌊(L + 2·padding - dilation·(kernel - 1) - 1) / stride⌋ + 1`.
 *
 * @throws RangeError if shapes or groups do not fit, or the kernel is larger than the padded input
 */
export function conv1d(x: Tensor, weight: Tensor, options: ConvOptions<Single> = {}): Tensor {
  return convolve("conv1d", 1, x, weight, options);
}

/**
 * Convolution of images (in fact cross-correlation, as in every library for deep learning):
 * `y[n, k, i, j] = b[k] + Σ_{c,p,q} x[n, c, i·stride - padding + p·dilation, j·stride - padding + q·dilation] · w[k, c, p, q]`.
 *
 * `x: [N, C, H, W]` or `[C, H, W]`, `weight: [K, C/groups, kh, kw]`, `bias: [K]` → `[N, K, out_h, out_w]`, with
 * `out = ⌊(in + 2·padding - dilation·(kernel - 1) - 1) / stride⌋ + 1` along each axis.
 *
 * @throws RangeError if shapes or groups do not fit, or the kernel is larger than the padded input
 */
export function conv2d(x: Tensor, weight: Tensor, options: ConvOptions<Pair> = {}): Tensor {
  return convolve("conv2d", 2, x, weight, options);
}

/**
 * The transpose of {@link conv1d} in its input: spreads each element over a window of a longer sequence.
 *
 * `x: [N, C, L]` or `[C, L]`, `weight: [C, K/groups, kernel]`, `bias: [K]` → `[N, K, out]`, with
 * `out = (L - 1)·stride - 2·padding + dilation·(kernel - 1) + outputPadding + 1`.
 *
 * @throws RangeError if shapes or groups do not fit, or nothing is left of the result
 */
export function convTranspose1d(
  x: Tensor,
  weight: Tensor,
  options: ConvTransposeOptions<Single> = {},
): Tensor {
  return convolveTransposed("convTranspose1d", 1, x, weight, options);
}

/**
 * The transpose of {@link conv2d} in its input: spreads each element over a window of a larger image.
 *
 * `x: [N, C, H, W]` or `[C, H, W]`, `weight: [C, K/groups, kh, kw]`, `bias: [K]` → `[N, K, out_h, out_w]`, with
 * `out = (in - 1)·stride - 2·padding + dilation·(kernel - 1) + outputPadding + 1` along each axis.
 *
 * @throws RangeError if shapes or groups do not fit, or nothing is left of the result
 */
export function convTranspose2d(x: Tensor, weight: Tensor, options: ConvTransposeOptions<Pair> = {}): Tensor {
  return convolveTransposed("convTranspose2d", 2, x, weight, options);
}

type Extents = number | readonly number[];

function convolve(
  name: string,
  rank: SpatialRank,
  x: Tensor,
  weight: Tensor,
  options: ConvOptions<Extents>,
): Tensor {
  const size = spatialSize(name, x, rank);
  const { groups = 1, padding = 0, bias = null, activation: finish = "none" } = options;
  if (!(finish in passes))
    throw new RangeError(
      `${name}: activation is "${String(finish)}"; choose one of "${Object.keys(passes).join('", "')}", or apply your own to ` +
        "the result",
    );
  const inChannels = x.shape.at(-rank - 1) as number;
  checkWeight(name, rank, x, weight, groups, false);
  const outChannels = weight.shape[0] as number;
  if (outChannels % groups !== 0)
    throw new RangeError(
      `${name}: weight ${show(weight.shape)} gives ${outChannels} channels, which ${groups} groups do not divide; ` +
        "make its first axis a multiple of groups",
    );
  const window = windowOf(name, rank, weight, options, padding === "valid" ? 0 : padding);
  const out = padding === "same" ? size : outSize(name, size, window);
  const batch = x.rank === rank + 2 ? (x.shape[0] as number) : 1;
  const dims = dimsOf({ batch, inChannels, outChannels, groups }, size, out, window);
  const shape = [outChannels, ...out];
  if (bias === null && finish === "none") return product(conv2dOp, x, weight, dims, dims, shape);
  if (bias !== null) checkBias(name, bias, outChannels);
  return product(conv2dLayerOp, x, weight, { dims, finish }, dims, shape, bias);
}

function convolveTransposed(
  name: string,
  rank: SpatialRank,
  x: Tensor,
  weight: Tensor,
  options: ConvTransposeOptions<Extents>,
): Tensor {
  const size = spatialSize(name, x, rank);
  const { groups = 1, bias = null } = options;
  const channels = x.shape.at(-rank - 1) as number;
  checkWeight(name, rank, x, weight, groups, true);
  const window = windowOf(name, rank, weight, options, options.padding ?? 0);
  const extra = perAxis(name, "outputPadding", options.outputPadding ?? 0, rank, 0);
  const out = transposedSize(name, size, window, extra);
  const batch = x.rank === rank + 2 ? (x.shape[0] as number) : 1;
  const outChannels = (weight.shape[1] as number) * groups;
  // Seen as the convolution whose transpose it is, input and output change places.
  const dims = dimsOf({ batch, inChannels: outChannels, outChannels: channels, groups }, out, size, window);
  const y = product(conv2dInputGradOp, x, weight, dims, dims, [outChannels, ...out]);
  if (bias === null) return y;
  checkBias(name, bias, outChannels);
  return add(y, reshape(bias, [outChannels, ...new Array<number>(rank).fill(1)]));
}

function transposedSize(name: string, size: Shape, window: Window, extra: readonly number[]): number[] {
  return size.map((extent, i) => {
    const [k, s, p, d, e] = [window.kernel, window.stride, window.padding, window.dilation, extra].map(
      (each) => each[i],
    ) as [number, number, number, number, number];
    if (e >= Math.max(s, d))
      throw new RangeError(
        `${name}: outputPadding ${show(extra)} must be smaller than stride ${show(window.stride)} or dilation ` +
          `${show(window.dilation)} along each axis`,
      );
    const out = (extent - 1) * s - 2 * p + d * (k - 1) + e + 1;
    if (out >= 1) return out;
    throw new RangeError(
      `${name}: input size ${show(size)} with padding ${show(window.padding)} leaves a result of size ${out}; pad less ` +
        "(output size = (in - 1)·stride - 2·padding + dilation·(kernel - 1) + outputPadding + 1)",
    );
  });
}

/** Throws unless the weight has the right axes and takes the channels of `x`, which `groups` divide. */
function checkWeight(
  name: string,
  rank: SpatialRank,
  x: Tensor,
  weight: Tensor,
  groups: number,
  transposed: boolean,
): void {
  requireTensor(name, weight);
  if (weight.rank !== rank + 2)
    throw new RangeError(
      `${name}: the weight has shape ${show(weight.shape)}, ${weight.rank} axes; it must have ${rank + 2}: two for ` +
        "channels, then the kernel",
    );
  const channels = x.shape.at(-rank - 1) as number;
  const expected = transposed ? (weight.shape[0] as number) : (weight.shape[1] as number) * groups;
  if (!Number.isInteger(groups) || groups < 1 || channels % groups !== 0)
    throw new RangeError(
      `${name}: ${groups} groups for an input ${show(x.shape)} with ${channels} channels; groups must divide them`,
    );
  if (expected !== channels)
    throw new RangeError(
      `${name}: input ${show(x.shape)} has ${channels} channels, weight ${show(weight.shape)} with groups = ${groups} ` +
        `takes ${expected}; make them equal`,
    );
}

function windowOf(
  name: string,
  rank: SpatialRank,
  weight: Tensor,
  { stride = 1, dilation = 1 }: CommonOptions<Extents>,
  padding: Extents | "same",
): Window {
  const kernel = perAxis(name, "the kernel's size", weight.shape.slice(-rank), rank, 1);
  const steps = perAxis(name, "stride", stride, rank, 1);
  const spread = perAxis(name, "dilation", dilation, rank, 1);
  if (padding !== "same")
    return { kernel, stride: steps, dilation: spread, padding: perAxis(name, "padding", padding, rank, 0) };
  if (steps.some((step) => step !== 1))
    throw new RangeError(
      `${name}: padding "same" keeps the size, stride ${show(steps)} does not; give the padding as a number`,
    );
  const before = kernel.map((k, i) => Math.floor(((spread[i] as number) * (k - 1)) / 2));
  return { kernel, stride: steps, dilation: spread, padding: before };
}

/** Applies an op on `[N, C, H, W]` and a weight, perhaps with a bias, and gives the result its shape without the batch. */
function product<A>(
  op: Op<A>,
  x: Tensor,
  weight: Tensor,
  attrs: A,
  dims: Conv2dDims,
  shape: Shape,
  bias: Tensor | null = null,
): Tensor {
  const common = [x, weight, ...(bias === null ? [] : [bias])].map((each) => each.dtype).reduce(promote);
  const dtype = isFloat(common) ? common : "float32";
  const rank = shape.length - 1;
  const images = reshape(cast(x, dtype), [
    dims.batch,
    x.shape.at(-rank - 1) as number,
    ...asPair(x.shape.slice(-rank), 1),
  ]);
  const kernels = reshape(cast(weight, dtype), [...weight.shape.slice(0, 2), ...dims.kernel]);
  const operands = bias === null ? [images, kernels] : [images, kernels, cast(bias, dtype)];
  return reshape(apply(op, operands, attrs), [...x.shape.slice(0, -rank - 1), ...shape]);
}

function checkBias(name: string, bias: Tensor, channels: number): void {
  requireTensor(name, bias);
  if (bias.rank !== 1 || bias.size !== channels)
    throw new RangeError(
      `${name}: bias ${show(bias.shape)} for a result with ${channels} channels; it must be [${channels}]`,
    );
}

/** Pooling: the largest element, or the average, of each window. */
import type { Conv2dDims } from "../backend/backend.ts";
import { dense } from "../backend/dense.ts";
import { bytesOf } from "../dtype.ts";
import { apply } from "../engine/apply.ts";
import { type Shape, show, sizeOf } from "../shape.ts";
import type { Op, Tensor } from "../tensor.ts";
import { avgPool2dOp } from "./average.ts";
import { type Picked, pick } from "./pick.ts";
import { toFloat } from "./reduction.ts";
import { reshape } from "./stretch.ts";
import {
  dimsOf,
  outSize,
  type Pair,
  perAxis,
  type Single,
  type SpatialRank,
  spatialSize,
  type Window,
} from "./window.ts";

/** What every pooling takes. `Extent` is a number for all spatial axes or one for each. */
interface CommonOptions<Extent> {
  /** Steps between windows; by default the kernel's size, so that they do not overlap. */
  readonly stride?: Extent | undefined;
  /** Places around the input, on either side, at most half a kernel; 0 by default. */
  readonly padding?: Extent;
  /** Whether a last window may reach beyond the padding, if it begins before; no by default. */
  readonly ceilMode?: boolean;
}

/** Options of max pooling. */
export interface MaxPoolOptions<Extent> extends CommonOptions<Extent> {
  /** Steps between the elements that a window looks at; 1 by default. */
  readonly dilation?: Extent;
}

/** Options of average pooling. */
export interface AvgPoolOptions<Extent> extends CommonOptions<Extent> {
  /** Whether zeros of the padding count as elements; yes by default. What `ceilMode` adds beyond never does. */
  readonly countIncludePad?: boolean;
  /** Divides the sums in place of the number of elements. */
  readonly divisorOverride?: number | undefined;
}

/**
 * Where the largest element of each window is: its flat place in its plane, int32. `[planes, H·W]` → `[planes, out]`. No
 * gradient: nothing moves when elements move by little.
 */
export const maxPool2dIndicesOp: Op<Conv2dDims> = {
  name: "maxPool2dIndices",
  shape: (_inputs, { batch, outSize: [h, w] }) => ({ shape: [batch, h * w], dtype: "int32" }),
  forward: (backend, [x], dims, { shape }) => {
    const { values, indices } = backend.maxPool2d(dense(backend, x as Tensor), dims);
    backend.release?.(values);
    return { storage: indices, shape };
  },
  saves: { inputs: [], output: false },
  vjp: () => null,
  jvp: () => null,
  cost: ([x], { kernel }, y) => {
    const { shape, dtype } = x as Tensor;
    const size = sizeOf(y.shape);
    return { flops: size * kernel[0] * kernel[1], bytes: sizeOf(shape) * bytesOf(dtype) + 4 * size };
  },
};

/**
 * The largest element of each window of a sequence: `y[n, c, i] = max_p x[n, c, i·stride - padding + p·dilation]`.
 * `[N, C, L]` or `[C, L]` → `[N, C, out]`, with
 * `out = ⌊(L + 2·padding - dilation·(kernel - 1) - 1) / stride⌋ + 1` (⌈⌉ in ceil mode). Padding never wins, NaN always. The
 * gradient of a window goes to its first largest element, as in PyTorch.
 *
 * @throws RangeError if the padding is more than half a kernel, or a window larger than the padded input
 */
export function maxPool1d(x: Tensor, kernelSize: Single, options: MaxPoolOptions<Single> = {}): Tensor {
  return largest("maxPool1d", 1, x, kernelSize, options).values;
}

/**
 * The largest element of each window of an image:
 * `y[n, c, i, j] = max_{p,q} x[n, c, i·stride - padding + p·dilation, j·stride - padding + q·dilation]`.
 * `[N, C, H, W]` or `[C, H, W]` → `[N, C, out_h, out_w]`, with
 * `out = ⌊(in + 2·padding - dilation·(kernel - 1) - 1) / stride⌋ + 1` (⌈⌉ in ceil mode). Padding never wins, NaN always.
 * The gradient of a window goes to its first largest element in row-major order, as in PyTorch.
 *
 * @throws RangeError if the padding is more than half a kernel, or a window larger than the padded input
 */
export function maxPool2d(x: Tensor, kernelSize: Pair, options: MaxPoolOptions<Pair> = {}): Tensor {
  return largest("maxPool2d", 2, x, kernelSize, options).values;
}

/** {@link maxPool2d} and where each value was: `h·W + w` in its plane of the input, int32. */
export function maxPool2dWithIndices(
  x: Tensor,
  kernelSize: Pair,
  options: MaxPoolOptions<Pair> = {},
): Picked {
  return largest("maxPool2d", 2, x, kernelSize, options);
}

type Extents = number | readonly number[];

function largest(
  name: string,
  rank: SpatialRank,
  x: Tensor,
  kernelSize: Extents,
  options: MaxPoolOptions<Extents>,
): Picked {
  const size = spatialSize(name, x, rank);
  const window = windowOf(name, rank, kernelSize, options, options.dilation ?? 1);
  const out = outSize(name, size, window, options.ceilMode);
  checkReach(name, size, window);
  const dims = planesOf(x, size, out, window);
  const planes = reshape(x, [dims.batch, sizeOf(size)]);
  const { values, indices } = pick(planes, 1, apply(maxPool2dIndicesOp, [planes], dims));
  const shape = [...x.shape.slice(0, -rank), ...out];
  return { values: reshape(values, shape), indices: reshape(indices, shape) };
}

/** Throws if a dilated window that begins in the padding steps over the whole input. */
function checkReach(name: string, size: Shape, { kernel, stride, padding, dilation }: Window): void {
  for (const [i, extent] of size.entries()) {
    const [k, s, p, d] = [kernel, stride, padding, dilation].map((each) => each[i]) as [
      number,
      number,
      number,
      number,
    ];
    for (let start = -p; start < 0; start += s) {
      const first = ((start % d) + d) % d;
      if (first < extent && first <= start + d * (k - 1)) continue;
      throw new RangeError(
        `${name}: with padding ${show(padding)} and dilation ${show(dilation)}, a window of an input of size ` +
          `${show(size)} holds nothing but padding; take less of either`,
      );
    }
  }
}

/**
 * The average of each window of a sequence: `y[n, c, i] = (Σ_p x[n, c, i·stride - padding + p]) / kernel`. `[N, C, L]` or
 * `[C, L]` → `[N, C, out]`, with `out = ⌊(L + 2·padding - kernel) / stride⌋ + 1` (⌈⌉ in ceil mode). Whole numbers give float32.
 *
 * @throws RangeError if the padding is more than half a kernel, or a window larger than the padded input
 */
export function avgPool1d(x: Tensor, kernelSize: Single, options: AvgPoolOptions<Single> = {}): Tensor {
  return average("avgPool1d", 1, x, kernelSize, options);
}

/**
 * The average of each window of an image:
 * `y[n, c, i, j] = (Σ_{p,q} x[n, c, i·stride - padding + p, j·stride - padding + q]) / (kernel_h·kernel_w)`.
 * `[N, C, H, W]` or `[C, H, W]` → `[N, C, out_h, out_w]`, with `out = ⌊(in + 2·padding - kernel) / stride⌋ + 1` (⌈⌉ in ceil
 * mode). Whole numbers give float32.
 *
 * @throws RangeError if the padding is more than half a kernel, or a window larger than the padded input
 */
export function avgPool2d(x: Tensor, kernelSize: Pair, options: AvgPoolOptions<Pair> = {}): Tensor {
  return average("avgPool2d", 2, x, kernelSize, options);
}

function average(
  name: string,
  rank: SpatialRank,
  x: Tensor,
  kernelSize: Extents,
  options: AvgPoolOptions<Extents>,
): Tensor {
  const size = spatialSize(name, x, rank);
  const window = windowOf(name, rank, kernelSize, options, 1);
  const out = outSize(name, size, window, options.ceilMode);
  const { divisorOverride: divisor, countIncludePad = true } = options;
  if (divisor === 0)
    throw new RangeError(`${name}: divisorOverride is 0; give another number, or none for the mean`);
  const dims = planesOf(x, size, out, window);
  const counts = ([0, 1] as const).map((axis) => countsAlong(dims, axis, countIncludePad)) as [
    number[],
    number[],
  ];
  const [rows, columns] =
    divisor === undefined ? counts : [counts[0].map(() => divisor), counts[1].map(() => 1)];
  const planes = reshape(toFloat(x), [dims.batch, 1, ...dims.inSize]);
  const y = apply(avgPool2dOp, [planes], { dims, rows, columns });
  return reshape(y, [...x.shape.slice(0, -rank), ...out]);
}

/** How many elements each window has along an axis. */
function countsAlong(dims: Conv2dDims, axis: 0 | 1, withPadding: boolean): number[] {
  const [size, k, s, p] = [dims.inSize[axis], dims.kernel[axis], dims.stride[axis], dims.padding[axis]];
  const margin = withPadding ? p : 0;
  return Array.from({ length: dims.outSize[axis] }, (_, i) => {
    const start = i * s - p;
    return Math.min(start + k, size + margin) - Math.max(start, -margin);
  });
}

function windowOf(
  name: string,
  rank: SpatialRank,
  kernelSize: Extents,
  { stride = kernelSize, padding = 0 }: CommonOptions<Extents>,
  dilation: Extents,
): Window {
  const window = {
    kernel: perAxis(name, "the kernel's size", kernelSize, rank, 1),
    stride: perAxis(name, "stride", stride, rank, 1),
    padding: perAxis(name, "padding", padding, rank, 0),
    dilation: perAxis(name, "dilation", dilation, rank, 1),
  };
  if (window.padding.some((p, i) => 2 * p > (window.kernel[i] as number)))
    throw new RangeError(
      `${name}: padding ${show(window.padding)} is more than half of kernel ${show(window.kernel)}; windows of nothing ` +
        "but padding have no value: pad less",
    );
  return window;
}

/** Every plane of every image as an image of one channel. */
function planesOf(x: Tensor, size: Shape, out: Shape, window: Window): Conv2dDims {
  const batch = sizeOf(x.shape.slice(0, -size.length));
  return dimsOf({ batch, inChannels: 1, outChannels: 1, groups: 1 }, size, out, window);
}

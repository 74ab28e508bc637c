/** Convolution as a layer. */
import {
  conv1d,
  conv2d,
  convTranspose1d,
  convTranspose2d,
  type Pair,
  pad,
  type Single,
  type Tensor,
} from "@gradus/tensor";
import { uniform } from "../init/fill.ts";
import { checkSizes, made } from "../layer.ts";
import { Module } from "../module.ts";
import type { BiasOptions } from "./linear.ts";

interface WindowOptions<Extent> extends BiasOptions {
  /** Steps between windows; 1 by default. */
  readonly stride?: Extent;
  /** Steps between the elements that a window looks at; 1 by default. */
  readonly dilation?: Extent;
  /** In how many groups the channels fall, each convolved on its own; 1 by default. */
  readonly groups?: number;
}

/** Options of convolution layers. */
export interface ConvLayerOptions<Extent> extends WindowOptions<Extent> {
  /** How wide the margin is on either side; 0 by default. `"same"` keeps the size. */
  readonly padding?: Extent | "same" | "valid";
  /** What the margin is made of; zeros by default. Other modes take a padding in numbers. */
  readonly paddingMode?: "zeros" | "reflect" | "replicate" | "circular";
}

/** Options of layers that transpose a convolution. */
export interface ConvTransposeLayerOptions<Extent> extends WindowOptions<Extent> {
  /** The padding of the convolution whose transpose this is: it makes the result smaller. 0 by default. */
  readonly padding?: Extent;
  /** Added to the size of the result, at the end; 0 by default. */
  readonly outputPadding?: Extent;
}

type Extents = number | readonly number[];

/** Weight and bias of any convolution, drawn uniformly from ±1/√(product of the weight's further extents), as in PyTorch. */
abstract class Convolution extends Module {
  readonly weight: Tensor;
  readonly bias: Tensor | null;

  constructor(
    layer: string,
    { inChannels, outChannels }: { readonly inChannels: number; readonly outChannels: number },
    kernel: readonly number[],
    options: WindowOptions<Extents>,
    transposed: boolean,
  ) {
    super();
    const { groups = 1 } = options;
    checkSizes(layer, { inChannels, outChannels, groups });
    if (inChannels % groups !== 0 || outChannels % groups !== 0)
      throw new RangeError(
        `${layer}: ${groups} groups for ${inChannels} input and ${outChannels} output channels; groups must divide both`,
      );
    const channels = transposed ? [inChannels, outChannels / groups] : [outChannels, inChannels / groups];
    const shape = [...channels, ...kernel];
    const fanIn = shape.slice(1).reduce((product, extent) => product * extent, 1);
    const bound = 1 / Math.sqrt(fanIn);
    const draw = (x: Tensor) => uniform(x, -bound, bound, options);
    this.weight = made(shape, options, draw);
    this.bias = (options.bias ?? true) ? made([outChannels], options, draw) : null;
  }
}

/** One number for each of `rank` axes. */
function extents(layer: string, what: string, value: Extents, rank: 1 | 2): number[] {
  const values = typeof value === "number" ? new Array<number>(rank).fill(value) : [...value];
  if (values.length !== rank)
    throw new RangeError(
      `${layer}: ${what} is [${values.join(", ")}]; give a number, or ${rank === 1 ? "an array of one" : "[height, width]"}`,
    );
  values.forEach((each) => {
    if (!Number.isInteger(each) || each < 0)
      throw new RangeError(`${layer}: ${what} is ${each}; it must be a whole number, at least 0`);
  });
  return values;
}

/** The margin that is not made of zeros, and what is left to the convolution. */
function withMargin<Extent extends Extents>(
  layer: string,
  x: Tensor,
  rank: 1 | 2,
  { paddingMode = "zeros", ...options }: ConvLayerOptions<Extent>,
): readonly [Tensor, ConvLayerOptions<Extent>] {
  if (paddingMode === "zeros") return [x, options];
  const { padding = 0, ...rest } = options;
  if (typeof padding === "string")
    throw new RangeError(
      `${layer}: padding is "${padding}", paddingMode "${paddingMode}"; give the padding as a number, for it can only be ` +
        "left out with zeros",
    );
  const widths = extents(layer, "padding", padding, rank).reverse();
  return [
    pad(
      x,
      widths.flatMap((width) => [width, width]),
      { mode: paddingMode },
    ),
    rest,
  ];
}

/**
 * Convolution of sequences, see `conv1d`: `[N, in, L] → [N, out, ⌊(L + 2·padding - dilation·(kernel - 1) - 1) / stride⌋ + 1]`,
 * `weight: [out, in/groups, kernel]`, `bias: [out]`; also without N.
 */
export class Conv1d extends Convolution {
  readonly options: ConvLayerOptions<Single>;

  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: Single,
    options: ConvLayerOptions<Single> = {},
  ) {
    const kernel = extents("Conv1d", "kernelSize", kernelSize, 1);
    super("Conv1d", { inChannels, outChannels }, kernel, options, false);
    this.options = options;
  }

  /** @throws RangeError if channels differ, or the kernel is larger than the padded input */
  forward(x: Tensor): Tensor {
    const [wide, options] = withMargin("Conv1d", x, 1, this.options);
    return conv1d(wide, this.weight, { ...options, bias: this.bias });
  }
}

/**
 * Convolution of images, see `conv2d`: `[N, in, H, W] → [N, out, H', W']` with
 * `H' = ⌊(H + 2·padding - dilation·(kernel - 1) - 1) / stride⌋ + 1`, `weight: [out, in/groups, kh, kw]`, `bias: [out]`; also
 * without N.
 */
export class Conv2d extends Convolution {
  readonly options: ConvLayerOptions<Pair>;

  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: Pair,
    options: ConvLayerOptions<Pair> = {},
  ) {
    const kernel = extents("Conv2d", "kernelSize", kernelSize, 2);
    super("Conv2d", { inChannels, outChannels }, kernel, options, false);
    this.options = options;
  }

  /** @throws RangeError if channels differ, or the kernel is larger than the padded input */
  forward(x: Tensor): Tensor {
    const [wide, options] = withMargin("Conv2d", x, 2, this.options);
    return conv2d(wide, this.weight, { ...options, bias: this.bias });
  }
}

/**
 * The transpose of {@link Conv1d}, see `convTranspose1d`: `[N, in, L] → [N, out, (L - 1)·stride - 2·padding +
 * dilation·(kernel - 1) + outputPadding + 1]`, `weight: [in, out/groups, kernel]`, `bias: [out]`; also without N.
 */
export class ConvTranspose1d extends Convolution {
  readonly options: ConvTransposeLayerOptions<Single>;

  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: Single,
    options: ConvTransposeLayerOptions<Single> = {},
  ) {
    const kernel = extents("ConvTranspose1d", "kernelSize", kernelSize, 1);
    super("ConvTranspose1d", { inChannels, outChannels }, kernel, options, true);
    this.options = options;
  }

  /** @throws RangeError if channels differ, or nothing is left of the result */
  forward(x: Tensor): Tensor {
    return convTranspose1d(x, this.weight, { ...this.options, bias: this.bias });
  }
}

/**
 * The transpose of {@link Conv2d}, see `convTranspose2d`: `[N, in, H, W] → [N, out, H', W']` with
 * `H' = (H - 1)·stride - 2·padding + dilation·(kernel - 1) + outputPadding + 1`, `weight: [in, out/groups, kh, kw]`,
 * `bias: [out]`; also without N.
 */
export class ConvTranspose2d extends Convolution {
  readonly options: ConvTransposeLayerOptions<Pair>;

  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: Pair,
    options: ConvTransposeLayerOptions<Pair> = {},
  ) {
    const kernel = extents("ConvTranspose2d", "kernelSize", kernelSize, 2);
    super("ConvTranspose2d", { inChannels, outChannels }, kernel, options, true);
    this.options = options;
  }

  /** @throws RangeError if channels differ, or nothing is left of the result */
  forward(x: Tensor): Tensor {
    return convTranspose2d(x, this.weight, { ...this.options, bias: this.bias });
  }
}

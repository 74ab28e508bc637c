/** Images as kernels for convolution take them: with their padding around them, and tables of offsets into them. */
import { sizeOf } from "../../shape.ts";
import type { Conv2dDims } from "../backend.ts";
import { kernels } from "./kernels.ts";
import { allocate, type Block, release } from "./pool.ts";

/** The windows that a kernel looks at, over planes that hold all they reach. */
export interface Windows {
  readonly channels: number;
  readonly kernel: readonly [number, number];
  readonly dilation: readonly [number, number];
  readonly outSize: readonly [number, number];
  readonly stride: readonly [number, number];
}

/** How planes are put into larger (or smaller) ones of zeros. */
export interface Placement {
  readonly inSize: readonly [number, number];
  /** Where the first element goes. */
  readonly start: readonly [number, number];
  /** How far apart neighbours come to lie. */
  readonly step: readonly [number, number];
}

/** What windows reach: `(out - 1)·stride + (kernel - 1)·dilation + 1`. */
function reach({ outSize, stride, kernel, dilation }: Windows): [number, number] {
  const along = (i: 0 | 1): number => (outSize[i] - 1) * stride[i] + (kernel[i] - 1) * dilation[i] + 1;
  return [along(0), along(1)];
}

/** Tables for windows, and planes placed for them, one image after the other. */
export class Patches {
  readonly taps: number;
  readonly pixels: number;
  readonly tapTable: number;
  readonly pixelTable: number;
  readonly #placement: Placement;
  readonly #size: readonly [number, number];
  /** Whether windows find all they reach in the planes as they are. */
  readonly #asIs: boolean;
  readonly #scratch: Block[] = [];
  readonly #placed: number;
  readonly #planes: number;

  /** @param planes of one image, all groups together */
  constructor(windows: Windows, placement: Placement, planes: number) {
    const { channels, kernel, dilation, outSize, stride } = windows;
    const { inSize, start, step } = placement;
    const needed = reach(windows);
    this.#asIs =
      start.every((at) => at === 0) &&
      step.every((by) => by === 1) &&
      needed.every((extent, i) => extent <= (inSize[i] as number));
    this.#size = this.#asIs ? inSize : needed;
    this.#placement = placement;
    this.#planes = planes;
    this.taps = channels * sizeOf(kernel);
    this.pixels = sizeOf(outSize);
    const row = 4 * this.#size[1];
    this.tapTable = this.#take(this.taps);
    kernels.offsets(channels, ...kernel, this.planeBytes, dilation[0] * row, dilation[1] * 4, this.tapTable);
    this.pixelTable = this.#take(this.pixels);
    kernels.offsets(1, ...outSize, 0, stride[0] * row, stride[1] * 4, this.pixelTable);
    this.#placed = this.#asIs ? 0 : this.#take(planes * sizeOf(this.#size));
  }

  /** Bytes of a placed plane. */
  get planeBytes(): number {
    return 4 * sizeOf(this.#size);
  }

  /** The planes of an image at `x`, placed; good until the next image. */
  place(x: number): number {
    if (this.#asIs) return x;
    const { inSize, start, step } = this.#placement;
    kernels.pad(this.#planes, ...inSize, x, ...start, ...step, ...this.#size, this.#placed);
    return this.#placed;
  }

  /** Memory for as long as this is in use. */
  #take(length: number): number {
    const block = allocate("float32", length);
    this.#scratch.push(block);
    return block.pointer;
  }

  /** Gives back what it took. */
  end(): void {
    for (const block of this.#scratch) release(block);
  }
}

/** How the input of a convolution is placed: behind its padding. */
export function inputPlacement({ inSize, padding: [top, left] }: Conv2dDims): Placement {
  return { inSize, start: [top, left], step: [1, 1] };
}

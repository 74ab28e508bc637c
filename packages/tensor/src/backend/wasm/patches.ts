/** Images as kernels for convolution take them: with their padding around them, and tables of offsets into them. */
import { sizeOf } from "../../shape.ts";
import type { Conv2dDims } from "../backend.ts";
import { kernels } from "./kernels.ts";
import { allocate, type Block, heap, release } from "./pool.ts";

/** The windows that a kernel looks at, over planes that hold all they reach. */
export interface Windows {
  readonly groups: number;
  /** Planes of a group, and rows of its product with the patches. */
  readonly channels: number;
  readonly rows: number;
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

/** What all calls for one convolution have in common, in linear memory. */
export class Plan {
  readonly taps: number;
  readonly pixels: number;
  /** Where the kernels find it. */
  readonly pointer: number;
  /** Bytes in which a thread places the planes of an image; 0 if windows find all they reach in the planes as they are. */
  readonly scratch: number;
  readonly #blocks: Block[] = [];

  constructor(windows: Windows, { inSize, start, step }: Placement) {
    const { groups, channels, rows, kernel, dilation, outSize, stride } = windows;
    const needed = reach(windows);
    const asIs =
      start.every((at) => at === 0) &&
      step.every((by) => by === 1) &&
      needed.every((extent, i) => extent <= (inSize[i] as number));
    const size = asIs ? inSize : needed;
    this.taps = channels * sizeOf(kernel);
    this.pixels = sizeOf(outSize);
    const [row, plane] = [4 * size[1], 4 * sizeOf(size)];
    const tapTable = this.#take(this.taps);
    kernels.offsets(channels, ...kernel, plane, dilation[0] * row, dilation[1] * 4, tapTable);
    const pixelTable = this.#take(this.pixels);
    kernels.offsets(1, ...outSize, 0, stride[0] * row, stride[1] * 4, pixelTable);
    this.scratch = asIs ? 0 : groups * channels * plane;
    const fields = [
      ...[groups, channels, rows, this.taps, this.pixels],
      ...[...inSize, ...start, ...step, ...size, Number(asIs)],
      ...[tapTable, pixelTable],
    ];
    this.pointer = this.#take(fields.length);
    heap.write("int32", this.pointer, Int32Array.from(fields));
  }

  #take(length: number): number {
    const block = allocate("int32", length);
    this.#blocks.push(block);
    return block.pointer;
  }

  /** Gives its memory back. */
  end(): void {
    for (const block of this.#blocks) release(block);
  }
}

/** How the input of a convolution is placed: behind its padding. */
export function inputPlacement({ inSize, padding: [top, left] }: Conv2dDims): Placement {
  return { inSize, start: [top, left], step: [1, 1] };
}

/** Convolution and pooling: products of the weight, or the cotangent, with patches of the image. */
import { sizeOf } from "../../shape.ts";
import type { Conv2dDims, View } from "../backend.ts";
import { cpu } from "../cpu/index.ts";
import { kernels } from "./kernels.ts";
import { callsFor, cut, type Range, share, threads } from "./parallel.ts";
import { inputPlacement, type Placement, Plan, type Windows } from "./patches.ts";
import { allocate, type Block, endStep, heap, release, settle } from "./pool.ts";
import { fromCpu, onCpu, pointer, produce, WasmStorage } from "./storage.ts";

/** Whether the kernels are for it: not for other types, nor for results without elements. */
function isFor(x: View, dims: Conv2dDims): boolean {
  const { batch, inChannels, outChannels, inSize, outSize } = dims;
  return x.dtype === "float32" && [batch, inChannels, outChannels, ...inSize, ...outSize].every(Boolean);
}

/** Nanoseconds of one thread for a multiply-add, packing included. */
const NANOSECONDS = 1 / 25;
/** For an element that a window looks at. */
const NANOSECONDS_OF_A_TAP = 0.5;
/** Pixels are shared out by blocks, as many as are packed at a time; rows and taps by whole tiles. */
const PIXELS = 128;
const ROWS = 12;
const TAPS = 8;

/** The weights of all groups, each packed: `[groups · rows, taps]`, and how far apart the groups lie. */
function packWeights(groups: number, rows: number, taps: number, weight: number): [Block, number] {
  const size = kernels.packedWeightSize(rows, taps);
  const packed = allocate("float32", groups * size);
  for (let g = 0; g < groups; g++)
    kernels.packWeight(rows, taps, weight + 4 * g * rows * taps, packed.pointer + 4 * g * size);
  return [packed, 4 * size];
}

/** `y = W·P` for all images; `weight` is not packed yet. */
function multiply(
  batch: number,
  windows: Windows,
  placement: Placement,
  x: number,
  weight: number,
  y: number,
): void {
  const { groups, rows, channels } = windows;
  const plan = new Plan(windows, placement);
  const { taps, pixels } = plan;
  const [packed, weightBytes] = packWeights(groups, rows, taps, weight);
  const imageBytes = 4 * groups * channels * sizeOf(placement.inSize);
  const resultBytes = 4 * groups * rows * pixels;
  const call = (images: Range, part: Range): number[] => [
    ...[images.count, part.from, part.count, plan.pointer, x + images.from * imageBytes],
    ...[packed.pointer, weightBytes, y + images.from * resultBytes],
  ];
  const parts = callsFor(batch * groups * rows * taps * pixels * NANOSECONDS);
  const perImage = cut(pixels, PIXELS, Math.ceil(parts / batch));
  const calls = cut(batch, 1, parts).flatMap((images) => perImage.map((part) => call(images, part)));
  share("multiplyImages", calls, plan.scratch);
  release(packed);
  plan.end();
}

/** `y[n, k, i, j] = Σ x[n, c, i·s - pad + p·d, j·s - pad + q·d] · w[k, c, p, q]`. */
export function conv2d(x: View, weight: View, dims: Conv2dDims): WasmStorage {
  if (!isFor(x, dims)) return fromCpu(cpu.conv2d(onCpu(x), onCpu(weight), dims));
  const { batch, groups, inChannels, outChannels, outSize } = dims;
  const windows = { ...dims, channels: inChannels / groups, rows: outChannels / groups };
  return produce("float32", batch * outChannels * sizeOf(outSize), (y) =>
    multiply(batch, windows, inputPlacement(dims), pointer(x), pointer(weight), y),
  );
}

/**
 * The transpose in x: a convolution of g with the weight turned over. g's elements lie a stride apart, zeros between them, and
 * the first one so far in that the last tap of the first window meets it.
 */
export function conv2dInputGrad(g: View, weight: View, dims: Conv2dDims): WasmStorage {
  if (!isFor(g, dims)) return fromCpu(cpu.conv2dInputGrad(onCpu(g), onCpu(weight), dims));
  const { batch, groups, inChannels, outChannels, inSize, outSize, kernel, stride, padding, dilation } = dims;
  const [channels, rows] = [outChannels / groups, inChannels / groups];
  const start = (i: 0 | 1): number => dilation[i] * (kernel[i] - 1) - padding[i];
  const placement = { inSize: outSize, start: [start(0), start(1)] as const, step: stride };
  const windows = { groups, channels, rows, kernel, dilation, outSize: inSize, stride: [1, 1] as const };
  return produce("float32", batch * inChannels * sizeOf(inSize), (y) => {
    const size = sizeOf(kernel);
    const flipped = allocate("float32", groups * rows * channels * size);
    const w = pointer(weight);
    for (let group = 0; group < groups; group++) {
      const at = 4 * group * rows * channels * size;
      kernels.flipWeight(channels, rows, size, w + at, flipped.pointer + at);
    }
    multiply(batch, windows, placement, pointer(g), flipped.pointer, y);
    release(flipped);
  });
}

/** The transpose in the weight: `Σ g·x`, over all pixels of all images. Threads share its elements, not the images. */
export function conv2dWeightGrad(g: View, x: View, dims: Conv2dDims): WasmStorage {
  if (!isFor(g, dims)) return fromCpu(cpu.conv2dWeightGrad(onCpu(g), onCpu(x), dims));
  const { batch, groups, inChannels, outChannels } = dims;
  const [channels, rows] = [inChannels / groups, outChannels / groups];
  return produce("float32", (outChannels * inChannels * sizeOf(dims.kernel)) / groups, (gw) => {
    const plan = new Plan({ ...dims, channels, rows }, inputPlacement(dims));
    const { taps, pixels } = plan;
    const [from, upstream] = [pointer(x), pointer(g)];
    const call = (some: Range, row: Range, tap: Range): number[] => {
      const first = some.from * rows + row.from;
      return [
        ...[batch, some.from, some.count, row.count, tap.from, tap.count, plan.pointer],
        ...[upstream + 4 * first * pixels, from, gw + 4 * (first * taps + tap.from)],
      ];
    };
    const parts = callsFor(batch * outChannels * taps * pixels * NANOSECONDS);
    share("multiplyImagesBack", gradientParts(groups, rows, taps, parts, call), plan.scratch);
    plan.end();
  });
}

/** Cuts groups, if there are enough of them; else the taps or rows of each, of which there are more. */
function gradientParts<T>(
  groups: number,
  rows: number,
  taps: number,
  parts: number,
  call: (some: Range, rows: Range, taps: Range) => T,
): T[] {
  const [allRows, allTaps] = [
    { from: 0, count: rows },
    { from: 0, count: taps },
  ];
  if (groups >= parts) return cut(groups, 1, parts).map((some) => call(some, allRows, allTaps));
  // Each part packs all of the operand that is not cut once more, so there are few of them.
  const each = Math.ceil(Math.min(parts, threads()) / groups);
  const single = Array.from({ length: groups }, (_, from) => ({ from, count: 1 }));
  if (rows > taps)
    return single.flatMap((some) => cut(rows, ROWS, each).map((part) => call(some, part, allTaps)));
  return single.flatMap((some) => cut(taps, TAPS, each).map((part) => call(some, allRows, part)));
}

/** The largest element of each window, and where it is. */
export function maxPool2d(x: View, dims: Conv2dDims): { values: WasmStorage; indices: WasmStorage } {
  if (!isFor(x, dims)) {
    const { values, indices } = cpu.maxPool2d(onCpu(x), dims);
    return { values: fromCpu(values), indices: fromCpu(indices) };
  }
  const { batch, inChannels, inSize, outSize, kernel, stride, padding, dilation } = dims;
  const planes = batch * inChannels;
  const length = planes * outSize[0] * outSize[1];
  const [values, indices] = [allocate("float32", length), allocate("int32", length)];
  const window = allocate("int32", 12);
  const extents = [...inSize, ...outSize, ...kernel, ...stride, ...padding, ...dilation];
  heap.write("int32", window.pointer, Int32Array.from(extents));
  const from = pointer(x);
  const [read, written] = [4 * inSize[0] * inSize[1], 4 * outSize[0] * outSize[1]];
  const part = (range: Range): number[] => {
    const to = range.from * written;
    return [range.count, window.pointer, from + range.from * read, values.pointer + to, indices.pointer + to];
  };
  const parts = callsFor(length * kernel[0] * kernel[1] * NANOSECONDS_OF_A_TAP);
  share("maxPool", cut(planes, 1, parts).map(part));
  settle(values);
  settle(indices);
  endStep();
  return { values: new WasmStorage(values), indices: new WasmStorage(indices) };
}

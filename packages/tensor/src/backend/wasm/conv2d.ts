/** Convolution and pooling: products of the weight, or the cotangent, with patches of the image. */
import type { Conv2dDims, View } from "../backend.ts";
import { cpu } from "../cpu/index.ts";
import { kernels } from "./kernels.ts";
import { inputPlacement, Patches } from "./patches.ts";
import { allocate, type Block, endStep, heap, release, settle, WORKSPACE } from "./pool.ts";
import { fromCpu, onCpu, pointer, produce, WasmStorage } from "./storage.ts";

/** Whether the kernels are for it: not for other types, nor for results without elements. */
function isFor(x: View, dims: Conv2dDims): boolean {
  const { batch, inChannels, outChannels, inSize, outSize } = dims;
  return x.dtype === "float32" && [batch, inChannels, outChannels, ...inSize, ...outSize].every(Boolean);
}

/** Calls `visit` for each image and group. */
function eachGroup({ batch, groups }: Conv2dDims, visit: (image: number, group: number) => void): void {
  for (let image = 0; image < batch; image++)
    for (let group = 0; group < groups; group++) visit(image, group);
}

/** Planes of all images in bytes: of the input, and of the result. */
function planeBytes({ inSize, outSize }: Conv2dDims): { input: number; output: number } {
  return { input: 4 * inSize[0] * inSize[1], output: 4 * outSize[0] * outSize[1] };
}

/** The weights of all groups, each packed: `[groups · rows, taps]`, and how far apart the groups lie. */
function packWeights(groups: number, rows: number, taps: number, weight: number): [Block, number] {
  const size = kernels.packedWeightSize(rows, taps);
  const packed = allocate("float32", groups * size);
  for (let g = 0; g < groups; g++)
    kernels.packWeight(rows, taps, weight + 4 * g * rows * taps, packed.pointer + 4 * g * size);
  return [packed, 4 * size];
}

/** `y[n, k, i, j] = Σ x[n, c, i·s - pad + p·d, j·s - pad + q·d] · w[k, c, p, q]`. */
export function conv2d(x: View, weight: View, dims: Conv2dDims): WasmStorage {
  if (!isFor(x, dims)) return fromCpu(cpu.conv2d(onCpu(x), onCpu(weight), dims));
  const { batch, groups, inChannels, outChannels } = dims;
  const [channels, rows] = [inChannels / groups, outChannels / groups];
  const plane = planeBytes(dims);
  return produce("float32", (batch * outChannels * plane.output) / 4, (y) => {
    const patches = new Patches({ ...dims, channels }, inputPlacement(dims), inChannels);
    const { taps, pixels, tapTable, pixelTable } = patches;
    const [packed, size] = packWeights(groups, rows, taps, pointer(weight));
    const from = pointer(x);
    let placed = 0;
    eachGroup(dims, (n, g) => {
      if (g === 0) placed = patches.place(from + n * inChannels * plane.input);
      const image = placed + g * channels * patches.planeBytes;
      const to = y + (n * outChannels + g * rows) * plane.output;
      const w = packed.pointer + g * size;
      kernels.multiplyPatches(rows, taps, pixels, w, image, tapTable, pixelTable, to, WORKSPACE);
    });
    release(packed);
    patches.end();
  });
}

/**
 * The transpose in x: a convolution of g with the weight turned over. g's elements lie a stride apart, zeros between them, and
 * the first one so far in that the last tap of the first window meets it.
 */
export function conv2dInputGrad(g: View, weight: View, dims: Conv2dDims): WasmStorage {
  if (!isFor(g, dims)) return fromCpu(cpu.conv2dInputGrad(onCpu(g), onCpu(weight), dims));
  const { batch, groups, inChannels, outChannels, inSize, outSize, kernel, stride, padding, dilation } = dims;
  const [channels, rows] = [outChannels / groups, inChannels / groups];
  const plane = planeBytes(dims);
  const start = (i: 0 | 1): number => dilation[i] * (kernel[i] - 1) - padding[i];
  const placement = { inSize: outSize, start: [start(0), start(1)] as const, step: stride };
  const windows = { channels, kernel, dilation, outSize: inSize, stride: [1, 1] as const };
  return produce("float32", (batch * inChannels * plane.input) / 4, (y) => {
    const patches = new Patches(windows, placement, outChannels);
    const { taps, pixels, tapTable, pixelTable } = patches;
    const flipped = allocate("float32", groups * rows * taps);
    const size = kernel[0] * kernel[1];
    const w = pointer(weight);
    for (let group = 0; group < groups; group++) {
      const at = 4 * group * rows * taps;
      kernels.flipWeight(channels, rows, size, w + at, flipped.pointer + at);
    }
    const [packed, packedSize] = packWeights(groups, rows, taps, flipped.pointer);
    const from = pointer(g);
    let placed = 0;
    eachGroup(dims, (n, group) => {
      if (group === 0) placed = patches.place(from + n * outChannels * plane.output);
      const image = placed + group * channels * patches.planeBytes;
      const to = y + (n * inChannels + group * rows) * plane.input;
      const own = packed.pointer + group * packedSize;
      kernels.multiplyPatches(rows, taps, pixels, own, image, tapTable, pixelTable, to, WORKSPACE);
    });
    release(flipped);
    release(packed);
    patches.end();
  });
}

/** The transpose in the weight: `Σ g·x`, over all pixels of all images. */
export function conv2dWeightGrad(g: View, x: View, dims: Conv2dDims): WasmStorage {
  if (!isFor(g, dims)) return fromCpu(cpu.conv2dWeightGrad(onCpu(g), onCpu(x), dims));
  const { groups, inChannels, outChannels } = dims;
  const [channels, rows] = [inChannels / groups, outChannels / groups];
  const plane = planeBytes(dims);
  const taps = channels * dims.kernel[0] * dims.kernel[1];
  return produce("float32", outChannels * taps, (gw) => {
    const patches = new Patches({ ...dims, channels }, inputPlacement(dims), inChannels);
    const { pixels, tapTable, pixelTable } = patches;
    const [from, upstream] = [pointer(x), pointer(g)];
    let placed = 0;
    eachGroup(dims, (n, group) => {
      if (group === 0) placed = patches.place(from + n * inChannels * plane.input);
      const image = placed + group * channels * patches.planeBytes;
      const own = upstream + (n * outChannels + group * rows) * plane.output;
      const to = gw + 4 * group * rows * taps;
      kernels.multiplyPatchesBack(rows, taps, pixels, own, image, tapTable, pixelTable, to, n > 0, WORKSPACE);
    });
    patches.end();
  });
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
  kernels.maxPool(planes, window.pointer, pointer(x), values.pointer, indices.pointer);
  settle(values);
  settle(indices);
  endStep();
  return { values: new WasmStorage(values), indices: new WasmStorage(indices) };
}

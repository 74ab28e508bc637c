/** Convolutions in three directions: `tsx --conditions=@gradus/source packages/tensor/bench/conv2d.ts`. */
import type { Conv2dDims } from "@gradus/tensor/backend/backend";
import { backend, random, report } from "./measure.ts";

function directions(name: string, dims: Conv2dDims): void {
  const { batch, inChannels, outChannels, groups, inSize, outSize, kernel } = dims;
  const x = random([batch, inChannels, ...inSize]);
  const w = random([outChannels, inChannels / groups, ...kernel]);
  const g = random([batch, outChannels, ...outSize]);
  const taps = (inChannels / groups) * kernel[0] * kernel[1];
  const flops = 2 * batch * outChannels * outSize[0] * outSize[1] * taps;
  report(`${name}: forward`, () => backend.conv2d(x, w, dims), flops, "GFLOPS");
  report(`${name}: input gradient`, () => backend.conv2dInputGrad(g, w, dims), flops, "GFLOPS");
  report(`${name}: weight gradient`, () => backend.conv2dWeightGrad(g, x, dims), flops, "GFLOPS");
}

const square = (n: number): [number, number] => [n, n];
const plain = { groups: 1, stride: square(1), padding: square(1), dilation: square(1), kernel: square(3) };
directions("8x16x28x28 -> 32, 3x3", {
  ...plain,
  batch: 8,
  inChannels: 16,
  outChannels: 32,
  inSize: square(28),
  outSize: square(28),
});
directions("64x1x28x28 -> 16, 5x5", {
  ...plain,
  batch: 64,
  inChannels: 1,
  outChannels: 16,
  inSize: square(28),
  outSize: square(28),
  kernel: square(5),
  padding: square(2),
});
directions("64x16x14x14 -> 32, 5x5", {
  ...plain,
  batch: 64,
  inChannels: 16,
  outChannels: 32,
  inSize: square(14),
  outSize: square(14),
  kernel: square(5),
  padding: square(2),
});
directions("8x32x28x28 -> 64, 3x3, stride 2", {
  ...plain,
  batch: 8,
  inChannels: 32,
  outChannels: 64,
  inSize: square(28),
  outSize: square(14),
  stride: square(2),
});
const planes = random([64, 16, 28, 28]);
report(
  "max pool 2x2 of 64x16x28x28",
  () => {
    const { values, indices } = backend.maxPool2d(planes, {
      ...plain,
      batch: 64,
      inChannels: 16,
      outChannels: 16,
      inSize: square(28),
      outSize: square(14),
      kernel: square(2),
      stride: square(2),
      padding: square(0),
    });
    backend.release?.(indices);
    return values;
  },
  4 * 64 * 16 * 28 * 28,
  "GB/s",
);

/** What convolution and its transposes cost. */
import { expect, test } from "vitest";
import { conv2dInputGradOp, conv2dOp, conv2dWeightGradOp } from "./convolution.ts";
import { maxPool2dIndicesOp } from "./pool.ts";
import { dimsOf } from "./window.ts";

const window = { kernel: [3, 2], stride: [1, 1], padding: [1, 0], dilation: [1, 1] };
const dims = dimsOf({ batch: 8, inChannels: 16, outChannels: 32, groups: 2 }, [28, 20], [28, 19], window);
const [x, weight, y] = [
  [8, 16, 28, 20],
  [32, 8, 3, 2],
  [8, 32, 28, 19],
].map((shape) => ({ shape, dtype: "float32" as const })) as [Meta, Meta, Meta];
type Meta = { shape: number[]; dtype: "float32" };

const flops = 2 * 8 * 32 * 28 * 19 * (8 * 3 * 2);
const bytes = 4 * (8 * 16 * 28 * 20 + 32 * 8 * 3 * 2 + 8 * 32 * 28 * 19);

test("a multiplication and an addition for each output element and weight that reaches it, in every direction", () => {
  expect(conv2dOp.cost([x, weight], dims, y)).toEqual({ flops, bytes });
  expect(conv2dInputGradOp.cost([y, weight], dims, x)).toEqual({ flops, bytes });
  expect(conv2dWeightGradOp.cost([y, x], dims, weight)).toEqual({ flops, bytes });
});

test("max pooling compares each element of each window", () => {
  const planes = dimsOf({ batch: 6, inChannels: 1, outChannels: 1, groups: 1 }, [4, 4], [2, 2], {
    ...window,
    kernel: [2, 2],
  });
  const input = { shape: [6, 16], dtype: "float64" as const };
  const output = { shape: [6, 4], dtype: "int32" as const };
  expect(maxPool2dIndicesOp.cost([input], planes, output)).toEqual({ flops: 96, bytes: 8 * 96 + 4 * 24 });
});

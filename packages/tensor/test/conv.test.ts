/** Convolution is its definition, its transpose is its transpose, and both say what does not fit. */
import {
  conv1d,
  conv2d,
  convTranspose1d,
  convTranspose2d,
  mul,
  sum,
  type Tensor,
  tensor,
  transpose,
} from "@gradus/tensor";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { laidOut, layouts } from "./layouts.ts";
import { type Input, input } from "./op-case.ts";

const sizeOf = (shape: readonly number[]) => shape.reduce((size, extent) => size * extent, 1);
const zeros = (...shape: number[]): Tensor => tensor(new Float64Array(sizeOf(shape)), { shape });
const counting = (...shape: number[]): Tensor =>
  tensor(
    Float64Array.from({ length: sizeOf(shape) }, (_, i) => ((i * 5) % 11) - 4),
    { shape },
  );

interface Options {
  readonly stride: [number, number];
  readonly padding: [number, number];
  readonly dilation: [number, number];
  readonly groups: number;
}

/** Every sum written out, padding by asking whether a place exists. */
function definition(
  x: Input,
  w: Input,
  { stride, padding, dilation, groups }: Options,
): { shape: number[]; data: number[] } {
  const [N, C, H, W] = x.shape as [number, number, number, number];
  const [K, perGroup, kh, kw] = w.shape as [number, number, number, number];
  const out = (size: number, k: number, axis: 0 | 1) =>
    Math.floor((size + 2 * padding[axis] - dilation[axis] * (k - 1) - 1) / stride[axis]) + 1;
  const shape = [N, K, out(H, kh, 0), out(W, kw, 1)] as const;
  const at = (n: number, c: number, i: number, j: number) =>
    i < 0 || i >= H || j < 0 || j >= W ? 0 : (x.data[((n * C + c) * H + i) * W + j] as number);
  const data: number[] = [];
  for (let n = 0; n < N; n++)
    for (let k = 0; k < K; k++)
      for (let i = 0; i < shape[2]; i++)
        for (let j = 0; j < shape[3]; j++) {
          let total = 0;
          const first = Math.floor((k * groups) / K) * perGroup;
          for (let c = 0; c < perGroup; c++)
            for (let p = 0; p < kh; p++)
              for (let q = 0; q < kw; q++) {
                const row = i * stride[0] - padding[0] + p * dilation[0];
                const column = j * stride[1] - padding[1] + q * dilation[1];
                total +=
                  at(n, first + c, row, column) * (w.data[((k * perGroup + c) * kh + p) * kw + q] as number);
              }
          data.push(total);
        }
  return { shape: [...shape], data };
}

const upTo = (max: number) => fc.integer({ min: 1, max });
const pairOf = (each: fc.Arbitrary<number>) => fc.tuple(each, each);
const convolutions = fc
  .record({
    batch: fc.nat(2),
    perGroup: upTo(3),
    outPerGroup: upTo(3),
    groups: upTo(3),
    kernel: pairOf(upTo(3)),
    beyond: pairOf(fc.nat(4)),
    stride: pairOf(upTo(3)),
    padding: pairOf(fc.nat(2)),
    dilation: pairOf(upTo(2)),
  })
  .chain(({ batch, perGroup, outPerGroup, groups, kernel, beyond, stride, padding, dilation }) => {
    const size = [0, 1].map((i) => {
      const span = (dilation[i] as number) * ((kernel[i] as number) - 1) + 1;
      return Math.max(1, span - 2 * (padding[i] as number)) + (beyond[i] as number);
    });
    return fc.record({
      x: input([batch, perGroup * groups, ...size]),
      w: input([outPerGroup * groups, perGroup, ...kernel]),
      options: fc.constant<Options>({ stride, padding, dilation, groups }),
    });
  });

describe("conv2d", () => {
  test("equals the definition in every layout", () => {
    fc.assert(
      fc.property(convolutions, fc.constantFrom(...layouts), ({ x, w, options }, layout) => {
        const y = conv2d(laidOut(x, layout), laidOut(w, layout), options);
        const expected = definition(x, w, options);
        expect(y.shape).toEqual(expected.shape);
        for (const [i, found] of y.dataSync().entries())
          expect(found).toBeCloseTo(expected.data[i] as number, 10);
      }),
    );
  });

  test("takes one number for both axes", () => {
    const [x, w] = [counting(1, 2, 6, 7), counting(3, 2, 2, 2)];
    const pairs = conv2d(x, w, { stride: [2, 2], padding: [1, 1], dilation: [2, 2] });
    expect(conv2d(x, w, { stride: 2, padding: 1, dilation: 2 }).toArray()).toEqual(pairs.toArray());
  });

  test("without a batch is a batch of one", () => {
    const [x, w, bias] = [counting(1, 2, 4, 5), counting(3, 2, 2, 2), counting(3)];
    const image = tensor(x.dataSync(), { shape: [2, 4, 5] });
    const y = conv2d(image, w, { bias });
    expect(y.shape).toEqual([3, 3, 4]);
    expect(y.dataSync()).toEqual(conv2d(x, w, { bias }).dataSync());
  });

  test("adds the bias to its channel", () => {
    const y = conv2d(zeros(2, 1, 2, 1), zeros(2, 1, 1, 1), { bias: tensor([3, 5]) });
    expect(y.toArray()).toEqual([
      [
        [[3], [3]],
        [[5], [5]],
      ],
      [
        [[3], [3]],
        [[5], [5]],
      ],
    ]);
  });

  test("of no images is no images", () => {
    expect(conv2d(zeros(0, 2, 4, 4), zeros(3, 2, 3, 3)).shape).toEqual([0, 3, 2, 2]);
  });
});

describe('padding "same"', () => {
  test.each([1, 2, 3, 4, 5])("keeps the size with a kernel of %i", (k) => {
    expect(conv2d(zeros(1, 1, 5, 6), zeros(1, 1, k, 1), { padding: "same" }).shape).toEqual([1, 1, 5, 6]);
    expect(conv1d(zeros(1, 1, 5), zeros(1, 1, k), { padding: "same", dilation: 2 }).shape).toEqual([1, 1, 5]);
  });

  test("puts the odd zero at the end", () => {
    const y = conv1d(tensor([[[1, 2, 3]]]), tensor([[[1, 10]]]), { padding: "same" });
    expect(y.toArray()).toEqual([[[21, 32, 3]]]);
  });

  test('"valid" is none', () => {
    expect(conv1d(tensor([[1, 2, 3]]), tensor([[[1, 1]]]), { padding: "valid" }).toArray()).toEqual([[3, 5]]);
  });
});

test("conv1d is conv2d on images of one row", () => {
  const [x, w] = [counting(2, 4, 9), counting(6, 2, 3)];
  const options = { stride: 2, padding: 1, dilation: 2, groups: 2, bias: counting(6) };
  const y = conv2d(
    tensor(x.dataSync(), { shape: [2, 4, 1, 9] }),
    tensor(w.dataSync(), { shape: [6, 2, 1, 3] }),
    {
      ...options,
      stride: [1, 2],
      padding: [0, 1],
      dilation: [1, 2],
    },
  );
  expect(conv1d(x, w, options).dataSync()).toEqual(y.dataSync());
  expect(conv1d(x, w, options).shape).toEqual([2, 6, 4]);
});

describe("a transposed convolution", () => {
  test("is the transpose: (conv x)·g = x·(convTranspose g)", () => {
    fc.assert(
      fc.property(convolutions, fc.constantFrom(...layouts), ({ x, w, options }, layout) => {
        const [image, weight] = [laidOut(x, layout), laidOut(w, layout)];
        const y = conv2d(image, weight, options);
        const g = counting(...y.shape);
        // The sizes that convolve to the same size differ by this.
        const outputPadding = [0, 1].map((i) => {
          const [size, k] = [x.shape[i + 2] as number, w.shape[i + 2] as number];
          const [s, p, d] = [options.stride[i], options.padding[i], options.dilation[i]] as [
            number,
            number,
            number,
          ];
          return (size + 2 * p - d * (k - 1) - 1) % s;
        }) as [number, number];
        const back = convTranspose2d(g, weight, { ...options, outputPadding });
        expect(back.shape).toEqual(x.shape);
        expect(sum(mul(back, image)).item()).toBeCloseTo(sum(mul(y, g)).item(), 8);
      }),
    );
  });

  test("spreads each element over a window", () => {
    const y = convTranspose1d(tensor([[[1, 10]]]), tensor([[[1, 2, 3]]]), { stride: 2, bias: tensor([100]) });
    expect(y.toArray()).toEqual([[[101, 102, 113, 120, 130]]]);
  });

  test("has weights [in, out / groups, ...]", () => {
    const y = convTranspose2d(zeros(2, 4, 3, 3), zeros(4, 3, 2, 2), {
      groups: 2,
      stride: 2,
      padding: 1,
      outputPadding: 1,
    });
    expect(y.shape).toEqual([2, 6, 5, 5]);
    expect(convTranspose1d(zeros(4, 3), zeros(4, 3, 2)).shape).toEqual([3, 4]);
  });
});

test("the wider type wins; whole numbers become float32", () => {
  const [x, w] = [tensor([[[1, 2]]], { dtype: "int32" }), tensor([[[1, 1]]])];
  expect(conv1d(x, x).dtype).toBe("float32");
  expect(conv1d(x, w).dtype).toBe("float32");
  expect(conv1d(w, tensor([[[1, 1]]], { dtype: "float64" })).dtype).toBe("float64");
});

test("a transposed image is convolved as its copy", () => {
  const [x, w] = [transpose(counting(1, 2, 4, 5)), counting(2, 2, 2, 3)];
  const copy = tensor(x.dataSync(), { shape: x.shape });
  expect(conv2d(x, w).toArray()).toEqual(conv2d(copy, w).toArray());
});

describe("errors name both values and the next step", () => {
  test.each<[string, () => Tensor, string]>([
    [
      "kernel",
      () => conv2d(zeros(1, 1, 4, 4), zeros(1, 1, 7, 1), { padding: 1 }),
      "conv2d: kernel [7, 1] is larger than the padded input along spatial axis 0: 7, but the input of size [4, 4] with padding [1, 1] has 6; pad more or take a smaller kernel (output size = ⌊(in + 2·padding - dilation·(kernel - 1) - 1) / stride⌋ + 1)",
    ],
    [
      "dilated kernel",
      () => conv1d(zeros(1, 1, 4), zeros(1, 1, 3), { dilation: 3 }),
      "3, with dilation 3 spanning 7, but the input of size [4] with padding [0] has 4",
    ],
    [
      "channels",
      () => conv2d(zeros(1, 3, 4, 4), zeros(8, 4, 3, 3)),
      "conv2d: input [1, 3, 4, 4] has 3 channels, weight [8, 4, 3, 3] with groups = 1 takes 4",
    ],
    [
      "channels, transposed",
      () => convTranspose2d(zeros(1, 3, 4, 4), zeros(4, 8, 3, 3)),
      "convTranspose2d: input [1, 3, 4, 4] has 3 channels, weight [4, 8, 3, 3] with groups = 1 takes 4",
    ],
    [
      "groups of the input",
      () => conv2d(zeros(1, 3, 4, 4), zeros(4, 1, 3, 3), { groups: 2 }),
      "conv2d: 2 groups for an input [1, 3, 4, 4] with 3 channels; groups must divide them",
    ],
    [
      "groups of the result",
      () => conv2d(zeros(1, 4, 4, 4), zeros(3, 2, 3, 3), { groups: 2 }),
      "conv2d: weight [3, 2, 3, 3] gives 3 channels, which 2 groups do not divide",
    ],
    [
      "rank",
      () => conv2d(zeros(4, 4), zeros(1, 1, 3, 3)),
      "conv2d: the input has shape [4, 4], 2 axes; it must be [N, C, H, W]",
    ],
    [
      "rank of the weight",
      () => conv1d(zeros(1, 1, 4), zeros(1, 1)),
      "conv1d: the weight has shape [1, 1], 2 axes",
    ],
    [
      "bias",
      () => conv2d(zeros(1, 1, 4, 4), zeros(2, 1, 3, 3), { bias: zeros(3) }),
      "conv2d: bias [3] for a result with 2 channels; it must be [2]",
    ],
    ["stride", () => conv2d(zeros(1, 1, 4, 4), zeros(2, 1, 3, 3), { stride: 0 }), "conv2d: stride is 0"],
    [
      "padding",
      () => conv2d(zeros(1, 1, 4, 4), zeros(2, 1, 3, 3), { padding: [1, -1] }),
      "conv2d: padding is [1, -1]; it must be a whole number, at least 0",
    ],
    [
      "same with a stride",
      () => conv2d(zeros(1, 1, 4, 4), zeros(2, 1, 3, 3), { padding: "same", stride: 2 }),
      'conv2d: padding "same" keeps the size, stride [2, 2] does not',
    ],
    [
      "output padding",
      () => convTranspose2d(zeros(1, 1, 4, 4), zeros(1, 1, 3, 3), { stride: 2, outputPadding: 2 }),
      "convTranspose2d: outputPadding [2, 2] must be smaller than stride [2, 2] or dilation [1, 1]",
    ],
    [
      "nothing left",
      () => convTranspose2d(zeros(1, 1, 1, 1), zeros(1, 1, 2, 2), { padding: 1 }),
      "convTranspose2d: input size [1, 1] with padding [1, 1] leaves a result of size 0",
    ],
    ["no tensor", () => conv2d(zeros(1, 1, 4, 4), 3 as never), "conv2d: expected a tensor, got number 3"],
  ])("%s", (_what, call, message) => {
    expect(call).toThrow(message);
  });
});

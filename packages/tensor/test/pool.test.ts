/** Pooling takes the largest element or the average of each window; edges, ties and sizes are as declared. */
import {
  adaptiveAvgPool2d,
  avgPool1d,
  avgPool2d,
  maxPool1d,
  maxPool2d,
  maxPool2dWithIndices,
  type Tensor,
  tensor,
  upsampleNearest,
  vjp,
} from "@gradus/tensor";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { laidOut, layouts } from "./layouts.ts";
import { input } from "./op-case.ts";

const sizeOf = (shape: readonly number[]) => shape.reduce((size, extent) => size * extent, 1);
const zeros = (...shape: number[]): Tensor => tensor(new Float64Array(sizeOf(shape)), { shape });
const counting = (...shape: number[]): Tensor =>
  tensor(
    Float64Array.from({ length: sizeOf(shape) }, (_, i) => i),
    { shape },
  );

const upTo = (max: number) => fc.integer({ min: 1, max });
const pairOf = (each: fc.Arbitrary<number>): fc.Arbitrary<[number, number]> => fc.tuple(each, each);
const poolings = fc
  .record({
    kernel: pairOf(upTo(3)),
    beyond: pairOf(fc.nat(3)),
    stride: pairOf(upTo(3)),
    padded: pairOf(fc.nat(1)),
    ceilMode: fc.boolean(),
  })
  .chain(({ kernel, beyond, stride, padded, ceilMode }) => {
    const half = (i: 0 | 1) => padded[i] * Math.floor(kernel[i] / 2);
    const padding: [number, number] = [half(0), half(1)];
    return fc.record({
      x: input([2, 1, kernel[0] + beyond[0], kernel[1] + beyond[1]]),
      kernel: fc.constant(kernel),
      options: fc.constant({ stride, padding, ceilMode }),
    });
  });

/** The rows (or columns) that each window covers, by walking on until no window fits. */
function windows(size: number, k: number, s: number, p: number, ceil: boolean): number[][] {
  const all: number[][] = [];
  for (
    let start = -p;
    ceil ? start < size && (start === -p || start - s + k < size + p) : start + k <= size + p;
    start += s
  )
    all.push(Array.from({ length: k }, (_, i) => start + i));
  return all;
}

/** For each window of each plane: the elements in it, and how many places of it lie in the padded image. */
function eachWindow(
  data: readonly number[],
  [planes, H, W]: [number, number, number],
  kernel: [number, number],
  { stride, padding, ceilMode }: { stride: [number, number]; padding: [number, number]; ceilMode: boolean },
): { inside: number[]; places: number }[] {
  const [down, across] = (
    [
      [H, 0],
      [W, 1],
    ] as const
  ).map(([size, i]) => windows(size, kernel[i], stride[i], padding[i], ceilMode)) as [number[][], number[][]];
  const found: { inside: number[]; places: number }[] = [];
  for (let plane = 0; plane < planes; plane++)
    for (const rows of down)
      for (const columns of across) {
        const cells = rows
          .filter((row) => row < H + padding[0])
          .flatMap((row) =>
            columns.filter((column) => column < W + padding[1]).map((column) => [row, column] as const),
          );
        const inside = cells
          .filter(([row, column]) => row >= 0 && row < H && column >= 0 && column < W)
          .map(([row, column]) => data[(plane * H + row) * W + column] as number);
        found.push({ inside, places: cells.length });
      }
  return found;
}

test("values equal the definitions in every layout", () => {
  fc.assert(
    fc.property(poolings, fc.constantFrom(...layouts), ({ x, kernel, options }, layout) => {
      const [H, W] = x.shape.slice(2) as [number, number];
      const image = laidOut(x, layout);
      const expected = eachWindow(x.data, [2, H, W], kernel, options);
      const close = (y: Tensor, f: (window: { inside: number[]; places: number }) => number) => {
        const found = Array.from(y.dataSync());
        expect(found.length).toBe(expected.length);
        for (const [i, value] of found.entries())
          expect(value).toBeCloseTo(f(expected[i] as { inside: number[]; places: number }), 10);
      };
      const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
      close(maxPool2d(image, kernel, options), ({ inside }) => Math.max(...inside));
      close(avgPool2d(image, kernel, options), ({ inside, places }) => total(inside) / places);
      close(
        avgPool2d(image, kernel, { ...options, countIncludePad: false }),
        ({ inside }) => total(inside) / inside.length,
      );
      close(avgPool2d(image, kernel, { ...options, divisorOverride: 7 }), ({ inside }) => total(inside) / 7);
    }),
  );
});

test("indices point at the values", () => {
  const x = tensor([
    [
      [
        [1, 5, 2],
        [9, 3, 4],
        [0, 7, 8],
      ],
    ],
    [
      [
        [-1, -2, -3],
        [-4, -5, -6],
        [-7, -8, -9],
      ],
    ],
  ]);
  const { values, indices } = maxPool2dWithIndices(x, 2, { stride: 1 });
  expect(values.toArray()).toEqual([
    [
      [
        [9, 5],
        [9, 8],
      ],
    ],
    [
      [
        [-1, -2],
        [-4, -5],
      ],
    ],
  ]);
  expect(indices.toArray()).toEqual([
    [
      [
        [3, 1],
        [3, 8],
      ],
    ],
    [
      [
        [0, 1],
        [3, 4],
      ],
    ],
  ]);
  expect(indices.dtype).toBe("int32");
});

describe("max pooling", () => {
  test("of a tie gives the first the whole gradient", () => {
    const [y, pull] = vjp(
      (x) => maxPool2d(x, 2),
      tensor([
        [
          [
            [3, 3],
            [3, 3],
          ],
        ],
      ]),
    );
    expect(y.item()).toBe(3);
    expect(pull(tensor([[[[2]]]]))[0]?.toArray()).toEqual([
      [
        [
          [2, 0],
          [0, 0],
        ],
      ],
    ]);
  });

  test("adds the gradients of windows that overlap", () => {
    const [, pull] = vjp((x) => maxPool1d(x, 2, { stride: 1 }), tensor([[[1, 5, 2]]]));
    expect(pull(tensor([[[10, 1]]]))[0]?.toArray()).toEqual([[[0, 11, 0]]]);
  });

  test("lets NaN win, padding never", () => {
    expect(maxPool1d(tensor([[[1, NaN, 3, 4]]]), 2).toArray()).toEqual([[[NaN, 4]]]);
    expect(maxPool1d(tensor([[[-5, -Infinity]]]), 2, { padding: 1 }).toArray()).toEqual([[[-5, -Infinity]]]);
  });

  test("keeps whole numbers whole", () => {
    const y = maxPool1d(tensor([[[1, 3]]], { dtype: "int32" }), 2);
    expect([y.dtype, y.item()]).toEqual(["int32", 3]);
  });
});

describe("average pooling", () => {
  test("gives equal elements back exactly", () => {
    const x = tensor(new Float64Array(49).fill(0.1), { shape: [1, 7, 7] });
    for (const y of avgPool2d(x, 2).dataSync()) expect(y).toBe(0.1);
  });

  test("keeps infinities to their windows", () => {
    const x = tensor([[[1, 3, Infinity, 0]]]);
    expect(avgPool1d(x, 2).toArray()).toEqual([[[2, Infinity]]]);
    expect(adaptiveAvgPool2d(tensor([[[1, 3, Infinity, 0, 7]]]), [1, 3]).toArray()).toEqual([
      [[2, Infinity, 3.5]],
    ]);
  });

  test("of whole numbers gives float32", () => {
    const y = avgPool1d(tensor([[[1, 2]]], { dtype: "int32" }), 2);
    expect([y.dtype, y.item()]).toEqual(["float32", 1.5]);
  });
});

describe("adaptive average pooling", () => {
  test("averages cells that cover the image evenly", () => {
    expect(adaptiveAvgPool2d(counting(1, 4, 4), 2).toArray()).toEqual([
      [
        [2.5, 4.5],
        [10.5, 12.5],
      ],
    ]);
  });

  test("lets cells overlap where they must", () => {
    expect(adaptiveAvgPool2d(counting(1, 1, 5), [1, 3]).toArray()).toEqual([[[0.5, 2, 3.5]]]);
  });

  test("may have more cells than elements", () => {
    expect(adaptiveAvgPool2d(counting(1, 1, 2), [null, 4]).toArray()).toEqual([[[0, 0, 1, 1]]]);
  });
});

describe("upsampling", () => {
  test("repeats elements, by a factor or to a size", () => {
    const x = tensor([
      [
        [
          [1, 2],
          [3, 4],
        ],
      ],
    ]);
    const doubled = [
      [
        [
          [1, 1, 2, 2],
          [1, 1, 2, 2],
          [3, 3, 4, 4],
          [3, 3, 4, 4],
        ],
      ],
    ];
    expect(upsampleNearest(x, { scaleFactor: 2 }).toArray()).toEqual(doubled);
    expect(upsampleNearest(x, { size: 4 }).toArray()).toEqual(doubled);
    expect(upsampleNearest(x, { size: [1, 3] }).toArray()).toEqual([[[[1, 1, 2]]]]);
    expect(upsampleNearest(tensor([[[1, 2, 3]]]), { scaleFactor: 1.5 }).toArray()).toEqual([[[1, 1, 2, 3]]]);
  });

  test("sums the gradients of copies", () => {
    const [, pull] = vjp((x) => upsampleNearest(x, { size: 3 }), tensor([[[5, 6]]]));
    expect(pull(tensor([[[1, 10, 100]]]))[0]?.toArray()).toEqual([[[11, 100]]]);
  });
});

test("without a batch is a batch of one", () => {
  const [x, image] = [counting(1, 2, 5, 4), counting(2, 5, 4)];
  for (const pool of [maxPool2d, avgPool2d]) {
    expect(pool(image, 2).shape).toEqual([2, 2, 2]);
    expect(pool(image, 2).dataSync()).toEqual(pool(x, 2).dataSync());
  }
  expect(adaptiveAvgPool2d(image, 1).shape).toEqual([2, 1, 1]);
  expect(maxPool2d(zeros(0, 2, 4, 4), 2).shape).toEqual([0, 2, 2, 2]);
});

describe("errors name both values and the next step", () => {
  test.each<[string, () => unknown, string]>([
    [
      "window",
      () => maxPool2d(zeros(1, 1, 2, 5), 3),
      "maxPool2d: kernel [3, 3] is larger than the padded input along spatial axis 0: 3, but the input of size [2, 5] with padding [0, 0] has 2",
    ],
    [
      "padding",
      () => avgPool2d(zeros(1, 1, 5, 5), 3, { padding: 2 }),
      "avgPool2d: padding [2, 2] is more than half of kernel [3, 3]",
    ],
    [
      "nothing but padding",
      () => maxPool1d(zeros(1, 1), 3, { padding: 1, dilation: 2, ceilMode: true }),
      "maxPool1d: with padding [1] and dilation [2], a window of an input of size [1] holds nothing but padding",
    ],
    [
      "rank",
      () => maxPool1d(zeros(4), 2),
      "maxPool1d: the input has shape [4], 1 axes; it must be [N, C, L]",
    ],
    [
      "kernel",
      () => avgPool1d(zeros(1, 4), 0),
      "avgPool1d: the kernel's size is 0; it must be a whole number, at least 1",
    ],
    ["divisor", () => avgPool1d(zeros(1, 4), 2, { divisorOverride: 0 }), "avgPool1d: divisorOverride is 0"],
    [
      "cells",
      () => adaptiveAvgPool2d(zeros(1, 4, 4), [0, 2]),
      "adaptiveAvgPool2d: the output size is [0, 2]",
    ],
    [
      "no elements",
      () => adaptiveAvgPool2d(zeros(1, 0, 4), 1),
      "an image of size [0, 4] has no elements to average",
    ],
    [
      "both",
      () => upsampleNearest(zeros(1, 1, 2), { size: 4, scaleFactor: 2 }),
      "upsampleNearest: size is 4, scaleFactor 2; give one of them, and not both",
    ],
    [
      "axes",
      () => upsampleNearest(zeros(1, 1, 2, 2), { size: [4] }),
      "upsampleNearest: [4] would make [4] of the 2 spatial axes [2, 2]",
    ],
    [
      "no spatial axes",
      () => upsampleNearest(zeros(1, 1), { size: 4 }),
      "upsampleNearest: the input has shape [1, 1]",
    ],
  ])("%s", (_what, call, message) => {
    expect(call).toThrow(message);
  });
});

/** Matrix products, convolutions and pooling. */
import type { Conv2dDims, Finish, View } from "@gradus/tensor/backend/backend";
import * as fc from "fast-check";
import { productSum, rounded } from "./bounds.ts";
import { type Call, floats, type MethodCase } from "./method-case.ts";
import { withTies } from "./rows.ts";
import { dense, stretched, strided, tameFloat } from "./views.ts";

const matmulCase: MethodCase = {
  name: "matmul",
  bound: productSum,
  scaled: true,
  calls: fc
    .record({
      batch: fc.integer({ min: 1, max: 3 }),
      m: fc.oneof(fc.constant(1), fc.integer({ min: 0, max: 20 })),
      n: fc.oneof(fc.constant(1), fc.integer({ min: 0, max: 40 })),
      k: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 250, max: 270 })),
      same: fc.tuple(fc.boolean(), fc.boolean()),
    })
    .chain(({ batch, m, n, k, same }) =>
      fc.tuple(strided([batch, m, k], tameFloat), strided([batch, k, n], tameFloat)).map(
        ([a, b]): Call => ({
          blocks: [a, b],
          run: (backend, [x, y]) => [
            backend.matmul(
              stretched(x as View, a.shape, [same[0]]),
              stretched(y as View, b.shape, [same[1]]),
              { batch, m, n, k },
            ),
          ],
        }),
      ),
    ),
  others: floats,
};

/** The two batch axes lie in memory in any order, and each may be stretched. */
const nestedCase: MethodCase = {
  ...matmulCase,
  name: "matmulNested",
  calls: fc
    .record({
      outer: fc.integer({ min: 1, max: 3 }),
      batch: fc.integer({ min: 1, max: 3 }),
      m: fc.integer({ min: 0, max: 12 }),
      n: fc.integer({ min: 0, max: 20 }),
      k: fc.integer({ min: 0, max: 20 }),
      same: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
    })
    .chain(({ outer, batch, m, n, k, same }) =>
      fc.tuple(strided([outer, batch, m, k], tameFloat), strided([outer, batch, k, n], tameFloat)).map(
        ([a, b]): Call => ({
          blocks: [a, b],
          run: (backend, [x, y]) => {
            const left = stretched(x as View, a.shape, same.slice(0, 2));
            const right = stretched(y as View, b.shape, same.slice(2));
            const product = backend.matmulNested?.(left, right, { outer, batch, m, n, k });
            return product === undefined ? [] : [product];
          },
        }),
      ),
    ),
};

/** More than one block of everything: rows, columns and depth. */
const largeMatmulCase: MethodCase = {
  ...matmulCase,
  name: "matmul of several blocks",
  runs: 4,
  others: [],
  calls: fc.tuple(strided([1, 101, 261], tameFloat), strided([1, 261, 1027], tameFloat)).map(
    ([a, b]): Call => ({
      blocks: [a, b],
      run: (backend, [x, y]) => [backend.matmul(x as View, y as View, { batch: 1, m: 101, n: 1027, k: 261 })],
    }),
  ),
};

const linearCase: MethodCase = {
  name: "linear",
  bound: { ulps: 3, of: 4e-6 },
  calls: fc
    .record({
      m: fc.oneof(fc.constant(1), fc.integer({ min: 0, max: 20 })),
      n: fc.oneof(fc.constant(1), fc.integer({ min: 0, max: 40 })),
      k: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 250, max: 270 })),
      finish: fc.constantFrom<Finish>("none", "relu", "tanh", "sigmoid"),
      biased: fc.boolean(),
    })
    .chain(({ m, n, k, finish, biased }) =>
      fc
        .tuple(strided([m, k], tameFloat), strided([n, k], tameFloat), dense([n], tameFloat))
        .map(([x, w, b]): Call => {
          const call =
            (f: Finish): Call["run"] =>
            (backend, [p, q, r]) => [
              backend.linear(p as View, q as View, biased ? (r as View) : null, { m, n, k, finish: f }),
            ];
          // An error of the sum is one of the result at most: no end is steeper than 1.
          return { blocks: [x, w, b], run: call(finish), scale: call("none") };
        }),
    ),
  others: floats,
};

/** More than one block of everything, the last of them cut off. */
const largeLinearCase: MethodCase = {
  ...linearCase,
  name: "linear of several blocks",
  runs: 2,
  others: [],
  calls: fc
    .tuple(strided([101, 261], tameFloat), strided([1027, 261], tameFloat), dense([1027], tameFloat))
    .map(
      ([x, w, b]): Call => ({
        blocks: [x, w, b],
        run: (backend, [p, q, r]) => [
          backend.linear(p as View, q as View, r as View, { m: 101, n: 1027, k: 261, finish: "relu" }),
        ],
        scale: (backend, [p, q, r]) => [
          backend.linear(p as View, q as View, r as View, { m: 101, n: 1027, k: 261, finish: "none" }),
        ],
      }),
    ),
};

const pair = (min: number, max: number): fc.Arbitrary<[number, number]> =>
  fc.tuple(fc.integer({ min, max }), fc.integer({ min, max }));

/** Windows with stride, padding and dilation, in groups. */
const convDims: fc.Arbitrary<Conv2dDims> = fc
  .record({
    batch: fc.integer({ min: 1, max: 2 }),
    groups: fc.constantFrom(1, 1, 2, 3),
    inPerGroup: fc.integer({ min: 1, max: 4 }),
    outPerGroup: fc.integer({ min: 1, max: 8 }),
    outSize: pair(1, 9),
    kernel: pair(1, 3),
    stride: fc.oneof(fc.constant<[number, number]>([1, 1]), pair(1, 3)),
    padding: pair(0, 2),
    dilation: fc.oneof(fc.constant<[number, number]>([1, 1]), pair(1, 2)),
    slack: pair(0, 2),
  })
  .map(({ batch, groups, inPerGroup, outPerGroup, slack, ...window }) => {
    const { outSize, kernel, stride, padding, dilation } = window;
    const extent = (i: 0 | 1): number =>
      Math.max(
        1,
        (outSize[i] - 1) * stride[i] +
          dilation[i] * (kernel[i] - 1) +
          1 -
          2 * padding[i] +
          Math.min(slack[i], stride[i] - 1),
      );
    const inSize: [number, number] = [extent(0), extent(1)];
    const out = (i: 0 | 1): number =>
      Math.floor((inSize[i] + 2 * padding[i] - dilation[i] * (kernel[i] - 1) - 1) / stride[i]) + 1;
    return {
      ...window,
      batch,
      groups,
      inChannels: groups * inPerGroup,
      outChannels: groups * outPerGroup,
      inSize,
      outSize: [out(0), out(1)] as const,
    };
  });

/** More than one block of everything: rows, taps and pixels. */
const largeConvDims: fc.Arbitrary<Conv2dDims> = fc
  .constantFrom(
    { inChannels: 30, outChannels: 100, outSize: [9, 29] as const, stride: [1, 1] as const },
    { inChannels: 116, outChannels: 7, outSize: [5, 6] as const, stride: [1, 1] as const },
    { inChannels: 31, outChannels: 31, outSize: [12, 13] as const, stride: [2, 2] as const },
  )
  .map(({ outSize, stride, ...channels }) => ({
    ...channels,
    outSize,
    stride,
    batch: 1,
    groups: 1,
    inSize: [outSize[0] * stride[0], outSize[1] * stride[1]] as const,
    kernel: [3, 3] as const,
    padding: [1, 1] as const,
    dilation: [1, 1] as const,
  }));

type ConvMethod = "conv2d" | "conv2dInputGrad" | "conv2dWeightGrad";

function convCase(method: ConvMethod, size?: "large"): MethodCase {
  const calls = (size === undefined ? convDims : largeConvDims).chain((dims) => {
    const { batch, inChannels, outChannels, groups, inSize, outSize, kernel } = dims;
    const x = [batch, inChannels, ...inSize];
    const w = [outChannels, inChannels / groups, ...kernel];
    const g = [batch, outChannels, ...outSize];
    const shapesOf = { conv2d: [x, w], conv2dInputGrad: [g, w], conv2dWeightGrad: [g, x] }[method];
    return fc.tuple(...shapesOf.map((shape) => dense(shape, tameFloat))).map(
      (blocks): Call => ({
        blocks,
        run: (backend, [a, b]) => [backend[method](a as View, b as View, dims)],
      }),
    );
  });
  const few = size === undefined ? {} : { runs: 6, others: [] };
  return { name: [method, size].join(" "), bound: productSum, scaled: true, calls, others: floats, ...few };
}

/** In place: y is what comes out. */
const finishCase: MethodCase = {
  name: "finishChannels",
  bound: { ulps: 3, of: 1e-6 },
  calls: fc
    .record({
      batch: fc.integer({ min: 0, max: 3 }),
      channels: fc.integer({ min: 1, max: 5 }),
      inner: fc.integer({ min: 0, max: 40 }),
      finish: fc.constantFrom<Finish>("none", "relu", "tanh", "sigmoid"),
      biased: fc.boolean(),
    })
    .chain(({ batch, channels, inner, finish, biased }) =>
      fc.tuple(dense([batch, channels, inner], tameFloat), dense([channels], tameFloat)).map(
        ([y, b]): Call => ({
          blocks: [y, b],
          run: (backend, [place, bias]) => {
            const copy = backend.contiguous(place as View);
            const view = { ...(place as View), storage: copy, offset: 0, dtype: copy.dtype };
            const dims = { batch, channels, inner, finish };
            const y = { ...view, strides: [channels * inner, inner, 1] };
            return [backend.finishChannels(y, biased ? (bias as View) : null, dims)];
          },
        }),
      ),
    ),
  others: floats,
};

/** Whether no window lies in the padding altogether, as the op sees to. */
function everyWindowSees({ inSize, outSize, kernel, stride, padding, dilation }: Conv2dDims): boolean {
  const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
  return ([0, 1] as const).every((axis) =>
    range(outSize[axis]).every((i) =>
      range(kernel[axis]).some((p) => {
        const at = i * stride[axis] - padding[axis] + p * dilation[axis];
        return at >= 0 && at < inSize[axis];
      }),
    ),
  );
}

const poolCase: MethodCase = {
  name: "maxPool2d",
  bound: rounded,
  calls: convDims
    .map((dims) => ({ ...dims, groups: 1, outChannels: dims.inChannels }))
    .filter(everyWindowSees)
    .chain((dims) =>
      dense([dims.batch, dims.inChannels, ...dims.inSize], withTies).map(
        (block): Call => ({
          blocks: [block],
          run: (backend, [x]) => {
            const { values, indices } = backend.maxPool2d(x as View, dims);
            return [values, indices];
          },
        }),
      ),
    ),
  others: floats,
};

/** All of them. */
export const productCases: readonly MethodCase[] = [
  matmulCase,
  nestedCase,
  largeMatmulCase,
  linearCase,
  largeLinearCase,
  convCase("conv2d"),
  finishCase,
  convCase("conv2dInputGrad"),
  convCase("conv2dWeightGrad"),
  convCase("conv2d", "large"),
  convCase("conv2dInputGrad", "large"),
  convCase("conv2dWeightGrad", "large"),
  poolCase,
];

/** Convolution and pooling. */
import {
  adaptiveAvgPool2d,
  avgPool1d,
  avgPool2d,
  conv1d,
  conv2d,
  convTranspose1d,
  convTranspose2d,
  maxPool1d,
  maxPool2d,
  mul,
  upsampleNearest,
  vjp,
} from "@gradus/tensor";
import * as fc from "fast-check";
import { distinctInput, type Input, input, type OpCase, opCase, type Sample, samples } from "../op-case.ts";

interface Conv {
  readonly stride: number;
  readonly padding: number;
  readonly dilation: number;
  readonly groups: number;
}

const count = (max: number) => fc.integer({ min: 1, max });

/** Input, weight and bias of a convolution over `rank` axes whose windows fit. */
function convSamples(rank: 1 | 2, transposed: boolean): fc.Arbitrary<Sample<Conv>> {
  return fc
    .record({
      batch: fc.oneof({ arbitrary: count(2), weight: 12 }, { arbitrary: fc.constant(0), weight: 1 }),
      perGroup: count(2),
      outPerGroup: count(2),
      groups: count(2),
      kernel: fc.array(count(rank === 1 ? 3 : 2), { minLength: rank, maxLength: rank }),
      beyond: fc.array(fc.nat(2), { minLength: rank, maxLength: rank }),
      stride: count(2),
      padding: fc.nat(1),
      dilation: count(2),
    })
    .chain(({ batch, perGroup, outPerGroup, groups, kernel, beyond, stride, padding, dilation }) => {
      const spans = kernel.map((k) => dilation * (k - 1) + 1);
      // Large enough for a window; for the transpose, for a result that the padding leaves something of.
      const size = spans.map((span, i) =>
        transposed
          ? Math.max(1, Math.ceil((1 + 2 * padding - span) / stride) + 1) + (beyond[i] as number)
          : Math.max(1, span - 2 * padding) + (beyond[i] as number),
      );
      const [inChannels, outChannels] = [perGroup * groups, outPerGroup * groups];
      const weight = transposed ? [inChannels, outPerGroup, ...kernel] : [outChannels, perGroup, ...kernel];
      return fc
        .tuple(input([batch, inChannels, ...size]), input(weight), input([outChannels]))
        .map((inputs) => ({ inputs, attrs: { stride, padding, dilation, groups } }));
    });
}

interface Pool {
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly ceilMode: boolean;
}

/** An input and windows that fit; `element` draws the input. */
function poolSamples(
  rank: 1 | 2,
  element: (shape: number[]) => fc.Arbitrary<Input>,
): fc.Arbitrary<Sample<Pool>> {
  const each = (value: fc.Arbitrary<number>) => fc.array(value, { minLength: rank, maxLength: rank });
  return fc
    .record({
      lead: fc.constantFrom([2], [1, 2], [2, 1], [0, 1]),
      kernel: each(count(3)),
      beyond: each(fc.nat(2)),
      stride: each(count(2)),
      padded: fc.boolean(),
      ceilMode: fc.boolean(),
    })
    .chain(({ lead, kernel, beyond, stride, padded, ceilMode }) => {
      const padding = kernel.map((k) => (padded ? Math.floor(k / 2) : 0));
      const size = kernel.map((k, i) => k + (beyond[i] as number));
      return element([...lead, ...size]).map((x) => ({
        inputs: [x],
        attrs: { kernel, stride, padding, ceilMode },
      }));
    });
}

const single = (values: readonly number[]) => values[0] as number;
const pair = (values: readonly number[]) => values as [number, number];
const image = fc.tuple(count(3), count(3)).chain(([h, w]) => samples(input([1, 2, h, w])));

export const convCases: readonly OpCase[] = [
  opCase({
    name: "conv1d",
    f: ([x, weight, bias], attrs) => conv1d(x!, weight!, { ...attrs, bias }),
    samples: convSamples(1, false),
  }),
  opCase({
    name: "conv2d",
    f: ([x, weight, bias], attrs) => conv2d(x!, weight!, { ...attrs, bias }),
    samples: convSamples(2, false),
  }),
  opCase({
    name: "conv2d, tanh",
    // Scaled down, so that tanh is not so flat that differences drown in rounding.
    f: ([x, weight, bias], attrs) =>
      conv2d(mul(x!, 0.1), weight!, { ...attrs, bias: mul(bias!, 0.3), activation: "tanh" }),
    samples: convSamples(2, false),
  }),
  opCase({
    name: "conv2d, sigmoid, without a bias",
    f: ([x, weight], attrs) => conv2d(mul(x!, 0.1), weight!, { ...attrs, activation: "sigmoid" }),
    samples: convSamples(2, false).map(({ inputs, attrs }) => ({ inputs: inputs.slice(0, 2), attrs })),
  }),
  opCase({
    name: "conv2d, padding same, without a batch",
    f: ([x, weight]) => conv2d(x!, weight!, { padding: "same" }),
    samples: fc
      .tuple(count(3), count(3))
      .chain((kernel) => samples(input([2, 3, 3]), input([1, 2, ...kernel]))),
  }),
  opCase({
    name: "conv2d, aliased",
    f: ([x]) => conv2d(x!, x!, { padding: 1 }),
    samples: samples(input([2, 2, 2, 2])),
  }),
  opCase({
    name: "conv2d, the gradient of its weight",
    f: ([x, weight, g]) => vjp((w) => conv2d(x!, w, { stride: [1, 2], padding: 1 }), weight!)[1](g)[0]!,
    samples: samples(input([2, 2, 3, 3]), input([1, 2, 2, 3]), input([2, 1, 4, 2])),
  }),
  opCase({
    name: "conv2d, the gradient of its input",
    f: ([x, weight, g]) => vjp((z) => conv2d(z, weight!, { stride: [1, 2], padding: 1 }), x!)[1](g)[0]!,
    samples: samples(input([2, 2, 3, 3]), input([1, 2, 2, 3]), input([2, 1, 4, 2])),
  }),
  opCase({
    name: "convTranspose1d",
    f: ([x, weight, bias], attrs) => convTranspose1d(x!, weight!, { ...attrs, bias }),
    samples: convSamples(1, true),
  }),
  opCase({
    name: "convTranspose2d",
    f: ([x, weight, bias], attrs) => convTranspose2d(x!, weight!, { ...attrs, bias }),
    samples: convSamples(2, true),
  }),
  opCase({
    name: "convTranspose2d, output padding",
    f: ([x, weight]) => convTranspose2d(x!, weight!, { stride: [2, 3], padding: 1, outputPadding: [1, 2] }),
    samples: samples(input([1, 1, 2, 2]), input([1, 2, 3, 3])),
  }),
  opCase({
    name: "maxPool1d",
    f: ([x], { kernel, stride, padding, ceilMode }) =>
      maxPool1d(x!, single(kernel), { stride: single(stride), padding: single(padding), ceilMode }),
    samples: poolSamples(1, distinctInput),
    order: 1,
  }),
  opCase({
    name: "maxPool2d",
    f: ([x], { kernel, stride, padding, ceilMode }) =>
      maxPool2d(x!, pair(kernel), { stride: pair(stride), padding: pair(padding), ceilMode }),
    samples: poolSamples(2, distinctInput),
    order: 1,
  }),
  opCase({
    name: "maxPool2d, dilation",
    f: ([x]) => maxPool2d(x!, 2, { stride: 1, padding: 1, dilation: 2 }),
    samples: samples(distinctInput([1, 1, 3, 4])),
    order: 1,
  }),
  opCase({
    name: "maxPool2d, of a product",
    f: ([x, y]) => maxPool2d(conv2d(x!, y!), 2, { stride: 1 }),
    samples: samples(distinctInput([1, 1, 3, 3], 0.31), input([1, 1, 1, 1], { min: 0.5 })),
  }),
  opCase({
    name: "avgPool1d",
    f: ([x], { kernel, stride, padding, ceilMode }) =>
      avgPool1d(x!, single(kernel), { stride: single(stride), padding: single(padding), ceilMode }),
    samples: poolSamples(1, input),
    order: 1,
  }),
  opCase({
    name: "avgPool2d",
    f: ([x], { kernel, stride, padding, ceilMode }) =>
      avgPool2d(x!, pair(kernel), { stride: pair(stride), padding: pair(padding), ceilMode }),
    samples: poolSamples(2, input),
    order: 1,
  }),
  opCase({
    name: "avgPool2d, padding not counted",
    f: ([x], { kernel, stride, padding, ceilMode }) =>
      avgPool2d(x!, pair(kernel), {
        stride: pair(stride),
        padding: pair(padding),
        ceilMode,
        countIncludePad: false,
      }),
    samples: poolSamples(2, input),
    order: 1,
  }),
  opCase({
    name: "avgPool2d, another divisor",
    f: ([x], { kernel }) => avgPool2d(x!, pair(kernel), { divisorOverride: 3 }),
    samples: poolSamples(2, input),
    order: 1,
  }),
  opCase({
    name: "avgPool2d, its gradient",
    f: ([x, g]) => vjp((z) => avgPool2d(z, 2, { stride: 1, padding: 1 }), x!)[1](g)[0]!,
    samples: samples(input([2, 2, 3]), input([2, 3, 4])),
    order: 1,
  }),
  opCase({
    name: "adaptiveAvgPool2d, even",
    f: ([x]) => adaptiveAvgPool2d(x!, [1, null]),
    samples: image,
    order: 1,
  }),
  opCase({
    name: "adaptiveAvgPool2d, uneven",
    f: ([x]) => adaptiveAvgPool2d(x!, [2, 3]),
    samples: image,
    order: 1,
  }),
  opCase({
    name: "upsampleNearest, by a factor",
    f: ([x]) => upsampleNearest(x!, { scaleFactor: [2, 1.5] }),
    samples: image,
    order: 1,
  }),
  opCase({
    name: "upsampleNearest, to a size",
    f: ([x]) => upsampleNearest(x!, { size: [2, 5] }),
    samples: image,
    order: 1,
  }),
];

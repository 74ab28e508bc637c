/** Normalisation. `eps` is large here: near constant channels are too steep for differences. */
import { batchNorm, groupNorm, layerNorm, localResponseNorm, mul, type Tensor, tensor } from "@gradus/tensor";
import * as fc from "fast-check";
import { type Input, input, type OpCase, opCase, type Sample, shape } from "../op-case.ts";

const eps = 0.1;

/** `[N, C, ...]`, at least two elements for each channel. */
const images = fc
  .tuple(fc.integer({ min: 2, max: 3 }), fc.integer({ min: 1, max: 3 }), shape({ maxRank: 2, empty: false }))
  .map(([n, c, rest]) => [n, c, ...rest]);

/** An input, then weight and bias of a shape that belongs to it. */
function affine(
  shapes: fc.Arbitrary<number[]>,
  parameter: (of: number[]) => number[],
): fc.Arbitrary<Sample<{ tail: number[] }>> {
  return shapes.chain((extents) =>
    fc
      .tuple(input(extents), input(parameter(extents)), input(parameter(extents)))
      .map((inputs) => ({ inputs, attrs: { tail: parameter(extents) } })),
  );
}

const channels = affine(images, ([, c]) => [c!]);
const tails = fc
  .tuple(shape({ minRank: 1, maxRank: 3 }), fc.nat(2))
  .map(([extents, n]) => ({ extents, tail: extents.slice(-1 - (n % extents.length)) }))
  .chain(({ extents, tail }) =>
    fc
      .tuple(input(extents), input(tail), input(tail))
      .map((inputs): Sample<{ tail: number[] }> => ({ inputs, attrs: { tail } })),
  );
const grouped = fc
  .tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 2 }), shape({ maxRank: 2 }))
  .chain(([groups, each, rest]) =>
    fc
      .tuple(input([2, groups * each, ...rest]), input([groups * each]), input([groups * each]))
      .map((inputs): Sample<{ groups: number }> => ({ inputs, attrs: { groups } })),
  );
const neighbours = images.chain((extents) =>
  fc
    .tuple(input(extents), fc.integer({ min: 1, max: 4 }))
    .map(([x, size]): Sample<{ size: number }> => ({ inputs: [x], attrs: { size } })),
);
const statistics = (c: number): { mean: Input; spread: Input } => ({
  mean: { shape: [c], data: Array.from({ length: c }, (_, i) => i / 2 - 0.3) },
  spread: { shape: [c], data: Array.from({ length: c }, (_, i) => 0.5 + i) },
});
const running = ({ shape: of, data }: Input, { dtype }: Tensor) =>
  tensor(Float64Array.from(data), { shape: of, dtype });

export const normCases: readonly OpCase[] = [
  opCase({
    name: "batchNorm, training",
    f: ([x, w, b]) => batchNorm(x!, null, null, w, b, { training: true, eps }).y,
    samples: channels,
  }),
  opCase({
    name: "batchNorm, training, without weight and bias",
    f: ([x]) => batchNorm(x!, null, null, null, null, { training: true, eps }).y,
    samples: channels.map(({ inputs, attrs }) => ({ inputs: inputs.slice(0, 1), attrs })),
  }),
  opCase({
    name: "batchNorm, not training",
    f: ([x, w, b]) => {
      const { mean, spread } = statistics(x!.shape[1]!);
      return batchNorm(x!, running(mean, x!), running(spread, x!), w, b, { eps }).y;
    },
    samples: channels,
  }),
  opCase({
    name: "layerNorm",
    f: ([x, weight, bias], { tail }) => layerNorm(x!, tail, { weight: weight!, bias: bias!, eps }),
    samples: tails,
  }),
  opCase({
    name: "layerNorm, without weight and bias, twice",
    f: ([x], { tail }) => mul(layerNorm(x!, tail, { eps }), x!),
    samples: tails.map(({ inputs, attrs }) => ({ inputs: inputs.slice(0, 1), attrs })),
  }),
  opCase({
    name: "groupNorm",
    f: ([x, weight, bias], { groups }) => groupNorm(x!, groups, { weight: weight!, bias: bias!, eps }),
    samples: grouped,
  }),
  opCase({
    name: "localResponseNorm",
    f: ([x], { size }) => localResponseNorm(x!, size, { alpha: 0.5, k: 1 }),
    samples: neighbours,
  }),
];

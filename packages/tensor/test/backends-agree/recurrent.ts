/** Recurrent layers. */
import type { View } from "@gradus/tensor/backend/backend";
import { type RecurrentKernel, recurrentSizes, traceLength } from "@gradus/tensor/backend/recurrent";
import * as fc from "fast-check";
import { recurrentBound } from "./bounds.ts";
import { type Call, floats, type MethodCase } from "./method-case.ts";
import { dense } from "./views.ts";

/** Small enough that roundings do not add up over the steps, large enough for saturated gates. */
const share = fc.integer({ min: -4096, max: 4096 }).map((n) => n / 1024);
const weights = fc.integer({ min: -512, max: 512 }).map((n) => n / 4096);

/** Around the sizes at which kernels change their ways: vectors, tiles, blocks of the product. */
const extents = fc
  .record({
    steps: fc.integer({ min: 1, max: 4 }),
    batch: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 95, max: 98 })),
    hidden: fc.oneof(
      { arbitrary: fc.integer({ min: 1, max: 12 }), weight: 12 },
      { arbitrary: fc.constant(70), weight: 1 },
    ),
    reverse: fc.boolean(),
  })
  .chain((sizes) => {
    const { batch, steps } = sizes;
    const lengths = fc.array(fc.integer({ min: 0, max: steps }), { minLength: batch, maxLength: batch });
    return fc.option(lengths).map((ends) => ({ ...sizes, lengths: ends }));
  });

function layer(kernel: RecurrentKernel): MethodCase {
  const { gates, states } = recurrentSizes[kernel];
  return {
    name: `recurrent ${kernel}`,
    bound: recurrentBound,
    calls: extents.chain((dims) => {
      const { steps, batch, hidden } = dims;
      const blocks = fc.tuple(
        dense([steps, batch, gates * hidden], share),
        dense([states, batch, hidden], share),
        dense([gates * hidden, hidden], weights),
        dense([gates * hidden], share),
      );
      return blocks.map(
        (own): Call => ({
          blocks: own,
          run: (backend, views) => {
            const [x, initial, weight, bias] = views as [View, View, View, View];
            return [backend.recurrent!(kernel, { x, initial, weight, bias }, dims)];
          },
        }),
      );
    }),
    others: floats,
  };
}

/** The way back, from a trace of any numbers: what it holds need not come from a layer. */
function wayBack(kernel: RecurrentKernel): MethodCase {
  const { states, gates } = recurrentSizes[kernel];
  return {
    name: `recurrentVjp ${kernel}`,
    bound: recurrentBound,
    calls: extents.chain((dims) => {
      const { steps, batch, hidden } = dims;
      const kept = fc.integer({ min: 0, max: 1024 }).map((n) => n / 1024);
      const blocks = fc.tuple(
        dense([states, steps, batch, hidden], share),
        dense([traceLength(kernel, dims)], kept),
        dense([states, batch, hidden], kept),
        dense([gates * hidden, hidden], weights),
      );
      return blocks.map(
        (own): Call => ({
          blocks: own,
          run: (backend, views) => {
            const [g, trace, initial, weight] = views as [View, View, View, View];
            return [backend.recurrentVjp!(kernel, { g, trace, initial, weight }, dims)];
          },
        }),
      );
    }),
    others: floats,
  };
}

const kernels: readonly RecurrentKernel[] = ["lstm", "gru", "rnnTanh", "rnnRelu"];

/** All of them. */
export const recurrentCases: readonly MethodCase[] = kernels.flatMap((kernel) => [
  layer(kernel),
  wayBack(kernel),
]);

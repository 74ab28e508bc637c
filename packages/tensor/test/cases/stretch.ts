/** Shrinking and stretching axes, joining and slicing. */
import { add, concat, contiguous, expand, mul, permute, reshape, slice, sum } from "@gradus/tensor";
import * as fc from "fast-check";
import {
  anyInput,
  broadcastShapes,
  input,
  type OpCase,
  opCase,
  type Sample,
  samples,
  shape,
} from "../op-case.ts";

const pair = broadcastShapes().chain(([a, b]) => samples(input(a), input(b)));
const withAxes: fc.Arbitrary<Sample<{ axes: number[]; keepdim: boolean }>> = anyInput().chain((x) =>
  fc
    .record({ axes: fc.subarray([...x.shape.keys()]), keepdim: fc.boolean() })
    .map((attrs) => ({ inputs: [x], attrs })),
);
const withOrder = anyInput().chain((x) =>
  fc
    .shuffledSubarray([...x.shape.keys()], { minLength: x.shape.length })
    .map((order): Sample<{ order: number[] }> => ({ inputs: [x], attrs: { order } })),
);
const withSlice = shape({ minRank: 1 }).chain((extents) =>
  fc
    .tuple(
      input(extents),
      fc.nat(extents.length - 1),
      fc.integer({ min: -4, max: 4 }),
      fc.constantFrom(1, 2, -1, -2),
    )
    .map(
      ([x, axis, start, step]): Sample<{ axis: number; start: number; step: number }> => ({
        inputs: [x],
        attrs: { axis, start, step },
      }),
    ),
);

export const stretchCases: readonly OpCase[] = [
  opCase({ name: "add", f: ([a, b]) => add(a!, b!), samples: pair, order: 1 }),
  opCase({ name: "mul", f: ([a, b]) => mul(a!, b!), samples: pair }),
  opCase({ name: "mul, aliased", f: ([a]) => mul(a!, a!), samples: samples(anyInput()) }),
  opCase({ name: "mul, diamond", f: ([a]) => mul(add(a!, 1), mul(a!, 3)), samples: samples(anyInput()) }),
  opCase({ name: "contiguous", f: ([a]) => contiguous(a!), samples: samples(anyInput()), order: 1 }),
  opCase({ name: "reshape", f: ([a]) => reshape(a!, [1, a!.size]), samples: samples(anyInput()), order: 1 }),
  opCase({ name: "permute", f: ([a], { order }) => permute(a!, order), samples: withOrder, order: 1 }),
  opCase({
    name: "expand",
    f: ([a]) => expand(a!, [2, ...a!.shape]),
    samples: samples(anyInput()),
    order: 1,
  }),
  opCase({ name: "sum", f: ([a], { axes, keepdim }) => sum(a!, axes, keepdim), samples: withAxes, order: 1 }),
  opCase({
    name: "slice",
    f: ([a], { axis, start, step }) => slice(a!, axis, start, undefined, step),
    samples: withSlice,
    order: 1,
  }),
  opCase({
    name: "concat",
    f: ([a, b]) => concat([a!, b!, a!], 0),
    samples: shape({ minRank: 1 }).chain((s) => samples(input(s), input([2, ...s.slice(1)]))),
    order: 1,
  }),
];

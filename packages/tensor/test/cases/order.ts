/** Sorting: every value's gradient goes to the element that it was. */
import { mul, sort, topk } from "@gradus/tensor";
import * as fc from "fast-check";
import { distinctInput, type OpCase, opCase, type Sample, shape } from "../op-case.ts";

const along: fc.Arbitrary<Sample<{ axis: number; up: boolean; part: number }>> = shape({ minRank: 1 })
  .chain((extents) =>
    fc.tuple(
      distinctInput(extents),
      fc.nat(extents.length - 1),
      fc.boolean(),
      fc.double({ min: 0, max: 1, noNaN: true }),
    ),
  )
  .map(([x, axis, up, part]) => ({ inputs: [x], attrs: { axis, up, part } }));

export const orderCases: readonly OpCase[] = [
  opCase({ name: "sort", f: ([x], { axis, up }) => sort(x!, axis, up).values, samples: along, order: 1 }),
  opCase({
    name: "sort, times itself",
    f: ([x], { axis }) => mul(sort(x!, axis).values, x!),
    samples: along,
  }),
  opCase({
    name: "topk",
    f: ([x], { axis, up, part }) => topk(x!, Math.round(part * (x!.shape[axis] as number)), axis, up).values,
    samples: along,
    order: 1,
  }),
];

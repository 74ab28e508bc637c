/** Softmax and its logarithm. */
import { logSoftmax, mul, softmax } from "@gradus/tensor";
import * as fc from "fast-check";
import { input, type OpCase, opCase, type Sample, shape } from "../op-case.ts";

const along: fc.Arbitrary<Sample<{ axis: number }>> = shape({ minRank: 1 })
  .chain((extents) => fc.tuple(input(extents), fc.integer({ min: -extents.length, max: extents.length - 1 })))
  .map(([x, axis]) => ({ inputs: [x], attrs: { axis } }));

export const softmaxCases: readonly OpCase[] = [
  opCase({ name: "softmax", f: ([x], { axis }) => softmax(x!, axis), samples: along }),
  opCase({ name: "softmax, diamond", f: ([x], { axis }) => mul(softmax(x!, axis), x!), samples: along }),
  opCase({ name: "logSoftmax", f: ([x], { axis }) => logSoftmax(x!, axis), samples: along }),
  opCase({
    name: "entropy",
    f: ([x], { axis }) => mul(softmax(x!, axis), logSoftmax(x!, axis)),
    samples: along,
  }),
];

/** Products of matrices and vectors. */
import { add, bmm, dot, matmul, mul, outer, permute, transpose } from "@gradus/tensor";
import * as fc from "fast-check";
import { input, type OpCase, opCase, samples } from "../op-case.ts";

const extent = fc.oneof(
  { arbitrary: fc.integer({ min: 1, max: 3 }), weight: 12 },
  { arbitrary: fc.constant(0), weight: 1 },
);
const extents = fc.tuple(extent, extent, extent);

/** Shapes `[...a, m, k]` and `[...b, k, n]`, whose batch axes broadcast. */
function pair(a: (batch: number) => number[], b: (batch: number) => number[]) {
  return fc
    .tuple(extents, extent)
    .chain(([[m, k, n], batch]) => samples(input([...a(batch), m, k]), input([...b(batch), k, n])));
}

const none = (): number[] => [];
const square = fc.integer({ min: 1, max: 3 }).chain((n) => samples(input([n, n])));

export const matmulCases: readonly OpCase[] = [
  opCase({ name: "matmul", f: ([a, b]) => matmul(a!, b!), samples: pair(none, none) }),
  opCase({
    name: "matmul, batched",
    f: ([a, b]) => matmul(a!, b!),
    samples: pair(
      (n) => [n],
      (n) => [n],
    ),
  }),
  opCase({
    name: "matmul, one matrix for a batch",
    f: ([a, b]) => matmul(a!, b!),
    samples: pair((n) => [n, 2], none),
  }),
  opCase({
    name: "matmul, a batch for one matrix",
    f: ([a, b]) => matmul(a!, b!),
    samples: pair(none, (n) => [n]),
  }),
  opCase({
    name: "matmul, batch axes broadcast",
    f: ([a, b]) => matmul(a!, b!),
    samples: pair(
      (n) => [2, 1, n],
      (n) => [3, n],
    ),
  }),
  opCase({
    name: "matmul, heads of attention",
    f: ([q, k]) => matmul(permute(q!, [0, 2, 1, 3]), permute(k!, [0, 2, 3, 1])),
    samples: fc
      .tuple(extents, extent)
      .chain(([[m, k, n], batch]) => samples(input([batch, m, 2, k]), input([batch, n, 2, k]))),
  }),
  opCase({
    name: "matmul, matrix by vector",
    f: ([a, b]) => matmul(a!, b!),
    samples: extents.chain(([m, k, n]) => samples(input([n, m, k]), input([k]))),
  }),
  opCase({
    name: "matmul, vector by matrix",
    f: ([a, b]) => matmul(a!, b!),
    samples: extents.chain(([m, k, n]) => samples(input([k]), input([n, k, m]))),
  }),
  opCase({
    name: "matmul, transposed views",
    f: ([a, b]) => matmul(transpose(a!), transpose(b!)),
    samples: extents.chain(([m, k, n]) => samples(input([k, m]), input([n, k]))),
  }),
  opCase({ name: "matmul, aliased", f: ([a]) => matmul(a!, a!), samples: square }),
  opCase({
    name: "matmul, diamond",
    f: ([a]) => matmul(add(a!, 1), transpose(mul(a!, 2))),
    samples: square,
  }),
  opCase({
    name: "dot",
    f: ([a, b]) => dot(a!, b!),
    samples: extent.chain((n) => samples(input([n]), input([n]))),
  }),
  opCase({
    name: "outer",
    f: ([a, b]) => outer(a!, b!),
    samples: extents.chain(([m, n]) => samples(input([m]), input([n]))),
  }),
  opCase({
    name: "bmm",
    f: ([a, b]) => bmm(a!, b!),
    samples: pair(
      (n) => [n],
      (n) => [n],
    ),
  }),
];

/** Arithmetic with two operands, broadcasting, and the choice between them. */
import { div, exp, greater, log, maximum, minimum, mul, pow, sqrt, sub, where } from "@gradus/tensor";
import * as fc from "fast-check";
import {
  anyInput,
  broadcastShapes,
  type Domain,
  type Input,
  input,
  type OpCase,
  opCase,
  type Sample,
  samples,
} from "../op-case.ts";

/** Two operands that broadcast, each with a domain of its own. */
function pair(a?: Domain, b?: Domain): fc.Arbitrary<Sample<null>> {
  return broadcastShapes().chain(([left, right]) => samples(input(left, a), input(right, b)));
}

/** Two operands none of whose elements tie: one on a grid, the other between its points. */
const apart = pair().map(({ inputs: [a, b] }): Sample<null> => {
  const snapped = (x: Input, offset: number): Input => ({
    ...x,
    data: x.data.map((element) => Math.round(element) + offset),
  });
  return { inputs: [snapped(a!, 0), snapped(b!, 0.4)], attrs: null };
});

const positive: Domain = { min: 0.3, max: 2 };
const awayFromZero: Domain = { avoid: [0], margin: 0.4 };
const exponent = fc.constantFrom(-1, 0, 0.5, 1, 2, 3);

export const arithmeticCases: readonly OpCase[] = [
  opCase({ name: "sub", f: ([a, b]) => sub(a!, b!), samples: pair(), order: 1 }),
  opCase({ name: "sub, aliased", f: ([a]) => sub(mul(a!, 3), a!), samples: samples(anyInput()), order: 1 }),
  opCase({ name: "div", f: ([a, b]) => div(a!, b!), samples: pair({}, awayFromZero) }),
  opCase({ name: "div, aliased", f: ([a]) => div(a!, exp(a!)), samples: samples(anyInput()) }),
  opCase({ name: "div, number first", f: ([a]) => div(2, a!), samples: samples(anyInput(awayFromZero)) }),
  opCase({ name: "pow", f: ([a, b]) => pow(a!, b!), samples: pair(positive) }),
  opCase({ name: "pow, aliased", f: ([a]) => pow(a!, a!), samples: samples(anyInput(positive)) }),
  opCase({ name: "pow, base a number", f: ([b]) => pow(2, b!), samples: samples(anyInput()) }),
  opCase({
    name: "pow, exponent a number",
    f: ([a], { power }) => pow(a!, power),
    samples: fc
      .tuple(anyInput(positive), exponent)
      .map(([x, power]): Sample<{ power: number }> => ({ inputs: [x], attrs: { power } })),
  }),
  opCase({
    name: "pow, negative base",
    f: ([a]) => pow(a!, 3),
    samples: samples(anyInput({ min: -2, max: -0.3 })),
  }),
  opCase({ name: "maximum", f: ([a, b]) => maximum(mul(a!, a!), mul(b!, b!)), samples: apart }),
  opCase({ name: "minimum", f: ([a, b]) => minimum(mul(a!, a!), mul(b!, b!)), samples: apart }),
  opCase({ name: "where", f: ([a, b]) => where(greater(a!, b!), mul(a!, b!), exp(b!)), samples: apart }),
  opCase({
    name: "where, condition wider than its branches",
    f: ([a, b]) => where(greater(a!, 0), exp(b!), 0),
    samples: pair(awayFromZero),
  }),
  opCase({
    name: "where, around poles",
    f: ([a]) => where(greater(a!, 0), mul(log(a!), sqrt(a!)), 0),
    samples: samples(anyInput({ avoid: [0], margin: 0.3 })),
  }),
];

/** Elementary functions, each where it is smooth. */

import type { Tensor } from "@gradus/tensor";
import * as g from "@gradus/tensor";
import { anyInput, type Domain, type OpCase, opCase, samples } from "../op-case.ts";

function line(name: string, f: (x: Tensor) => Tensor, domain?: Domain, order: 1 | 2 = 2): OpCase {
  return opCase({ name, f: ([x]) => f(x!), samples: samples(anyInput(domain)), order });
}

const positive: Domain = { min: 0.3, max: 3 };
const steps: Domain = { avoid: [-2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2] };

export const elementaryCases: readonly OpCase[] = [
  line("neg", g.neg, {}, 1),
  line("exp", g.exp),
  line("log", g.log, positive),
  line("log1p", g.log1p, { min: -0.7, max: 3 }),
  line("expm1", g.expm1),
  line("sqrt", g.sqrt, positive),
  line("rsqrt", g.rsqrt, positive),
  line("sin", g.sin, { min: -6, max: 6 }),
  line("cos", g.cos, { min: -6, max: 6 }),
  line("tan", g.tan, { min: -1.2, max: 1.2 }),
  line("tanh", g.tanh),
  line("abs", g.abs, { avoid: [0] }),
  line("square", g.square),
  line("reciprocal", g.reciprocal, { avoid: [0], margin: 0.3 }),
  line("erf", g.erf),
  line("sign", g.sign, steps, 1),
  line("floor", g.floor, steps, 1),
  line("ceil", g.ceil, steps, 1),
  line("round", g.round, steps, 1),
  line("clamp", (x) => g.square(g.clamp(x, -1, 0.5)), { avoid: [-1, 0.5] }),
  line("clamp, from below", (x) => g.clamp(x, 0.3), { avoid: [0.3] }),
  line("clamp, from above", (x) => g.clamp(x, undefined, 0.3), { avoid: [0.3] }),
];

/** The backward pass of an op is made of ops that occur nowhere else: here it is the function that is differentiated. */
import { jvp, tanh, vjp } from "@gradus/tensor";
import { input, type OpCase, opCase, samples, shape } from "../op-case.ts";

export const backwardCases: readonly OpCase[] = [
  opCase({
    name: "tanh, its backward pass",
    f: ([x, g]) => vjp(tanh, x!)[1](g!)[0]!,
    // a rate of 0 stays 0 by declaration, where the product would move
    samples: shape().chain((s) => samples(input(s), input(s, { avoid: [0] }))),
  }),
  opCase({
    name: "tanh, the tangent of its backward pass",
    f: ([x, g, v]) => jvp((z) => vjp(tanh, z)[1](g!)[0]!, [x!], [v!])[1],
    samples: shape().chain((s) => samples(input(s), input(s, { avoid: [0] }), input(s, { avoid: [0] }))),
  }),
];

/** What a product may end with, seen from its derivatives: they are told from the result. */
import type { Finish } from "../backend/backend.ts";
import type { Tensor } from "../tensor.ts";
import { greater, where } from "./compare.ts";
import { neg, square } from "./elementary.ts";
import { add, chain, mul } from "./pointwise.ts";
import { fusedVjps } from "./unary.ts";

/** What becomes of a rate `t` at each end, from the result `y`. */
export const passes: { readonly [f in Finish]: (t: Tensor, y: Tensor) => Tensor } = {
  none: (t) => t,
  relu: (t, y) => where(greater(y, 0), t, 0),
  tanh: (t, y) => chain(t, add(neg(square(y)), 1)),
  sigmoid: (t, y) => chain(t, mul(y, add(neg(y), 1))),
};

/** The same for a cotangent by one kernel, while nobody traces the backward pass. */
export const fusedPasses: { readonly [f in Finish]: (g: Tensor, y: Tensor) => Tensor } = {
  none: (g) => g,
  relu: fusedVjps.reluVjp,
  tanh: fusedVjps.tanhVjp,
  sigmoid: fusedVjps.sigmoidVjp,
};

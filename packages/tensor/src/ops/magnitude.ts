/** Vector norms. */
import { apply } from "../engine/apply.ts";
import { noGrad } from "../engine/recording.ts";
import { normalizeAxes } from "../shape.ts";
import type { Op, Tensor } from "../tensor.ts";
import { div, pow } from "./arithmetic.ts";
import { equal, logicalOr, notEqual, where } from "./compare.ts";
import { abs, sign, sqrt, square } from "./elementary.ts";
import { amax, amin } from "./extreme.ts";
import { cast, mul } from "./pointwise.ts";
import { reduction, toFloat } from "./reduction.ts";
import { type Reduction, sum } from "./stretch.ts";

interface Norm extends Reduction {
  readonly p: number;
}

/** See {@link norm}, for p other than 0, 1, ∞ and -∞. */
export const normOp: Op<Norm> = reduction<Norm>({
  name: "norm",
  forward: (_backend, x, { p, axes }) =>
    noGrad(() => (p === 2 ? sqrt(sum(square(x), axes)) : pow(sum(pow(abs(x), p), axes), 1 / p))).storage,
  saves: { inputs: [0], output: true },
  partial: (x, y, { p }) => {
    if (p === 2) return where(equal(y, 0), 0, div(x, y));
    // y can be 0 without x being so: small elements underflow, and a negative p makes any 0 decide.
    const still = logicalOr(equal(x, 0), equal(y, 0));
    return where(still, 0, mul(sign(x), pow(div(abs(x), y), p - 1)));
  },
  flops: 2,
});

/**
 * The p-norm `y = (Σ |xᵢ|ᵖ)^(1/p)` over some axes (all by default). p = ∞: the largest |xᵢ|; -∞: the smallest; 0: how many
 * are not 0. `∂y/∂xᵢ = sign(xᵢ)·(|xᵢ|/y)ᵖ⁻¹`, 0 where y or xᵢ is 0; among ties of p = ±∞ it splits evenly. As PyTorch's,
 * it squares (or raises to p) without scaling: elements near the largest float overflow.
 *
 * @param keepdim whether reduced axes stay, with extent 1
 * @throws RangeError if p is NaN, or p = ±∞ and there are no elements
 */
export function norm(x: Tensor, p = 2, axes?: number | readonly number[], keepdim = false): Tensor {
  if (typeof p !== "number" || Number.isNaN(p))
    throw new RangeError(`norm: p is ${String(p)}; it must be a number, Infinity or -Infinity`);
  const normal = normalizeAxes("norm", axes, x.rank);
  const floats = toFloat(x);
  if (p === 0) return sum(cast(notEqual(floats, 0), floats.dtype), normal, keepdim);
  if (p === 1) return sum(abs(floats), normal, keepdim);
  if (p === Infinity) return amax(abs(floats), normal, keepdim);
  if (p === -Infinity) return amin(abs(floats), normal, keepdim);
  return apply(normOp, [floats], { p, axes: normal, keepdim });
}

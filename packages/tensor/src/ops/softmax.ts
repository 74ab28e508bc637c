/** Softmax, its logarithm, and the logarithm of its denominator. */
import type { View } from "../backend/backend.ts";
import { axesLast } from "../backend/dense.ts";
import { backendOf } from "../backend/registry.ts";
import { apply, made } from "../engine/apply.ts";
import { noGrad } from "../engine/recording.ts";
import { normalizeAxis, sizeOf } from "../shape.ts";
import type { Op, Tensor } from "../tensor.ts";
import { sub } from "./arithmetic.ts";
import { equal, where } from "./compare.ts";
import { abs, exp, log } from "./elementary.ts";
import { amaxOp } from "./extreme.ts";
import { elementCost } from "./linear.ts";
import { add, mul } from "./pointwise.ts";
import { reduceBy, reduction, toFloat } from "./reduction.ts";
import { alongAxis } from "./rows.ts";
import { type Reduction, sum } from "./stretch.ts";

interface Along {
  readonly axis: number;
}

/** What the two entries below share: they need nothing but their result `y`. */
function softmaxLike(rule: {
  readonly name: string;
  readonly log: boolean;
  readonly vjp: (g: Tensor, y: Tensor, axis: number) => Tensor;
  readonly jvp: (t: Tensor, y: Tensor, axis: number) => Tensor;
}): Op<Along> {
  return {
    name: rule.name,
    shape: ([x]) => x as Tensor,
    forward: (backend, [x], { axis }) =>
      alongAxis(backend, x as Tensor, axis, (rows, outer, n) => backend.softmax(rows, outer, n, rule.log)),
    saves: { inputs: [], output: true },
    vjp: (g, _i, { output, attrs: { axis } }) => rule.vjp(g, output, axis),
    fusedVjp: (g, _wanted, { output, attrs: { axis } }) => {
      const backend = backendOf(g.device);
      const { softmaxVjp } = backend;
      if (softmaxVjp === undefined) return null;
      const y = axesLast(backend, output, [axis]);
      const run = (rows: View, outer: number, n: number) => softmaxVjp(rows, y, outer, n, rule.log);
      return [made(alongAxis(backend, g, axis, run))];
    },
    jvp: ([t], { output, attrs: { axis } }) => (t ? rule.jvp(t, output, axis) : null),
    // Maximum, shift, exponential, sum, quotient.
    cost: ([x], _attrs, output) => elementCost(x as Tensor, output, 5 * sizeOf(output.shape)),
  };
}

/** `J = diag(y) − y·yᵀ` times a vector: symmetric, so it serves both modes. */
function softmaxJacobian(v: Tensor, y: Tensor, axis: number): Tensor {
  const weighted = mul(v, y);
  return sub(weighted, mul(y, sum(weighted, axis, true)));
}

/** See {@link softmax}. */
export const softmaxOp: Op<Along> = softmaxLike({
  name: "softmax",
  log: false,
  vjp: softmaxJacobian,
  jvp: softmaxJacobian,
});

/** See {@link logSoftmax}. `J = I − 1·eʸᵀ`. */
export const logSoftmaxOp: Op<Along> = softmaxLike({
  name: "logSoftmax",
  log: true,
  vjp: (g, y, axis) => sub(g, mul(exp(y), sum(g, axis, true))),
  jvp: (t, y, axis) => sub(t, sum(mul(exp(y), t), axis, true)),
});

/**
 * `yᵢ = eˣⁱ / Σⱼ eˣʲ` along an axis, computed as `eˣⁱ⁻ᵐ / Σⱼ eˣʲ⁻ᵐ` with the maximum m, so that nothing overflows. Same
 * shape as `x`. An element of -∞ (masked) gets 0; where all along the axis are -∞, or one is +∞, the result is NaN, as
 * in PyTorch.
 *
 * Source: Blanchard, Higham, Higham, "Accurately computing the log-sum-exp and softmax functions" (2021), the shifted form.
 */
export function softmax(x: Tensor, axis = -1): Tensor {
  return apply(softmaxOp, [toFloat(x)], { axis: normalizeAxis("softmax", axis, x.rank) });
}

/**
 * `yᵢ = xᵢ − log Σⱼ eˣʲ` along an axis, shifted by the maximum as {@link softmax}, and without the loss of digits of its
 * logarithm. An element of -∞ (masked) stays -∞; all -∞, or a +∞, give NaN.
 */
export function logSoftmax(x: Tensor, axis = -1): Tensor {
  return apply(logSoftmaxOp, [toFloat(x)], { axis: normalizeAxis("logSoftmax", axis, x.rank) });
}

/** See {@link logsumexp}. */
export const logsumexpOp: Op<Reduction> = reduction<Reduction>({
  name: "logsumexp",
  forward: (_backend, x, { axes }) =>
    noGrad(() => {
      const largest = apply(amaxOp, [x], { axes, keepdim: true });
      const shift = where(equal(abs(largest), Infinity), 0, largest);
      return add(log(sum(exp(sub(x, shift)), axes, true)), shift);
    }).storage,
  saves: { inputs: [0], output: true },
  partial: (x, y) => exp(sub(x, where(equal(y, -Infinity), 0, y))),
  flops: 4,
});

/**
 * `y = log Σ eˣⁱ` over some axes (all by default), shifted by the maximum m: `m + log Σ eˣⁱ⁻ᵐ`, so that nothing
 * overflows. `∂y/∂xᵢ = eˣⁱ⁻ʸ`, the softmax. Of nothing but -∞, or of no elements, it is -∞; there its gradient is declared
 * 0. A +∞ gives +∞, with NaN as its gradient.
 *
 * Source: as {@link softmax}.
 *
 * @param keepdim whether reduced axes stay, with extent 1
 */
export function logsumexp(x: Tensor, axes?: number | readonly number[], keepdim = false): Tensor {
  return reduceBy(logsumexpOp, toFloat(x), axes, keepdim);
}

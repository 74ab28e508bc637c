/** Mean 0 and variance 1, what layer and group normalisation have in common: one kernel. */
import { dense } from "../../backend/dense.ts";
import { apply } from "../../engine/apply.ts";
import { sizeOf } from "../../shape.ts";
import type { Op, Tensor } from "../../tensor.ts";
import { sub } from "../arithmetic.ts";
import { rsqrt } from "../elementary.ts";
import { elementCost } from "../linear.ts";
import { add, mul } from "../pointwise.ts";
import { mean } from "../reduce.ts";
import { toFloat } from "../reduction.ts";
import { momentsOver } from "./moments.ts";

/** Attributes of {@link normalizeOp}: the axes from `start` on are normalised together. */
interface Normalizing {
  readonly start: number;
  readonly eps: number;
}

/** See {@link normalize}. */
export const normalizeOp: Op<Normalizing> = {
  name: "normalize",
  shape: ([x]) => x as Tensor,
  forward: (backend, [input], { start, eps }) => {
    const x = input as Tensor;
    const [outer, n] = [sizeOf(x.shape.slice(0, start)), sizeOf(x.shape.slice(start))];
    return { storage: backend.normalize(dense(backend, x), outer, n, eps), shape: x.shape };
  },
  saves: { inputs: [0], output: true },
  vjp: (g, _i, { inputs: [x], output, attrs }) => jacobian(g, x as Tensor, output, attrs),
  jvp: ([t], { inputs: [x], output, attrs }) => (t ? jacobian(t, x as Tensor, output, attrs) : null),
  // Sum; centring, sum and sum of squares; centring and factor.
  cost: ([x], _attrs, output) => elementCost(x as Tensor, output, 8 * sizeOf(output.shape)),
};

/** `J = (I − 1·1ᵀ/n − y·yᵀ/n) / √(σ² + eps)` times a tensor: symmetric, so it serves both modes. */
function jacobian(v: Tensor, x: Tensor, y: Tensor, { start, eps }: Normalizing): Tensor {
  const axes = [...x.shape.keys()].slice(start);
  const inverse = rsqrt(add(momentsOver(x, axes).variance, eps));
  const along = mul(y, mean(mul(v, y), axes, true));
  return mul(sub(sub(v, mean(v, axes, true)), along), inverse);
}

/** `y = (x - μ) / √(σ² + eps)` with mean and biased variance over the axes from `start` on. */
export function normalize(x: Tensor, start: number, eps: number): Tensor {
  return apply(normalizeOp, [toFloat(x)], { start, eps });
}

/** Mean 0 and variance 1, what layer and group normalisation have in common: one kernel. */
import { dense } from "../../backend/dense.ts";
import { backendOf } from "../../backend/registry.ts";
import { apply, made } from "../../engine/apply.ts";
import { type Shape, sizeOf } from "../../shape.ts";
import type { Op, Tensor } from "../../tensor.ts";
import { sub } from "../arithmetic.ts";
import { rsqrt } from "../elementary.ts";
import { elementCost } from "../linear.ts";
import { add, cast, mul } from "../pointwise.ts";
import { mean } from "../reduce.ts";
import { toFloat } from "../reduction.ts";
import { expand, sumTo } from "../stretch.ts";
import { momentsOver, shifted } from "./moments.ts";

/** Attributes of {@link normalizeOp}: the axes from `start` on are normalised together. */
interface Normalizing {
  readonly start: number;
  readonly eps: number;
}

/** See {@link normalize}: x, and perhaps factors, and perhaps shifts. */
export const normalizeOp: Op<Normalizing> = {
  name: "normalize",
  shape: ([x]) => x as Tensor,
  forward: (backend, [input, weight, bias], { start, eps }) => {
    const x = input as Tensor;
    const rows = dense(backend, x);
    const dims = { ...extents(x.shape, start), eps };
    const storage =
      weight === undefined
        ? backend.normalize(rows, dims.outer, dims.n, eps)
        : backend.layerNorm(rows, dense(backend, weight), bias ? dense(backend, bias) : null, dims);
    return { storage, shape: x.shape };
  },
  saves: (wanted) => ({ inputs: wanted[0] === true && wanted.length > 1 ? [0, 1] : [0], output: false }),
  vjp: (g, i, { inputs: [input, weight], attrs }) => {
    if (i === 2) return sumTo(g, g.shape.slice(attrs.start));
    const x = input as Tensor;
    const z = normalize(x, attrs.start, attrs.eps);
    if (i === 1) return sumTo(mul(g, z), g.shape.slice(attrs.start));
    return jacobian(weight === undefined ? g : mul(g, weight), x, z, attrs);
  },
  fusedVjp: (g, wanted, { inputs: [input, weight], attrs: { start, eps } }) => {
    const x = input as Tensor;
    const backend = backendOf(x.device);
    const dims = { ...extents(x.shape, start), eps };
    const factors = weight === undefined || wanted[0] !== true ? null : dense(backend, weight);
    const parts = backend.layerNormVjp?.(dense(backend, g), dense(backend, x), factors, dims, wanted);
    if (parts === undefined) return null;
    const shapes = [x.shape, x.shape.slice(start), x.shape.slice(start)];
    return wanted.map((_, i) => {
      const storage = parts[i] ?? null;
      return storage && made({ storage, shape: shapes[i] as Shape });
    });
  },
  jvp: ([tx, tw, tb], { inputs: [input, weight], attrs }) => {
    const x = input as Tensor;
    const z = normalize(x, attrs.start, attrs.eps);
    const moved = tx ? jacobian(tx, x, z, attrs) : null;
    const terms = [
      moved && weight !== undefined ? mul(moved, weight) : moved,
      tw ? mul(z, tw) : null,
      tb ? expand(tb, x.shape) : null,
    ].filter((term) => term !== null);
    return terms.length === 0 ? null : terms.reduce((a, b) => add(a, b));
  },
  // Sum; centring, sum and sum of squares; centring and factor.
  cost: ([x], _attrs, output) => elementCost(x as Tensor, output, 10 * sizeOf(output.shape)),
};

function extents(shape: Shape, start: number): { outer: number; n: number } {
  return { outer: sizeOf(shape.slice(0, start)), n: sizeOf(shape.slice(start)) };
}

/** `J = (I − 1·1ᵀ/n − z·zᵀ/n) / √(σ² + eps)` times a tensor: symmetric, so it serves both modes. */
function jacobian(v: Tensor, x: Tensor, z: Tensor, { start, eps }: Normalizing): Tensor {
  const axes = [...x.shape.keys()].slice(start);
  const inverse = rsqrt(add(momentsOver(x, axes).variance, eps));
  const along = mul(z, mean(mul(v, z), axes, true));
  return mul(sub(sub(v, mean(v, axes, true)), along), inverse);
}

/**
 * `z = (x - μ) / √(σ² + eps)` with mean and biased variance over the axes from `start` on, or `z·weight + bias`, both in the shape of
 * these axes. Saved is x alone (and the weight): z is made again from it, which costs less than memory does.
 */
export function normalize(
  x: Tensor,
  start: number,
  eps: number,
  weight: Tensor | null = null,
  bias: Tensor | null = null,
): Tensor {
  const input = toFloat(x);
  if (weight === null) return shifted(apply(normalizeOp, [input], { start, eps }), bias);
  const dtype = [weight, bias].some((each) => each?.dtype === "float64") ? "float64" : input.dtype;
  const given = bias === null ? [input, weight] : [input, weight, bias];
  return apply(
    normalizeOp,
    given.map((each) => cast(each, dtype)),
    { start, eps },
  );
}

/** The product of many elements. */
import { onesLike } from "../create.ts";
import type { Op, Tensor } from "../tensor.ts";
import { concat } from "./join.ts";
import { mul } from "./pointwise.ts";
import { countAlong, reduceBy, reduceOver, reduction } from "./reduction.ts";
import { slice } from "./slice.ts";
import { permute, type Reduction, reshape, sumType } from "./stretch.ts";

/** See {@link prod}. */
export const prodOp: Op<Reduction> = reduction<Reduction>({
  name: "prod",
  forward: (backend, x, { axes }) => reduceOver(backend, "prod", x, axes),
  saves: { inputs: [0], output: false },
  partial: (x, _y, { axes }) => {
    const order = [...x.shape.keys()].filter((axis) => !axes.includes(axis)).concat(axes);
    const moved = permute(x, order);
    const rows = reshape(moved, [x.size / Math.max(1, countAlong(x, axes)), countAlong(x, axes)]);
    const back = [...order.keys()].map((axis) => order.indexOf(axis));
    return permute(reshape(othersAlongRows(rows), moved.shape), back);
  },
  dtype: sumType,
  flops: 1,
});

/**
 * For each element the product of all others in its row. Not `y / x`, which fails at 0: neighbours are multiplied, then
 * for each of them the others are those of the pair, times the partner. Right to every order, in O(n).
 */
function othersAlongRows(x: Tensor): Tensor {
  const n = x.shape[1] as number;
  if (n < 2) return onesLike(x);
  const half = Math.floor(n / 2);
  const [a, b] = [slice(x, 1, 0, half), slice(x, 1, half, 2 * half)];
  const others = othersAlongRows(concat([mul(a, b), slice(x, 1, 2 * half)], 1));
  const ofPair = slice(others, 1, 0, half);
  return concat([mul(ofPair, b), mul(ofPair, a), slice(others, 1, half)], 1);
}

/**
 * `y = Π xᵢ` over some axes (all by default); of no elements 1. `∂y/∂xᵢ` is the product of all others, computed without a
 * division: right where elements are 0, also in second order. Booleans and whole numbers multiply to int32.
 *
 * @param keepdim whether multiplied axes stay, with extent 1
 */
export function prod(x: Tensor, axes?: number | readonly number[], keepdim = false): Tensor {
  return reduceBy(prodOp, x, axes, keepdim);
}

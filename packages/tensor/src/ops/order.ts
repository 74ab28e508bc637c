/** Elements in order along an axis. */
import { apply } from "../engine/apply.ts";
import { normalizeAxis, show } from "../shape.ts";
import type { Op, Tensor } from "../tensor.ts";
import { elementCost } from "./linear.ts";
import { type Picked, pick } from "./pick.ts";
import { alongAxis } from "./rows.ts";
import { slice } from "./slice.ts";

interface Order {
  readonly axis: number;
  readonly descending: boolean;
}

/** See {@link argsort}. */
export const argsortOp: Op<Order> = {
  name: "argsort",
  shape: ([x]) => ({ shape: (x as Tensor).shape, dtype: "int32" }),
  forward: (backend, [x], { axis, descending }) =>
    alongAxis(backend, x as Tensor, axis, (rows, outer, n) => backend.argsort(rows, outer, n, descending)),
  saves: { inputs: [], output: false },
  vjp: () => null,
  jvp: () => null,
  cost: ([x], { axis }, output) => {
    const { shape, size } = x as Tensor;
    return elementCost(x as Tensor, output, size * Math.ceil(Math.log2(Math.max(2, shape[axis] as number))));
  },
};

/**
 * The order that sorts along an axis, int32: `x[order[0]] <= x[order[1]] <= ...`. Equal elements keep their order, also
 * when descending. NaN counts as the largest: last, or first if descending. No gradient.
 */
export function argsort(x: Tensor, axis = -1, descending = false): Tensor {
  return apply(argsortOp, [x], { axis: normalizeAxis("argsort", axis, x.rank), descending });
}

/**
 * The elements in order along an axis, and where they were: `values[i] = x[indices[i]]`. Stable; NaN as in
 * {@link argsort}. The gradient of each value goes to the element that it was.
 */
export function sort(x: Tensor, axis = -1, descending = false): Picked {
  const normal = normalizeAxis("sort", axis, x.rank);
  return pick(x, normal, apply(argsortOp, [x], { axis: normal, descending }));
}

/**
 * The k largest elements along an axis from the largest down (or the k smallest from the smallest up), and where they
 * were. Of ties the first come first, where PyTorch leaves the order open; NaN counts as the largest.
 *
 * @throws RangeError if k is no whole number from 0 to the extent of the axis
 */
export function topk(x: Tensor, k: number, axis = -1, largest = true): Picked {
  const normal = normalizeAxis("topk", axis, x.rank);
  const extent = x.shape[normal] as number;
  if (!Number.isInteger(k) || k < 0 || k > extent)
    throw new RangeError(
      `topk: k is ${k}, but axis ${normal} of shape ${show(x.shape)} has ${extent} elements; k goes from 0 to ${extent}`,
    );
  const order = apply(argsortOp, [x], { axis: normal, descending: largest });
  return pick(x, normal, slice(order, normal, 0, k));
}

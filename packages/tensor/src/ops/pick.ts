/** Elements along an axis and where they were: what `max`, `sort` and `topk` give. */
import { apply } from "../engine/apply.ts";
import type { Tensor } from "../tensor.ts";
import { gatherOp } from "./index.ts";

/** Elements of a tensor, and their positions along the axis, int32. */
export interface Picked {
  readonly values: Tensor;
  readonly indices: Tensor;
}

/**
 * The elements at `indices` along an axis, which are as many as `x` has along all others. Their gradient goes back to
 * where they were. The indices come from an op, so nobody reads them back to check them.
 */
export function pick(x: Tensor, axis: number, indices: Tensor): Picked {
  return { values: apply(gatherOp, [x, indices], { axis }), indices };
}

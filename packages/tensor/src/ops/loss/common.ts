/** What losses have in common: how many become one, and what they refuse. */
import { sameShape, show } from "../../shape.ts";
import type { Tensor } from "../../tensor.ts";
import { equal, logicalAnd, where } from "../compare.ts";
import { abs } from "../elementary.ts";
import { mul } from "../pointwise.ts";
import { mean } from "../reduce.ts";
import { sum } from "../stretch.ts";

/** What becomes of the losses of all elements: their mean, their sum, or a tensor of them. */
export type LossReduction = "mean" | "sum" | "none";

/** Options of every loss. */
export interface LossOptions {
  /** "mean" by default. */
  readonly reduction?: LossReduction;
}

/**
 * The losses of all elements as asked for. The mean is over elements; a loss with another divisor divides itself.
 *
 * @throws RangeError if there is no such reduction
 */
export function reduceLoss(name: string, losses: Tensor, { reduction = "mean" }: LossOptions): Tensor {
  switch (reduction) {
    case "mean":
      return mean(losses);
    case "sum":
      return sum(losses);
    case "none":
      return losses;
    default:
      throw unknownReduction(name, reduction, ["mean", "sum", "none"]);
  }
}

/** The error for a reduction that a loss does not have. */
export function unknownReduction(name: string, got: string, known: readonly string[]): RangeError {
  const list = known.map((each) => `"${each}"`).join(", ");
  return new RangeError(`${name}: reduction is "${String(got)}"; choose one of ${list}`);
}

/**
 * Throws unless input and target have one shape. Where PyTorch broadcasts (with a warning), predictions `[N, 1]` and
 * targets `[N]` would be compared all with all.
 */
export function checkSameShape(name: string, x: Tensor, target: Tensor): void {
  if (!sameShape(x.shape, target.shape))
    throw new RangeError(
      `${name}: the input has shape ${show(x.shape)}, the target ${show(target.shape)}; they must be the same: ` +
        `target.reshape(${show(x.shape)})`,
    );
}

/** `a·b`, where a factor of 0 also makes nothing of an infinite `b`: what has no weight does not count. */
export function weigh(a: Tensor, b: Tensor): Tensor {
  return mul(a, where(logicalAnd(equal(a, 0), equal(abs(b), Infinity)), 0, b));
}

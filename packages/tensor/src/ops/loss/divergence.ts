/** How far one distribution is from another. */
import type { Tensor } from "../../tensor.ts";
import { div, sub } from "../arithmetic.ts";
import { equal, where } from "../compare.ts";
import { exp, log } from "../elementary.ts";
import { mul } from "../pointwise.ts";
import { sum } from "../stretch.ts";
import { checkSameShape, type LossReduction, reduceLoss, unknownReduction, weigh } from "./common.ts";

/** Options of {@link klDivLoss}. */
export interface KlDivOptions {
  /** "batchmean" divides the sum by the first extent, as the divergence is defined; "mean" (default) by the elements. */
  readonly reduction?: LossReduction | "batchmean";
  /** Whether the target, too, is given by its logarithm. */
  readonly logTarget?: boolean;
}

/**
 * The terms of the Kullback-Leibler divergence of p from q: `l = p·(ln p - x)` with x = ln q, and 0 where p is 0 (Kullback
 * and Leibler 1951, "On information and sufficiency").
 *
 * @param x logarithms of probabilities (logSoftmax), not probabilities
 * @param target p, or ln p with `logTarget`; in the shape of `x`
 * @throws RangeError if the shapes differ
 */
export function klDivLoss(
  x: Tensor,
  target: Tensor,
  { reduction = "mean", logTarget = false }: KlDivOptions = {},
): Tensor {
  checkSameShape("klDivLoss", x, target);
  const losses = logTarget ? weigh(exp(target), sub(target, x)) : sub(entropyTerm(target), weigh(target, x));
  if (reduction === "batchmean") return div(sum(losses), x.shape[0] ?? 1);
  if (reduction !== "mean" && reduction !== "sum" && reduction !== "none")
    throw unknownReduction("klDivLoss", reduction, ["mean", "sum", "none", "batchmean"]);
  return reduceLoss("klDivLoss", losses, { reduction });
}

/** `p·ln p`, 0 at 0. */
function entropyTerm(p: Tensor): Tensor {
  return mul(p, log(where(equal(p, 0), 1, p)));
}

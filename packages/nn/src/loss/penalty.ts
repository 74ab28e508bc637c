/** What is added to a loss so that weights stay small. */
import { abs, square, sum, Tensor } from "@gradus/tensor";
import type { AnyModule } from "../module.ts";

/** Tensors, or a module: then all its parameters. */
export type Penalized = AnyModule | readonly Tensor[];

/** `strength · Σ |w|`: drives weights to 0 (Tibshirani 1996, "Regression shrinkage and selection via the lasso"). */
export function l1Penalty(of: Penalized, strength: number): Tensor {
  return total("l1Penalty", of, abs).mul(strength);
}

/** `strength · Σ w²`: keeps weights small; its gradient is `2·strength·w` (Hoerl and Kennard 1970, "Ridge regression"). */
export function l2Penalty(of: Penalized, strength: number): Tensor {
  return total("l2Penalty", of, square).mul(strength);
}

/** `l1 · Σ |w| + l2 · Σ w²` (Zou and Hastie 2005, "Regularization and variable selection via the elastic net", equation 3). */
export function elasticNetPenalty(
  of: Penalized,
  { l1, l2 }: { readonly l1: number; readonly l2: number },
): Tensor {
  return total("elasticNetPenalty", of, (w) => abs(w).mul(l1).add(square(w).mul(l2)));
}

function total(name: string, of: Penalized, term: (w: Tensor) => Tensor): Tensor {
  const tensors = "parameters" in of ? of.parameters() : of;
  const [first, ...rest] = tensors;
  if (first === undefined || !tensors.every((each) => each instanceof Tensor))
    throw new RangeError(
      `${name}: there are ${tensors.length} tensors to penalize; give a module with parameters, or a list of tensors`,
    );
  return rest.reduce((y, w) => y.add(sum(term(w))), sum(term(first)));
}

/** What moves weights. */
import type { OptimizerStateDict } from "@gradus/optim";
import type { Tensor } from "@gradus/tensor";

/** What fit needs of an optimizer: those of `@gradus/optim` have it. */
export interface Trainable {
  readonly paramGroups: readonly { readonly params: readonly Tensor[]; lr: number }[];
  step(): void;
  zeroGrad(): void;
  stateDict(): OptimizerStateDict;
  loadStateDict(state: OptimizerStateDict): void;
}

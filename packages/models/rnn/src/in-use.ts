/** A model that is asked, not trained. */
import type { AnyModule } from "@gradus/nn";
import { noGrad, scope } from "@gradus/tensor";

/** What `f` computes with the model in `eval`, without gradients; of what it makes only its result stays. Modes are as before then. */
export function inUse<T>(model: AnyModule, f: () => T): T {
  const modes = model.namedModules().map(([, module]) => [module, module.training] as const);
  model.eval();
  try {
    return noGrad(() => scope(f));
  } finally {
    for (const [module, training] of modes) module.training = training;
  }
}

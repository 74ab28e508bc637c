/** Random streams of a model's own. */
import type { AnyModule } from "@gradus/nn";
import { Generator } from "@gradus/tensor";

/** The generators that modules hold, among their properties or among their options, each once, in the order of the modules. */
export function generatorsIn(model: AnyModule): Generator[] {
  const found = new Set<Generator>();
  for (const [, module] of model.namedModules())
    for (const value of Object.values(module))
      for (const each of [value, ...Object.values(isOptions(value) ? value : {})])
        if (each instanceof Generator) found.add(each);
  return [...found];
}

function isOptions(value: unknown): value is object {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

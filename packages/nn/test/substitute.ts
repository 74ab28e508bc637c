/** Other tensors in the place of a module's own: then a module is a function of its parameters too. */
import type { AnyModule } from "@gradus/nn";
import { Tensor } from "@gradus/tensor";

/** Puts `others.get(x)` wherever the module, or one below it, holds x itself, also in arrays and records. */
export function substitute(module: AnyModule, others: ReadonlyMap<Tensor, Tensor>): void {
  for (const [, below] of module.namedModules()) replaceIn(below, others);
}

function replaceIn(owner: object, others: ReadonlyMap<Tensor, Tensor>): void {
  const place = owner as Record<string, unknown>;
  for (const [key, value] of Object.entries(owner)) {
    if (value instanceof Tensor) place[key] = others.get(value) ?? value;
    else if (Array.isArray(value) || isRecord(value)) replaceIn(value as object, others);
  }
}

function isRecord(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** Memory of a step, given back without waiting for the garbage collector. */
import { dispose, type Tensor } from "@gradus/tensor";

/** Gives back what `made` holds, but for elements that something in `spared` shares: a view of a batch is not ours. */
export function release(made: Iterable<Tensor>, spared: Iterable<Tensor>): void {
  const kept = new Set([...spared].map(({ storage }) => storage));
  for (const x of made) if (!kept.has(x.storage)) dispose(x);
}

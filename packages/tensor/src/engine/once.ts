/** Gradients of several inputs by one computation. */
import type { Context, Tensor } from "../tensor.ts";

interface Found<R> {
  readonly output: Tensor;
  readonly result: R;
  /** The input that was asked for last. */
  last: number;
}

/**
 * The engine asks for the gradient of one input at a time, in the order of the inputs; a rule that finds them all at once runs once
 * for each node and pass. What it found is forgotten with the cotangent.
 */
export function oncePerPass<A, R>(
  rule: (g: Tensor, context: Context<A>) => R,
): (g: Tensor, i: number, context: Context<A>) => R {
  const memory = new WeakMap<Tensor, Found<R>>();
  return (g, i, context) => {
    const { output } = context;
    let found = memory.get(g);
    // Who asks for the same input again, or for one before it, is in another pass: scopes may have ended in between.
    if (found?.output !== output || i <= found.last) {
      found = { output, result: rule(g, context), last: i };
      memory.set(g, found);
    }
    found.last = i;
    return found.result;
  };
}

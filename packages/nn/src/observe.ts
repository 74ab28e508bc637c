/** Looking on while a module computes. */
import type { AnyModule } from "./module.ts";

/** One call of a module's `forward`. */
export interface Call {
  /** As in `namedModules`; "" is the module that is observed itself. */
  readonly name: string;
  readonly module: AnyModule;
  readonly inputs: readonly unknown[];
  readonly output: unknown;
}

/**
 * Calls `onCall` after each `forward` of the module and of all below it, in the order in which they end. What it returns is
 * ignored: an observer changes nothing.
 *
 * @returns a function that ends it
 */
export function observe(module: AnyModule, onCall: (call: Call) => void): () => void {
  const undo: (() => void)[] = [];
  for (const [name, below] of module.namedModules()) {
    const before = Object.getOwnPropertyDescriptor(below, "forward");
    const forward = below.forward;
    // An own property hides the class's method, and is not enumerable, so that it is no member.
    Object.defineProperty(below, "forward", {
      configurable: true,
      writable: true,
      value(...inputs: unknown[]): unknown {
        const output = forward.apply(below, inputs);
        onCall({ name, module: below, inputs, output });
        return output;
      },
    });
    undo.push(() => {
      if (before === undefined) delete (below as { forward?: unknown }).forward;
      else Object.defineProperty(below, "forward", before);
    });
  }
  return () => {
    for (const end of undo) end();
  };
}

/** Makes every function of `method-list.ts` a method of `Tensor`. Types follow from the functions: there is no second list. */
import * as functions from "./method-list.ts";
import type { Picked } from "./ops/pick.ts";
import { dispose } from "./scope.ts";
import { Tensor } from "./tensor.ts";

/** A function without its first argument. */
type Method<F> = F extends (x: Tensor, ...rest: infer Rest) => infer Result
  ? (...rest: Rest) => Result
  : never;

/** Inference sees one signature of a function, so functions with two are named here. */
type Overloaded = "max" | "min";

/** With an axis the extreme elements and where they are; without one the extreme of all. */
interface Extreme {
  (): Tensor;
  (axis: number, keepdim?: boolean): Picked;
}

/** All functions as methods. Their doc comments stand at the functions. */
export type Methods = {
  [name in Exclude<keyof typeof functions, Overloaded>]: Method<(typeof functions)[name]>;
} & {
  [name in Overloaded]: Extreme;
} & {
  /** The negative log-likelihood loss: PyTorch's short name for `nllLoss`. */
  nll: Methods["nllLoss"];
};

declare module "./tensor.ts" {
  interface Tensor extends Methods, Disposable {}
}

for (const [name, f] of [...Object.entries(functions), ["nll", functions.nllLoss] as const]) {
  Object.defineProperty(Tensor.prototype, name, {
    configurable: true,
    writable: true,
    value(this: Tensor, ...rest: never[]): unknown {
      return (f as (...all: unknown[]) => unknown)(this, ...rest);
    },
  });
}

// How Node's console shows a tensor.
Object.defineProperty(Tensor.prototype, Symbol.for("nodejs.util.inspect.custom"), {
  value(this: Tensor): string {
    return this.toString();
  },
});

// `using x = ...`, where the engine knows it.
if (Symbol.dispose !== undefined) {
  Object.defineProperty(Tensor.prototype, Symbol.dispose, {
    value(this: Tensor): void {
      dispose(this);
    },
  });
}

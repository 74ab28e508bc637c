/** Makes every function of `method-list.ts` a method of `Tensor`. Types follow from the functions: there is no second list. */
import * as functions from "./method-list.ts";
import { Tensor } from "./tensor.ts";

/** A function without its first argument. */
type Method<F> = F extends (x: Tensor, ...rest: infer Rest) => infer Result
  ? (...rest: Rest) => Result
  : never;

/** All functions as methods. Their doc comments stand at the functions. */
export type Methods = { [name in keyof typeof functions]: Method<(typeof functions)[name]> } & {
  /** The negative log-likelihood loss: PyTorch's short name for `nllLoss`. */
  nll: Methods["nllLoss"];
};

declare module "./tensor.ts" {
  interface Tensor extends Methods {}
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

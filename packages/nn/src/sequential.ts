/** One after the other. */
import type { Tensor } from "@gradus/tensor";
import { Module } from "./module.ts";

/** A step of a {@link Sequential}: a module, or any function of one tensor. */
export type Step = Module<[Tensor], Tensor> | ((x: Tensor) => Tensor);

/**
 * `f_n(... f_2(f_1(x)))`. Steps are modules or plain functions; modules are named by their place among all steps, as in
 * PyTorch: `new Sequential(new Linear(2, 16), relu, new Linear(16, 1))` has `0.weight` and `2.weight`. A step may be
 * replaced (a new head on an old body): `model.steps[2] = new Linear(16, 10)`.
 */
export class Sequential extends Module {
  readonly steps: Step[];

  /** @throws TypeError if a step is neither a module nor a function */
  constructor(...steps: Step[]) {
    super();
    steps.forEach((step, i) => {
      if (!(step instanceof Module) && typeof step !== "function")
        throw new TypeError(
          `Sequential: step ${i} is ${step === null ? "null" : typeof step}; a step is a module or a function of one tensor`,
        );
    });
    this.steps = steps;
  }

  /** The steps by their place, without the name of the array that holds them. */
  override held(): object {
    const { steps, ...rest } = this;
    return { ...steps, ...rest };
  }

  forward(x: Tensor): Tensor {
    return this.steps.reduce((y, step) => (step instanceof Module ? step.forward(y) : step(y)), x);
  }
}

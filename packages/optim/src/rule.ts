/** What tells one optimizer from another. */
import type { Tensor } from "@gradus/tensor";

/** Options that every optimizer has. */
export interface CommonOptions {
  /** Learning rate. */
  lr: number;
}

/** One parameter on its way through one step. */
export interface Update<O> {
  /** Contiguous; to be overwritten. */
  readonly param: Tensor;
  /** Its gradient, contiguous; not to be written to. */
  readonly grad: Tensor;
  /** State with one number for each element, in the shape of `param`; to be overwritten. */
  readonly slots: Readonly<Record<string, Tensor>>;
  /** State with one number for the whole parameter; to be overwritten. `step` counts from 1. */
  readonly numbers: Record<string, number> & { step: number };
  readonly options: O;
}

/** An update rule. */
export interface Rule<O extends CommonOptions> {
  readonly name: string;
  readonly defaults: O;
  /** Throws if an option is out of range. */
  check(options: O): void;
  /** Names and starting values of the state that has one number for each element. */
  slots(options: O): Readonly<Record<string, number>>;
  /** Names and starting values of further numbers for each parameter. */
  readonly numbers?: Readonly<Record<string, number>>;
  /** Why a parameter cannot be optimized by this rule; nothing if it can. */
  refuse?(param: Tensor): string | undefined;
  /** One step, in place. */
  update(update: Update<O>): void;
}

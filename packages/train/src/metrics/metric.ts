/** What a metric is: a figure of outputs and targets, which come in batches. */
import { Tensor } from "@gradus/tensor";
import { z } from "zod";
import { checked } from "../check.ts";

/** Elements in row-major order. */
export interface Values {
  readonly data: ArrayLike<number>;
  readonly shape: readonly number[];
  readonly dtype: Tensor["dtype"];
}

/**
 * A figure of outputs and targets. Batches add up: `update` with parts of the data, in any number, and `compute` is what it
 * is for all of them at once. 0/0 is NaN: undefined by definition, whatever others put in its place.
 */
export abstract class Metric<R = number> {
  /** Forgets everything. */
  abstract reset(): void;

  /** Takes a batch into account. Tensors on a device that is read by promises have to be read before. */
  update(output: Tensor | Values, target: Tensor | Values): void {
    this.accumulate(valuesOf(output), valuesOf(target));
  }

  protected abstract accumulate(output: Values, target: Values): void;

  /** The figure of all batches since the last `reset`. */
  abstract compute(): R;

  /** What `compute` needs, as data. */
  abstract stateDict(): unknown;

  /** @throws Error if the state is of another metric */
  abstract loadStateDict(state: unknown): void;
}

function valuesOf(x: Tensor | Values): Values {
  return x instanceof Tensor ? { data: x.dataSync(), shape: x.shape, dtype: x.dtype } : x;
}

const meanState = z.object({ total: z.custom<number>(isNumber), count: z.custom<number>(isNumber) });

/** A metric that is a function of a mean. */
export abstract class MeanMetric extends Metric {
  #total = 0;
  #count = 0;

  override reset(): void {
    this.#total = 0;
    this.#count = 0;
  }

  /** Takes one number into the mean. */
  protected add(value: number): void {
    this.#total += value;
    this.#count++;
  }

  override compute(): number {
    return this.#total / this.#count;
  }

  override stateDict(): unknown {
    return { total: this.#total, count: this.#count };
  }

  override loadStateDict(state: unknown): void {
    const { total, count } = checked(meanState, state, `the state of ${this.constructor.name}`);
    this.#total = total;
    this.#count = count;
  }
}

/** @throws RangeError unless output and target have one shape */
export function checkSameShape(name: string, output: Values, target: Values): void {
  if (`${output.shape}` !== `${target.shape}`)
    throw new RangeError(
      `${name}: outputs [${output.shape}], targets [${target.shape}]; give them one shape: squeeze or reshape one of them`,
    );
}

function isNumber(value: unknown): boolean {
  return typeof value === "number";
}

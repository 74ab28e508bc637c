/** What goes on inside a model. */
import { observe } from "@gradus/nn";
import { dispose, equal, keep, noGrad, scope, stack, Tensor } from "@gradus/tensor";
import type { Callback, Run } from "./callback.ts";

/** Figures of the elements of one tensor. */
export interface TensorStatistics {
  /** From 1. */
  readonly step: number;
  /** Of the parameter, or of the module whose output it is; "" is the model itself. */
  readonly name: string;
  readonly kind: "activation" | "gradient" | "weight";
  readonly mean: number;
  /** √(mean x² - mean²), over all elements. */
  readonly std: number;
  readonly min: number;
  readonly max: number;
  /** The part of the elements that is exactly 0: dead units, after a relu. */
  readonly zeros: number;
  /** Euclidean. */
  readonly norm: number;
}

/**
 * Mean, spread, extremes, zeros and norm of every module's output, and of every parameter and its gradient before clipping,
 * each `every` steps (100 by default), beginning with the first. They are in `records`, and not saved with a run.
 */
export class Statistics implements Callback {
  readonly name = "statistics";
  readonly records: TensorStatistics[] = [];
  readonly #every: number;
  #end: (() => void) | null = null;
  /** Six numbers for each, not yet read back. */
  readonly #pending: {
    readonly kind: TensorStatistics["kind"];
    readonly name: string;
    readonly figures: Tensor;
  }[] = [];

  /** @throws RangeError unless `every` is a whole number, at least 1 */
  constructor({ every = 100 }: { readonly every?: number } = {}) {
    if (!Number.isInteger(every) || every < 1)
      throw new RangeError(`Statistics: every is ${every}; it must be a whole number >= 1`);
    this.#every = every;
  }

  onStepStart(run: Run): void {
    if (run.step % this.#every !== 0) return;
    this.#end = observe(run.model, ({ name, output }) => {
      if (output instanceof Tensor) this.#note("activation", name, output);
    });
  }

  async onBackward(run: Run): Promise<void> {
    if (this.#end === null) return;
    this.close();
    for (const [name, parameter] of run.model.namedParameters()) {
      this.#note("weight", name, parameter);
      if (parameter.grad !== null) this.#note("gradient", name, parameter.grad);
    }
    for (const { kind, name, figures } of this.#pending.splice(0)) {
      const [mean, square, min, max, zeros, norm] = Array.from(await figures.data());
      dispose(figures);
      const std = Math.sqrt(Math.max(0, (square as number) - (mean as number) ** 2));
      this.records.push({
        step: run.step + 1,
        name,
        kind,
        mean,
        std,
        min,
        max,
        zeros,
        norm,
      } as TensorStatistics);
    }
  }

  close(): void {
    this.#end?.();
    this.#end = null;
  }

  #note(kind: TensorStatistics["kind"], name: string, x: Tensor): void {
    if (x.size === 0 || (x.dtype !== "float32" && x.dtype !== "float64")) return;
    const figures = noGrad(() =>
      scope(() => {
        const y = x.detach();
        const square = y.square();
        const zeros = equal(y, 0).cast(y.dtype).mean();
        return stack([y.mean(), square.mean(), y.amin(), y.amax(), zeros, square.sum().sqrt()]);
      }),
    );
    this.#pending.push({ kind, name, figures: keep(figures) });
  }
}

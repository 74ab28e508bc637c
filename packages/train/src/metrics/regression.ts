/** How far numbers are from where they should be. Outputs and targets have one shape; every element counts. */
import { z } from "zod";
import { checked, number } from "../check.ts";
import { checkSameShape, MeanMetric, Metric, type Values } from "./metric.ts";

/** `mean |y - t|`, MAE. */
export class MeanAbsoluteError extends MeanMetric {
  /** @throws RangeError if shapes differ */
  protected override accumulate(output: Values, target: Values): void {
    eachPair("MeanAbsoluteError", output, target, (y, t) => this.add(Math.abs(y - t)));
  }
}

/** `mean (y - t)²`, MSE; with `squared: false` its root, RMSE, in the unit of the targets. */
export class MeanSquaredError extends MeanMetric {
  readonly squared: boolean;

  constructor({ squared = true }: { readonly squared?: boolean } = {}) {
    super();
    this.squared = squared;
  }

  /** @throws RangeError if shapes differ */
  protected override accumulate(output: Values, target: Values): void {
    eachPair("MeanSquaredError", output, target, (y, t) => this.add((y - t) ** 2));
  }

  override compute(): number {
    return this.squared ? super.compute() : Math.sqrt(super.compute());
  }
}

/**
 * R² `= 1 - Σ(t - y)² / Σ(t - t̄)²`: which part of the targets' variance the outputs explain. 1 is perfect, 0 no better than
 * the mean, below 0 worse. Targets that are all equal have no variance: NaN, or -∞ if they are missed. The second sum by
 * Welford's recurrence (1962), which does not cancel.
 */
export class R2Score extends Metric {
  #count = 0;
  #mean = 0;
  #total = 0;
  #residual = 0;

  override reset(): void {
    [this.#count, this.#mean, this.#total, this.#residual] = [0, 0, 0, 0];
  }

  /** @throws RangeError if shapes differ */
  protected override accumulate(output: Values, target: Values): void {
    eachPair("R2Score", output, target, (y, t) => {
      const before = t - this.#mean;
      this.#mean += before / ++this.#count;
      this.#total += before * (t - this.#mean);
      this.#residual += (t - y) ** 2;
    });
  }

  override compute(): number {
    return 1 - this.#residual / this.#total;
  }

  override stateDict(): unknown {
    return { count: this.#count, mean: this.#mean, total: this.#total, residual: this.#residual };
  }

  override loadStateDict(state: unknown): void {
    const form = z.object({ count: number, mean: number, total: number, residual: number });
    const saved = checked(form, state, "the state of R2Score");
    [this.#count, this.#mean, this.#total, this.#residual] = [
      saved.count,
      saved.mean,
      saved.total,
      saved.residual,
    ];
  }
}

function eachPair(name: string, output: Values, target: Values, visit: (y: number, t: number) => void): void {
  checkSameShape(name, output, target);
  for (let i = 0; i < target.data.length; i++) visit(output.data[i] as number, target.data[i] as number);
}

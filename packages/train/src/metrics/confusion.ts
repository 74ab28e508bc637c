/** Who is taken for whom. */
import { z } from "zod";
import { checked, count } from "../check.ts";
import { type ClassOptions, eachClass } from "./classes.ts";
import { Metric, type Values } from "./metric.ts";

/** One class against the rest: how often it is claimed rightly, wrongly, and so on. */
export interface Outcomes {
  readonly tp: number;
  readonly fp: number;
  readonly fn: number;
  readonly tn: number;
}

/** A figure of one class against the rest. */
export type ClassFigure = "precision" | "recall" | "specificity" | "negativePredictiveValue" | "f1";

/** Figures of one class against the rest. 0/0 is NaN. */
export const definitions: { readonly [name in ClassFigure]: (outcomes: Outcomes) => number } = {
  /** Of those that are claimed, how many are: positive predictive value. */
  precision: ({ tp, fp }) => tp / (tp + fp),
  /** Of those that are, how many are found: sensitivity, true positive rate. */
  recall: ({ tp, fn }) => tp / (tp + fn),
  /** Of those that are not, how many are left alone: true negative rate. */
  specificity: ({ tn, fp }) => tn / (tn + fp),
  /** Of those that are not claimed, how many are not. */
  negativePredictiveValue: ({ tn, fn }) => tn / (tn + fn),
  /** The harmonic mean of precision and recall. */
  f1: ({ tp, fp, fn }) => (2 * tp) / (2 * tp + fp + fn),
};

/** Options of {@link ConfusionMatrix}. */
export interface ConfusionOptions extends ClassOptions {
  readonly numClasses: number;
}

/** How often class i was taken for class j, in row i and column j: rows are true classes, columns predictions. */
export class ConfusionMatrix extends Metric<number[][]> {
  readonly numClasses: number;
  readonly options: ClassOptions;
  #counts: number[][];

  /** @throws RangeError unless `numClasses` is a whole number, at least 2 */
  constructor({ numClasses, ...options }: ConfusionOptions) {
    super();
    if (!Number.isInteger(numClasses) || numClasses < 2)
      throw new RangeError(`ConfusionMatrix: numClasses is ${numClasses}; it must be a whole number >= 2`);
    this.numClasses = numClasses;
    this.options = options;
    this.#counts = square(numClasses);
  }

  override reset(): void {
    this.#counts = square(this.numClasses);
  }

  /** @throws RangeError if a class does not exist */
  protected override accumulate(output: Values, target: Values): void {
    const exists = (c: number): boolean => Number.isInteger(c) && c >= 0 && c < this.numClasses;
    eachClass("ConfusionMatrix", output, target, this.options, (predicted, actual) => {
      if (!exists(predicted) || !exists(actual))
        throw new RangeError(
          `ConfusionMatrix: class ${actual}, predicted ${predicted}, with numClasses ${this.numClasses}; ` +
            `classes count from 0 to ${this.numClasses - 1}`,
        );
      (this.#counts[actual] as number[])[predicted]!++;
    });
  }

  override compute(): number[][] {
    return this.#counts.map((row) => [...row]);
  }

  /** Class c against the rest. */
  outcomes(c: number): Outcomes {
    const tp = this.#counts[c]?.[c] ?? 0;
    const actual = sum(this.#counts[c] ?? []);
    const claimed = sum(this.#counts.map((row) => row[c] ?? 0));
    const all = sum(this.#counts.map(sum));
    return { tp, fp: claimed - tp, fn: actual - tp, tn: all - actual - claimed + tp };
  }

  /** A figure of each class against the rest. */
  perClass(figure: ClassFigure): number[] {
    return this.#counts.map((_row, c) => definitions[figure](this.outcomes(c)));
  }

  override stateDict(): unknown {
    return { counts: this.compute() };
  }

  override loadStateDict(state: unknown): void {
    const n = this.numClasses;
    const form = z.object({ counts: z.array(z.array(count).length(n)).length(n) });
    this.#counts = checked(form, state, `the state of ConfusionMatrix with numClasses ${n}`).counts;
  }
}

function square(n: number): number[][] {
  return Array.from({ length: n }, () => new Array<number>(n).fill(0));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}

/** Precision and its relatives, over all classes. */
import type { ClassOptions } from "./classes.ts";
import { type ClassFigure, ConfusionMatrix, definitions, type Outcomes } from "./confusion.ts";
import { Metric, type Values } from "./metric.ts";

/** How figures of classes become one. */
export type Average =
  /** That of the class `positive` alone. */
  | "binary"
  /** The mean over classes: each counts the same. NaN if one class has none. */
  | "macro"
  /** Outcomes of all classes summed first: each example counts the same. */
  | "micro"
  /** The mean over classes, by how often they occur. */
  | "weighted";

/** Options of {@link Precision}, {@link Recall}, {@link Specificity}, {@link NegativePredictiveValue} and {@link F1Score}. */
export interface ClassScoreOptions extends ClassOptions {
  /** 2 by default. */
  readonly numClasses?: number;
  /** "binary" for two classes, else "macro". */
  readonly average?: Average;
  /** The class that "binary" is about; 1 by default. */
  readonly positive?: number;
}

/** A figure of each class against the rest, averaged. */
abstract class ClassScore extends Metric {
  readonly average: Average;
  readonly positive: number;
  readonly #confusion: ConfusionMatrix;

  /** @throws RangeError if `numClasses` is below 2, or there is no class `positive` */
  constructor({ numClasses = 2, average, positive = 1, ...options }: ClassScoreOptions = {}) {
    super();
    this.#confusion = new ConfusionMatrix({ numClasses, ...options });
    this.average = average ?? (numClasses === 2 ? "binary" : "macro");
    if (!["binary", "macro", "micro", "weighted"].includes(this.average))
      throw new RangeError(
        `${this.constructor.name}: average is "${average}"; it is binary, macro, micro or weighted`,
      );
    if (!(Number.isInteger(positive) && positive >= 0 && positive < numClasses))
      throw new RangeError(
        `${this.constructor.name}: positive is ${positive}, with numClasses ${numClasses}; it is a class`,
      );
    this.positive = positive;
  }

  protected abstract readonly figure: ClassFigure;

  override reset(): void {
    this.#confusion.reset();
  }

  protected override accumulate(output: Values, target: Values): void {
    this.#confusion.update(output, target);
  }

  override compute(): number {
    const figure = definitions[this.figure];
    const outcomes = Array.from({ length: this.#confusion.numClasses }, (_, c) =>
      this.#confusion.outcomes(c),
    );
    switch (this.average) {
      case "binary":
        return figure(outcomes[this.positive] as Outcomes);
      case "micro":
        return figure(outcomes.reduce(plus));
      case "macro":
        return mean(outcomes.map((each) => [figure(each), 1]));
      case "weighted":
        return mean(outcomes.map((each) => [figure(each), each.tp + each.fn]));
    }
  }

  override stateDict(): unknown {
    return this.#confusion.stateDict();
  }

  override loadStateDict(state: unknown): void {
    this.#confusion.loadStateDict(state);
  }
}

function plus(a: Outcomes, b: Outcomes): Outcomes {
  return { tp: a.tp + b.tp, fp: a.fp + b.fp, fn: a.fn + b.fn, tn: a.tn + b.tn };
}

/** By weight. What weighs nothing says nothing, be it NaN. */
function mean(pairs: readonly (readonly [value: number, weight: number])[]): number {
  const counting = pairs.filter(([, weight]) => weight > 0);
  const total = counting.reduce((sum, [, weight]) => sum + weight, 0);
  return counting.reduce((sum, [value, weight]) => sum + value * weight, 0) / total;
}

/** `tp / (tp + fp)`: of what is claimed to be of the class, how much is. Positive predictive value, PPV. */
export class Precision extends ClassScore {
  protected override readonly figure = "precision";
}

/** `tp / (tp + fn)`: of what is of the class, how much is found. Sensitivity, true positive rate, TPR. */
export class Recall extends ClassScore {
  protected override readonly figure = "recall";
}

/** `tn / (tn + fp)`: of what is not of the class, how much is left alone. True negative rate, TNR. */
export class Specificity extends ClassScore {
  protected override readonly figure = "specificity";
}

/** `tn / (tn + fn)`: of what is not claimed to be of the class, how much is not. NPV. */
export class NegativePredictiveValue extends ClassScore {
  protected override readonly figure = "negativePredictiveValue";
}

/** `2·tp / (2·tp + fp + fn)`: the harmonic mean of precision and recall. */
export class F1Score extends ClassScore {
  protected override readonly figure = "f1";
}

/** How often the right class is found. */
import { type ClassOptions, classCount, eachClass, layout, offsetOf } from "./classes.ts";
import { MeanMetric, type Values } from "./metric.ts";

/** `right / all`: see {@link ClassOptions} for what outputs may be. NaN without examples. */
export class Accuracy extends MeanMetric {
  readonly options: ClassOptions;

  constructor(options: ClassOptions = {}) {
    super();
    this.options = options;
  }

  protected override accumulate(output: Values, target: Values): void {
    eachClass("Accuracy", output, target, this.options, (predicted, actual) =>
      this.add(Number(predicted === actual)),
    );
  }
}

/** Options of {@link TopKAccuracy}. */
export interface TopKOptions {
  /** How many guesses are free; 5 by default. */
  readonly k?: number;
  readonly ignoreIndex?: number;
}

/**
 * How often the right class is among the k highest scores. Of equal scores the first counts as higher, so that k = 1 is
 * {@link Accuracy}. Outputs `[N, C, ...]`, targets `[N, ...]`.
 */
export class TopKAccuracy extends MeanMetric {
  readonly k: number;
  readonly ignoreIndex: number | undefined;

  /** @throws RangeError unless k is a whole number, at least 1 */
  constructor({ k = 5, ignoreIndex }: TopKOptions = {}) {
    super();
    if (!Number.isInteger(k) || k < 1)
      throw new RangeError(`TopKAccuracy: k is ${k}; it must be a whole number >= 1`);
    this.k = k;
    this.ignoreIndex = ignoreIndex;
  }

  /** @throws RangeError if shapes do not fit, there are fewer than k classes, or a class does not exist */
  protected override accumulate(output: Values, target: Values): void {
    const classes = classCount("TopKAccuracy", output, target);
    if (classes === null || classes < this.k)
      throw new RangeError(
        `TopKAccuracy: outputs [${output.shape}] for targets [${target.shape}]; they must be [N, C, ...] with C >= k = ${this.k}`,
      );
    const at = layout(output, target, classes);
    for (let i = 0; i < target.data.length; i++) {
      const actual = target.data[i] as number;
      if (actual === this.ignoreIndex) continue;
      if (!(actual >= 0 && actual < classes))
        throw new RangeError(
          `TopKAccuracy: class ${actual} of ${classes}; classes count from 0 to ${classes - 1}`,
        );
      this.add(Number(this.#higher(output.data, offsetOf(at, i), at.step, classes, actual) < this.k));
    }
  }

  #higher(scores: ArrayLike<number>, offset: number, step: number, classes: number, actual: number): number {
    const own = scores[offset + actual * step] as number;
    let higher = 0;
    for (let c = 0; c < classes; c++) {
      const score = scores[offset + c * step] as number;
      if (score > own || (score === own && c < actual)) higher++;
    }
    return higher;
  }
}

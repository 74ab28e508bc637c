/** Rates that shrink when nothing gets better. */
import { atLeastZero, oneOf, rate, wholeNumber } from "../options.ts";
import type { Schedulable } from "./scheduler.ts";

/** See {@link ReduceLROnPlateau}. */
export interface PlateauOptions {
  /** Whether lower or higher is better, "min" by default. */
  readonly mode?: "min" | "max";
  /** What the rate is multiplied by, 0.1 by default. */
  readonly factor?: number;
  /** How many steps without improvement are borne, 10 by default. */
  readonly patience?: number;
  /** What counts as improvement, 1e-4 by default. */
  readonly threshold?: number;
  /** Whether `threshold` is a part of the best value, or a difference; "rel" by default. */
  readonly thresholdMode?: "rel" | "abs";
  /** How many steps after a reduction do not count, 0 by default. */
  readonly cooldown?: number;
  /** The rate stays above this, 0 by default. */
  readonly minLr?: number;
  /** A change of the rate not larger than this is not made, 1e-8 by default. */
  readonly eps?: number;
}

/** Everything the schedule needs to go on. `best` is infinite at first. */
export interface PlateauStateDict {
  readonly best: number;
  readonly numBadEpochs: number;
  readonly cooldownCounter: number;
  readonly lrs: readonly number[];
}

const defaults: Required<PlateauOptions> = {
  mode: "min",
  factor: 0.1,
  patience: 10,
  threshold: 1e-4,
  thresholdMode: "rel",
  cooldown: 0,
  minLr: 0,
  eps: 1e-8,
};

/**
 * Multiplies the rates by `factor` once a metric has not improved for more than `patience` steps. Better is, for "min",
 * less than `best·(1 - threshold)` ("rel") or `best - threshold` ("abs"); for "max" the mirror image. NaN is never
 * better.
 */
export class ReduceLROnPlateau {
  readonly optimizer: Schedulable;
  readonly #options: Required<PlateauOptions>;
  #best: number;
  #numBadEpochs = 0;
  #cooldownCounter = 0;

  /** @throws RangeError if an option is out of range */
  constructor(optimizer: Schedulable, options: PlateauOptions = {}) {
    this.#options = { ...defaults, ...options };
    const { mode, factor, patience, thresholdMode, threshold, cooldown, minLr, eps } = this.#options;
    oneOf("ReduceLROnPlateau", "mode", mode, ["min", "max"]);
    oneOf("ReduceLROnPlateau", "thresholdMode", thresholdMode, ["rel", "abs"]);
    rate("ReduceLROnPlateau", "factor", factor);
    wholeNumber("ReduceLROnPlateau", "patience", patience, 0);
    wholeNumber("ReduceLROnPlateau", "cooldown", cooldown, 0);
    atLeastZero("ReduceLROnPlateau", "threshold", threshold);
    atLeastZero("ReduceLROnPlateau", "minLr", minLr);
    atLeastZero("ReduceLROnPlateau", "eps", eps);
    this.optimizer = optimizer;
    this.#best = mode === "min" ? Infinity : -Infinity;
  }

  /** Takes note of the metric after a step or an epoch. */
  step(metric: number): void {
    const { patience, cooldown } = this.#options;
    if (this.#isBetter(metric)) {
      this.#best = metric;
      this.#numBadEpochs = 0;
    } else this.#numBadEpochs++;
    if (this.#cooldownCounter > 0) {
      this.#cooldownCounter--;
      this.#numBadEpochs = 0;
    }
    if (this.#numBadEpochs <= patience) return;
    this.#reduce();
    this.#cooldownCounter = cooldown;
    this.#numBadEpochs = 0;
  }

  /** The rates in use, one for each group. */
  getLastLr(): number[] {
    return this.optimizer.paramGroups.map(({ lr }) => lr);
  }

  stateDict(): PlateauStateDict {
    return {
      best: this.#best,
      numBadEpochs: this.#numBadEpochs,
      cooldownCounter: this.#cooldownCounter,
      lrs: this.getLastLr(),
    };
  }

  /**
   * Goes on where another schedule stood, and sets the rates it had.
   *
   * @throws RangeError if the number of groups differs
   */
  loadStateDict({ best, numBadEpochs, cooldownCounter, lrs }: PlateauStateDict): void {
    const { paramGroups } = this.optimizer;
    if (lrs.length !== paramGroups.length)
      throw new RangeError(
        `ReduceLROnPlateau.loadStateDict: saved for ${lrs.length} parameter groups, here are ${paramGroups.length}; ` +
          "make the optimizer with the groups it had",
      );
    this.#best = best;
    this.#numBadEpochs = numBadEpochs;
    this.#cooldownCounter = cooldownCounter;
    paramGroups.forEach((group, i) => {
      group.lr = lrs[i] as number;
    });
  }

  #isBetter(metric: number): boolean {
    const { mode, threshold, thresholdMode } = this.#options;
    const sign = mode === "min" ? 1 : -1;
    const margin = thresholdMode === "abs" ? threshold : threshold * Math.abs(this.#best);
    // Anything is better than nothing: infinity less a part of itself is no number.
    return Number.isFinite(this.#best)
      ? sign * metric < sign * this.#best - margin
      : sign * metric < Infinity;
  }

  #reduce(): void {
    const { factor, minLr, eps } = this.#options;
    for (const group of this.optimizer.paramGroups) {
      const lr = Math.max(group.lr * factor, minLr);
      if (group.lr - lr > eps) group.lr = lr;
    }
  }
}

/** Rates that only ever shrink, or grow to their full size first. */
import { positive, wholeNumber, within } from "../options.ts";
import { LRScheduler, type Schedulable } from "./scheduler.ts";

/** `lr·γ^⌊k/stepSize⌋`: the rate is multiplied by `gamma` (0.1 by default) every `stepSize` steps. */
export class StepLR extends LRScheduler {
  readonly #stepSize: number;
  readonly #gamma: number;

  /** @throws RangeError if `stepSize` is no whole number >= 1, or `gamma` is not positive */
  constructor(optimizer: Schedulable, { stepSize, gamma = 0.1 }: { stepSize: number; gamma?: number }) {
    wholeNumber("StepLR", "stepSize", stepSize);
    positive("StepLR", "gamma", gamma);
    super(optimizer);
    this.#stepSize = stepSize;
    this.#gamma = gamma;
    this.apply();
  }

  override lrAt(k: number, baseLr: number): number {
    return baseLr * this.#gamma ** Math.floor(k / this.#stepSize);
  }
}

/** `lr·γᵏ`. */
export class ExponentialLR extends LRScheduler {
  readonly #gamma: number;

  /** @throws RangeError if `gamma` is not positive */
  constructor(optimizer: Schedulable, { gamma }: { gamma: number }) {
    positive("ExponentialLR", "gamma", gamma);
    super(optimizer);
    this.#gamma = gamma;
    this.apply();
  }

  override lrAt(k: number, baseLr: number): number {
    return baseLr * this.#gamma ** k;
  }
}

/** See {@link LinearLR}. */
export interface LinearLROptions {
  /** 1/3 by default. */
  readonly startFactor?: number;
  /** 1 by default. */
  readonly endFactor?: number;
  /** 5 by default. */
  readonly totalIters?: number;
}

/**
 * Linear warm-up: the factor of the rate goes evenly from `startFactor` to `endFactor` in `totalIters` steps, and
 * stays. Gradual warm-up: Goyal et al. 2017 (arXiv:1706.02677), section 2.2.
 */
export class LinearLR extends LRScheduler {
  readonly #options: Required<LinearLROptions>;

  /** @throws RangeError if a factor is not in (0, 1] or [0, 1], or `totalIters` is no whole number >= 1 */
  constructor(
    optimizer: Schedulable,
    { startFactor = 1 / 3, endFactor = 1, totalIters = 5 }: LinearLROptions = {},
  ) {
    positive("LinearLR", "startFactor", startFactor);
    within("LinearLR", "startFactor", startFactor, 0, 1);
    within("LinearLR", "endFactor", endFactor, 0, 1);
    wholeNumber("LinearLR", "totalIters", totalIters);
    super(optimizer);
    this.#options = { startFactor, endFactor, totalIters };
    this.apply();
  }

  override lrAt(k: number, baseLr: number): number {
    const { startFactor, endFactor, totalIters } = this.#options;
    return baseLr * (startFactor + (endFactor - startFactor) * (Math.min(k, totalIters) / totalIters));
  }
}

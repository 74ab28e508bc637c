/** Rates that go up and down, again and again. */
import { atLeastZero, oneOf, positive, wholeNumber } from "../options.ts";
import { checkMomentum, setMomentum } from "./momentum.ts";
import { LRScheduler, type Schedulable } from "./scheduler.ts";

/** See {@link CyclicLR}. */
export interface CyclicOptions {
  /** The lowest rate. */
  readonly baseLr: number;
  /** The highest rate of the first cycle. */
  readonly maxLr: number;
  /** Steps of the way up, 2000 by default. */
  readonly stepSizeUp?: number;
  /** Steps of the way down, as many as up by default. */
  readonly stepSizeDown?: number;
  /** How the amplitude shrinks: not, by half each cycle, or by `gamma` each step. */
  readonly mode?: "triangular" | "triangular2" | "exp_range";
  /** For "exp_range", 1 by default. */
  readonly gamma?: number;
  /** Whether momentum goes down where the rate goes up, true by default. */
  readonly cycleMomentum?: boolean;
  /** 0.8 by default: at the highest rate. */
  readonly baseMomentum?: number;
  /** 0.9 by default: at the lowest rate. */
  readonly maxMomentum?: number;
}

/**
 * Cyclical rates: `baseLr + (maxLr - baseLr)·height·amplitude`, where `height` goes evenly from 0 to 1 in `stepSizeUp`
 * steps and back in `stepSizeDown`. Momentum goes the other way round. Smith 2017 (arXiv:1506.01186), section 3.
 */
export class CyclicLR extends LRScheduler {
  readonly #options: Required<CyclicOptions>;

  /**
   * @throws RangeError if an option is out of range
   * @throws TypeError if momentum is to be cycled, and a group has none
   */
  constructor(optimizer: Schedulable, options: CyclicOptions) {
    super(optimizer);
    const stepSizeDown = options.stepSizeUp ?? defaults.stepSizeUp;
    this.#options = { ...defaults, stepSizeDown, ...options };
    check(this.#options);
    if (this.#options.cycleMomentum) checkMomentum("CyclicLR", optimizer);
    this.apply();
  }

  override lrAt(k: number): number {
    const { baseLr, maxLr } = this.#options;
    return baseLr + (maxLr - baseLr) * this.#height(k);
  }

  protected override apply(): void {
    super.apply();
    const { cycleMomentum, baseMomentum, maxMomentum } = this.#options;
    if (cycleMomentum)
      setMomentum(this.optimizer, maxMomentum - (maxMomentum - baseMomentum) * this.#height(this.lastEpoch));
  }

  /** Height times amplitude. */
  #height(k: number): number {
    const { stepSizeUp, stepSizeDown, mode, gamma } = this.#options;
    const length = stepSizeUp + stepSizeDown;
    const since = k % length;
    const height = since <= stepSizeUp ? since / stepSizeUp : (length - since) / stepSizeDown;
    if (mode === "triangular2") return height / 2 ** Math.floor(k / length);
    return mode === "exp_range" ? height * gamma ** k : height;
  }
}

const defaults = {
  stepSizeUp: 2000,
  mode: "triangular",
  gamma: 1,
  cycleMomentum: true,
  baseMomentum: 0.8,
  maxMomentum: 0.9,
} as const;

function check({ baseLr, maxLr, stepSizeUp, stepSizeDown, mode, gamma }: Required<CyclicOptions>): void {
  atLeastZero("CyclicLR", "baseLr", baseLr);
  atLeastZero("CyclicLR", "maxLr", maxLr);
  wholeNumber("CyclicLR", "stepSizeUp", stepSizeUp);
  wholeNumber("CyclicLR", "stepSizeDown", stepSizeDown);
  oneOf("CyclicLR", "mode", mode, ["triangular", "triangular2", "exp_range"]);
  positive("CyclicLR", "gamma", gamma);
}

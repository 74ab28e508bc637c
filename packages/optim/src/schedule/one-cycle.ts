/** One cycle up and down. */
import { oneOf, positive, wholeNumber, within } from "../options.ts";
import { cosineBetween } from "./cosine.ts";
import { checkMomentum, setMomentum } from "./momentum.ts";
import { LRScheduler, type Schedulable } from "./scheduler.ts";

/** See {@link OneCycleLR}. */
export interface OneCycleOptions {
  /** The highest rate. */
  readonly maxLr: number;
  /** Steps of the whole cycle. */
  readonly totalSteps: number;
  /** Which part of it goes up, 0.3 by default. */
  readonly pctStart?: number;
  /** "cos" by default. */
  readonly annealStrategy?: "cos" | "linear";
  /** Whether momentum goes down where the rate goes up, true by default. */
  readonly cycleMomentum?: boolean;
  /** 0.85 by default: at the highest rate. */
  readonly baseMomentum?: number;
  /** 0.95 by default: at the ends. */
  readonly maxMomentum?: number;
  /** The first rate is `maxLr/divFactor`; 25 by default. */
  readonly divFactor?: number;
  /** The last rate is the first by this; 1e4 by default. */
  readonly finalDivFactor?: number;
  /** Whether the way down is as long as the way up, with the rest for the last decay; false by default. */
  readonly threePhase?: boolean;
}

interface Phase {
  /** Its last step. */
  readonly end: number;
  readonly lr: readonly [number, number];
  readonly momentum: readonly [number, number];
}

/**
 * One cycle: up from `maxLr/divFactor` to `maxLr`, then down to `maxLr/divFactor/finalDivFactor` at step
 * `totalSteps - 1`, momentum the other way round. The rates of the optimizer itself do not matter. Smith & Topin 2018
 * (arXiv:1708.07120), section 3, with PyTorch's phases.
 */
export class OneCycleLR extends LRScheduler {
  readonly #phases: readonly Phase[];
  readonly #options: Required<OneCycleOptions>;

  /**
   * @throws RangeError if an option is out of range
   * @throws TypeError if momentum is to be cycled, and a group has none
   */
  constructor(optimizer: Schedulable, options: OneCycleOptions) {
    super(optimizer);
    this.#options = { ...defaults, ...options };
    check(this.#options);
    if (this.#options.cycleMomentum) checkMomentum("OneCycleLR", optimizer);
    this.#phases = phasesOf(this.#options);
    this.apply();
  }

  /** @throws RangeError behind the end of the cycle */
  override lrAt(k: number): number {
    return this.#at(k, "lr");
  }

  protected override apply(): void {
    super.apply();
    if (this.#options.cycleMomentum) setMomentum(this.optimizer, this.#at(this.lastEpoch, "momentum"));
  }

  #at(k: number, what: "lr" | "momentum"): number {
    const { totalSteps, annealStrategy } = this.#options;
    const i = this.#phases.findIndex(({ end }) => k <= end);
    // PyTorch lets the step after the last one pass, so that a loop may end with a step.
    const phase = this.#phases[i] ?? (k === totalSteps ? this.#phases.at(-1) : undefined);
    if (phase === undefined)
      throw new RangeError(
        `OneCycleLR: step ${k} of ${totalSteps}; the cycle is over: make totalSteps larger`,
      );
    const start = i === 0 ? 0 : (this.#phases.at(i === -1 ? -2 : i - 1) as Phase).end;
    // A phase may be no longer than its first step.
    const part = phase.end > start ? Math.min(1, (k - start) / (phase.end - start)) : 1;
    const [from, to] = phase[what];
    return annealStrategy === "cos" ? cosineBetween(from, to, part) : from + (to - from) * part;
  }
}

const defaults = {
  pctStart: 0.3,
  annealStrategy: "cos",
  cycleMomentum: true,
  baseMomentum: 0.85,
  maxMomentum: 0.95,
  divFactor: 25,
  finalDivFactor: 1e4,
  threePhase: false,
} as const;

function check(options: Required<OneCycleOptions>): void {
  positive("OneCycleLR", "maxLr", options.maxLr);
  wholeNumber("OneCycleLR", "totalSteps", options.totalSteps);
  within("OneCycleLR", "pctStart", options.pctStart, 0, options.threePhase ? 0.5 : 1);
  oneOf("OneCycleLR", "annealStrategy", options.annealStrategy, ["cos", "linear"]);
  positive("OneCycleLR", "divFactor", options.divFactor);
  positive("OneCycleLR", "finalDivFactor", options.finalDivFactor);
}

function phasesOf(options: Required<OneCycleOptions>): Phase[] {
  const { maxLr, totalSteps, pctStart, baseMomentum, maxMomentum, divFactor, finalDivFactor } = options;
  const first = maxLr / divFactor;
  const last = first / finalDivFactor;
  const up: Phase = {
    end: pctStart * totalSteps - 1,
    lr: [first, maxLr],
    momentum: [maxMomentum, baseMomentum],
  };
  if (!options.threePhase)
    return [up, { end: totalSteps - 1, lr: [maxLr, last], momentum: [baseMomentum, maxMomentum] }];
  return [
    up,
    { end: 2 * pctStart * totalSteps - 2, lr: [maxLr, first], momentum: [baseMomentum, maxMomentum] },
    { end: totalSteps - 1, lr: [first, last], momentum: [maxMomentum, maxMomentum] },
  ];
}

/** A learning rate as a function of the step. */
import { wholeNumber } from "../options.ts";

/** What a schedule changes: the options of an optimizer's groups. */
export interface Schedulable {
  readonly paramGroups: readonly {
    lr: number;
    momentum?: number;
    betas?: readonly [number, number];
  }[];
}

/** Everything a schedule needs to go on. */
export interface SchedulerStateDict {
  readonly lastEpoch: number;
  readonly baseLrs: readonly number[];
}

/**
 * Sets the rate of each group to a function of the number of steps k and of the rate it had at first. That rate is set
 * at once, for k = 0; `step()`, after the optimizer's, goes on to the next k. Because the rate is a function of k,
 * nothing adds up, and a restored schedule goes on bit for bit.
 */
export abstract class LRScheduler {
  readonly optimizer: Schedulable;
  /** k. Called so in PyTorch; whether it counts epochs or batches is up to who calls `step`. */
  lastEpoch = 0;
  #baseLrs: readonly number[];

  constructor(optimizer: Schedulable) {
    this.optimizer = optimizer;
    this.#baseLrs = optimizer.paramGroups.map(({ lr }) => lr);
  }

  /** The rate at step k of a group that began with `baseLr`. */
  abstract lrAt(k: number, baseLr: number): number;

  /** Goes on to the next rate. */
  step(): void {
    this.lastEpoch++;
    this.apply();
  }

  /** The rates in use, one for each group. */
  getLastLr(): number[] {
    return this.optimizer.paramGroups.map(({ lr }) => lr);
  }

  stateDict(): SchedulerStateDict {
    return { lastEpoch: this.lastEpoch, baseLrs: [...this.#baseLrs] };
  }

  /**
   * Goes on where another schedule stood, and sets the rates accordingly. The options are those of this schedule.
   *
   * @throws RangeError if the number of groups differs, or the number of steps is none
   */
  loadStateDict({ lastEpoch, baseLrs }: SchedulerStateDict): void {
    const { length } = this.optimizer.paramGroups;
    if (baseLrs.length !== length)
      throw new RangeError(
        `${this.constructor.name}.loadStateDict: saved for ${baseLrs.length} parameter groups, here are ${length}; ` +
          "make the optimizer with the groups it had",
      );
    wholeNumber(this.constructor.name, "lastEpoch", lastEpoch, 0);
    this.lastEpoch = lastEpoch;
    this.#baseLrs = [...baseLrs];
    this.apply();
  }

  /** Sets the rates for the present step. Constructors end with it. */
  protected apply(): void {
    this.optimizer.paramGroups.forEach((group, i) => {
      group.lr = this.lrAt(this.lastEpoch, this.#baseLrs[i] ?? group.lr);
    });
  }
}

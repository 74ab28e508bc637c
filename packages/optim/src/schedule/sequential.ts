/** One schedule after another. */
import { wholeNumber } from "../options.ts";
import { LRScheduler, type Schedulable } from "./scheduler.ts";

/**
 * Warm-up and then a decay, say: the schedule number i counts from milestone i - 1 on, as if it had begun there with
 * the rates of the optimizer. They are given as functions, because a schedule sets rates as soon as it is made:
 *
 *     new SequentialLR(optimizer, [(o) => new LinearLR(o), (o) => new CosineAnnealingLR(o, { tMax: 95 })], [5]);
 *
 * Only rates follow; momentum that a schedule would cycle stays.
 */
export class SequentialLR extends LRScheduler {
  readonly #schedules: readonly LRScheduler[];
  readonly #milestones: readonly number[];

  /** @throws RangeError unless there is one milestone less than schedules, and they are rising whole numbers >= 1 */
  constructor(
    optimizer: Schedulable,
    schedules: readonly ((optimizer: Schedulable) => LRScheduler)[],
    milestones: readonly number[],
  ) {
    if (schedules.length !== milestones.length + 1)
      throw new RangeError(
        `SequentialLR: ${schedules.length} schedules and ${milestones.length} milestones; give one milestone less than schedules`,
      );
    milestones.forEach((step, i) => {
      wholeNumber("SequentialLR", `milestones[${i}]`, step, (milestones[i - 1] ?? 0) + 1);
    });
    super(optimizer);
    // Each is made on copies of the groups, so that all begin with the same rates.
    this.#schedules = schedules.map((make) =>
      make({ paramGroups: optimizer.paramGroups.map((group) => ({ ...group })) }),
    );
    this.#milestones = milestones;
    this.apply();
  }

  override lrAt(k: number, baseLr: number): number {
    const i = this.#milestones.filter((step) => step <= k).length;
    return (this.#schedules[i] as LRScheduler).lrAt(k - (this.#milestones[i - 1] ?? 0), baseLr);
  }
}

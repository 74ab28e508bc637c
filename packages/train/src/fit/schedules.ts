/** When rates change. */
import { type LRScheduler, ReduceLROnPlateau } from "@gradus/optim";
import { z } from "zod";
import { checked, count, number } from "../check.ts";
import type { EpochRecord } from "./history.ts";
import { figureOf } from "./monitor.ts";

/** A schedule and when it moves on. */
export interface ScheduleOptions {
  readonly scheduler: LRScheduler | ReduceLROnPlateau;
  /** After each epoch, or after each step; "epoch" unless given. A plateau goes by epochs. */
  readonly interval?: "epoch" | "step";
  /** The figure that a plateau looks at; by default `valLoss`, or `loss` without validation data. */
  readonly monitor?: string;
}

/** A schedule by itself moves on after each epoch. */
export type Schedule = LRScheduler | ReduceLROnPlateau | ScheduleOptions;

// Loose, because a schedule of somebody's own may save more.
const scheduleForm = z.looseObject({ lastEpoch: count, baseLrs: z.array(number) });
const plateauForm = z.looseObject({
  best: number,
  numBadEpochs: count,
  cooldownCounter: count,
  lrs: z.array(number),
});

/** All schedules of a run. */
export class Schedules {
  readonly #all: readonly ScheduleOptions[];

  /** @throws RangeError if a plateau is to move on after each step */
  constructor(schedules: Schedule | readonly Schedule[] = []) {
    const all = Array.isArray(schedules) ? (schedules as readonly Schedule[]) : [schedules as Schedule];
    this.#all = all.map((each) => ("scheduler" in each ? each : { scheduler: each }));
    for (const { scheduler, interval = "epoch" } of this.#all)
      if (
        !["epoch", "step"].includes(interval) ||
        (interval === "step" && scheduler instanceof ReduceLROnPlateau)
      )
        throw new RangeError(
          `fit: interval is "${interval}" for ${scheduler.constructor.name}; it is "epoch" or "step", and "epoch" for a plateau`,
        );
  }

  afterStep(): void {
    for (const { scheduler, interval } of this.#all)
      if (interval === "step" && !(scheduler instanceof ReduceLROnPlateau)) scheduler.step();
  }

  afterEpoch(record: EpochRecord): void {
    for (const { scheduler, interval, monitor } of this.#all)
      if (scheduler instanceof ReduceLROnPlateau)
        scheduler.step(figureOf("fit: the plateau", record, monitor));
      else if (interval !== "step") scheduler.step();
  }

  stateDict(): unknown[] {
    return this.#all.map(({ scheduler }) => scheduler.stateDict());
  }

  /** @throws RangeError if the number of schedules differs, or one does not fit */
  loadStateDict(states: readonly unknown[]): void {
    if (states.length !== this.#all.length)
      throw new RangeError(
        `${states.length} schedules are saved, here are ${this.#all.length}; schedule as before`,
      );
    this.#all.forEach(({ scheduler }, i) => {
      const form: z.ZodType<object> = scheduler instanceof ReduceLROnPlateau ? plateauForm : scheduleForm;
      scheduler.loadStateDict(
        checked(form, states[i], `the state of ${scheduler.constructor.name}`) as never,
      );
    });
  }
}

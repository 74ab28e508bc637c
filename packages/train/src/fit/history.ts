/** What happened. */
import { z } from "zod";
import { checked, count, number } from "../check.ts";

/**
 * An epoch in figures: its number from 1, the steps made so far, the rate of the first group in its last step, the mean loss,
 * and what was measured: `accuracy`; with validation data also `valLoss` and `valAccuracy`.
 */
export interface EpochRecord {
  readonly epoch: number;
  readonly step: number;
  readonly lr: number;
  readonly loss: number;
  readonly [figure: string]: number;
}

const record: z.ZodType<EpochRecord> = z
  .object({ epoch: count, step: count, lr: number, loss: number })
  .catchall(number);
const form = z.object({ epochs: z.array(record), losses: z.array(number) });

/** The figures of a run. */
export class History {
  /** One for each finished epoch. */
  readonly epochs: EpochRecord[] = [];
  /** The loss of every step. */
  readonly losses: number[] = [];
  /** Why the run ended before its last epoch; `null` if it did not. */
  stopped: string | null = null;

  /** One figure of all epochs: `history.column("valLoss")`. NaN where it was not measured. */
  column(figure: string): number[] {
    return this.epochs.map((epoch) => epoch[figure] ?? NaN);
  }

  stateDict(): unknown {
    return { epochs: this.epochs.map((epoch) => ({ ...epoch })), losses: [...this.losses] };
  }

  /** @throws TypeError if this is no state of a history */
  loadStateDict(state: unknown): void {
    const { epochs, losses } = checked(form, state, "the history of the checkpoint");
    this.epochs.splice(0, this.epochs.length, ...epochs);
    this.losses.length = 0;
    for (const loss of losses) this.losses.push(loss);
  }
}

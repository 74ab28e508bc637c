/** Enough. */
import { z } from "zod";
import { checked, count, number, tensor } from "../check.ts";
import type { EpochRecord } from "../fit/history.ts";
import { figureOf, isBetter, type MonitorOptions, modeOf, worst } from "../fit/monitor.ts";
import type { Callback, Run } from "./callback.ts";

/** Options of {@link EarlyStopping}. */
export interface EarlyStoppingOptions extends MonitorOptions {
  /** After how many epochs in a row without improvement training ends; 10 by default. */
  readonly patience?: number;
  /** What counts as improvement: more than this; 0 by default. */
  readonly minDelta?: number;
  /** Whether the best weights are put back when training ends, however it ends; true by default. */
  readonly restoreBest?: boolean;
}

const weights = z.record(z.string(), tensor);
const form = z.object({
  best: number,
  bestEpoch: count,
  wait: count,
  weights: z.object({ model: weights, averages: z.array(tensor).nullable(), numUpdates: count }).nullable(),
});

/** What is remembered, and saved. */
type State = z.infer<typeof form>;

/**
 * Ends training once a figure has not improved for `patience` epochs, and puts the best weights back (averages too, if there
 * are any). NaN is no improvement. Prechelt 1998, "Early stopping - but when?".
 */
export class EarlyStopping implements Callback {
  readonly name = "earlyStopping";
  readonly #options: EarlyStoppingOptions;
  readonly #mode: "min" | "max";
  #state: State;

  /** @throws RangeError if an option is out of range, or `mode` is missing for a figure that is no loss */
  constructor(options: EarlyStoppingOptions = {}) {
    const { patience = 10, minDelta = 0 } = options;
    if (!Number.isInteger(patience) || patience < 0)
      throw new RangeError(`EarlyStopping: patience is ${patience}; it must be a whole number >= 0`);
    if (!(minDelta >= 0)) throw new RangeError(`EarlyStopping: minDelta is ${minDelta}; it must be >= 0`);
    this.#options = options;
    this.#mode = modeOf("EarlyStopping", options);
    this.#state = { best: worst(this.#mode), bestEpoch: 0, wait: 0, weights: null };
  }

  /** The best figure so far. */
  get best(): number {
    return this.#state.best;
  }

  /** The epoch that had it; 0 if none. */
  get bestEpoch(): number {
    return this.#state.bestEpoch;
  }

  onEpochEnd(run: Run, record: EpochRecord): void {
    const { monitor, minDelta, patience = 10, restoreBest = true } = this.#options;
    const figure = figureOf("EarlyStopping", record, monitor);
    if (isBetter(this.#mode, figure, this.#state.best, minDelta)) {
      const average = run.ema?.stateDict();
      const weights = {
        model: run.model.stateDict(),
        averages: average === undefined ? null : [...average.averages],
        numUpdates: average?.numUpdates ?? 0,
      };
      this.#state = { best: figure, bestEpoch: record.epoch, wait: 0, weights: restoreBest ? weights : null };
    } else if (++this.#state.wait >= patience)
      run.stop(
        `no better ${monitor ?? "loss"} than ${this.best} of epoch ${this.bestEpoch} in ${this.#state.wait} epochs`,
      );
  }

  onFitEnd(run: Run): void {
    const { weights } = this.#state;
    if (weights === null) return;
    run.model.loadStateDict(weights.model);
    if (weights.averages !== null)
      run.ema?.loadStateDict({ averages: weights.averages, numUpdates: weights.numUpdates });
  }

  stateDict(): unknown {
    return { ...this.#state };
  }

  /** @throws TypeError if this is no state of early stopping */
  loadStateDict(state: unknown): void {
    this.#state = checked(form, state, "the state of EarlyStopping");
  }
}

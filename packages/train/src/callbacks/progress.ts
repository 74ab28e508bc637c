/** How far it is. For the terminal. */
import { Presets, SingleBar } from "cli-progress";
import type { EpochRecord } from "../fit/history.ts";
import type { Callback, Run } from "./callback.ts";

/** Options of {@link Progress}. */
export interface ProgressOptions {
  /** Where the bar is drawn; standard error by default. Without a terminal there is none, and nothing is written. */
  readonly stream?: NodeJS.WriteStream;
}

/** A bar over all steps, with epoch, loss, the figures of the last epoch and the time that is left. */
export class Progress implements Callback {
  readonly name = "progress";
  readonly #options: ProgressOptions;
  #bar: SingleBar | null = null;
  #figures = "";

  constructor(options: ProgressOptions = {}) {
    this.#options = options;
  }

  onFitStart(run: Run): void {
    const { stream = process.stderr } = this.#options;
    if (stream.isTTY !== true) return;
    const total = run.stepsPerEpoch === undefined ? 0 : run.stepsPerEpoch * run.epochs;
    const format =
      total > 0
        ? "{bar} epoch {epoch}/{epochs}, step {value}/{total}, loss {loss}{figures}, {eta_formatted} left"
        : "epoch {epoch}/{epochs}, step {value}, loss {loss}{figures}, {duration_formatted}";
    // Ending the process on a signal is the caller's business.
    this.#bar = new SingleBar({ format, stream, barsize: 24, gracefulExit: false }, Presets.shades_classic);
    this.#bar.start(total, run.step, this.#payload(run));
  }

  onStepEnd(run: Run): void {
    this.#bar?.update(run.step, this.#payload(run));
  }

  onEpochEnd(run: Run, record: EpochRecord): void {
    const measured = Object.entries(record).filter(
      ([name]) => !["epoch", "step", "lr", "loss"].includes(name),
    );
    this.#figures = measured.map(([name, value]) => `, ${name} ${short(value)}`).join("");
    this.#bar?.update(run.step, this.#payload(run));
  }

  close(): void {
    this.#bar?.stop();
    this.#bar = null;
  }

  #payload(run: Run): object {
    return {
      epoch: Math.min(run.epoch, run.epochs),
      epochs: run.epochs,
      loss: short(run.history.losses.at(-1) ?? NaN),
      figures: this.#figures,
    };
  }
}

function short(value: number): string {
  return Number.isNaN(value) ? "-" : value.toPrecision(4);
}

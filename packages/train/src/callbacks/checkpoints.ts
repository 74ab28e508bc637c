/** States that outlast a crash. */
import { z } from "zod";
import { checked, number } from "../check.ts";
import type { EpochRecord } from "../fit/history.ts";
import { figureOf, isBetter, type MonitorOptions, modeOf, worst } from "../fit/monitor.ts";
import { encodeState } from "../state/encode.ts";
import type { Store } from "../state/store.ts";
import type { Callback, Run } from "./callback.ts";

/** Options of {@link Checkpoints}. */
export interface CheckpointsOptions {
  /** How often: after so many epochs, or so many steps; after each epoch unless given. And always at the end. */
  readonly every?: { readonly epochs: number } | { readonly steps: number };
  /** How many of them stay under a name of their own, `step-200`, beside `last`; 0 by default, `Infinity` for all. */
  readonly keep?: number;
  /** Keeps the state of the best epoch as `best`. */
  readonly best?: MonitorOptions | boolean;
}

/**
 * Writes the whole state of the run to a store, as `last`; see `fit`'s `resume` and `loadCheckpoint`.
 *
 *     const store = directory("runs/digits");
 *     await fit(model, loader, { ..., callbacks: [new Checkpoints(store)], resume: await loadCheckpoint(store) });
 */
export class Checkpoints implements Callback {
  readonly name = "checkpoints";
  readonly #store: Store;
  readonly #every: number;
  readonly #unit: "epoch" | "step";
  readonly #keep: number;
  readonly #best: MonitorOptions | null;
  readonly #mode: "min" | "max";
  #bestFigure: number;
  #improved = false;
  /** The step whose state was written last. */
  #written = -1;

  /** @throws RangeError if an option is out of range, or `mode` is missing for a figure that is no loss */
  constructor(store: Store, { every = { epochs: 1 }, keep = 0, best = false }: CheckpointsOptions = {}) {
    [this.#unit, this.#every] = "steps" in every ? ["step", every.steps] : ["epoch", every.epochs];
    if (!Number.isInteger(this.#every) || this.#every < 1)
      throw new RangeError(
        `Checkpoints: every ${this.#every} ${this.#unit}s; it must be a whole number >= 1`,
      );
    if (!(keep >= 0)) throw new RangeError(`Checkpoints: keep is ${keep}; it must be >= 0`);
    this.#store = store;
    this.#keep = keep;
    this.#best = best === true ? {} : best === false ? null : best;
    this.#mode = this.#best === null ? "min" : modeOf("Checkpoints", this.#best);
    this.#bestFigure = worst(this.#mode);
  }

  onEpochEnd(_run: Run, record: EpochRecord): void {
    if (this.#best === null) return;
    const figure = figureOf("Checkpoints", record, this.#best.monitor);
    this.#improved = isBetter(this.#mode, figure, this.#bestFigure);
    if (this.#improved) this.#bestFigure = figure;
  }

  async onCheckpoint(run: Run, after: "step" | "epoch" | "end"): Promise<void> {
    const improved = after === "epoch" && this.#improved;
    const due =
      after === "end"
        ? this.#written !== run.step
        : after === this.#unit && (after === "step" ? run.step : run.epoch - 1) % this.#every === 0;
    if (!improved && !due) return;
    const bytes = await encodeState(run.stateDict());
    if (improved) await this.#store.set("best", bytes);
    this.#improved = false;
    if (!due) return;
    if (this.#keep > 0) await this.#store.set(`step-${run.step}`, bytes);
    // The last, so that a crash between the two leaves nothing that the next run would not write again.
    await this.#store.set("last", bytes);
    this.#written = after === "step" ? -1 : run.step;
    await this.#forgetOld();
  }

  stateDict(): unknown {
    return { best: this.#bestFigure };
  }

  /** @throws TypeError if this is no state of checkpoints */
  loadStateDict(state: unknown): void {
    this.#bestFigure = checked(z.object({ best: number }), state, "the state of Checkpoints").best;
  }

  async #forgetOld(): Promise<void> {
    if (this.#keep === 0) return;
    const steps = [...(await this.#store.keys())]
      .flatMap((name) => /^step-(\d+)$/.exec(name)?.[1] ?? [])
      .map(Number);
    const old = steps.sort((a, b) => b - a).slice(this.#keep);
    for (const step of old) await this.#store.delete(`step-${step}`);
  }
}

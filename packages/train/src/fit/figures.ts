/** Loss and metrics over batches. */
import { Tensor } from "@gradus/tensor";
import { z } from "zod";
import { checked, number } from "../check.ts";
import type { Metric, Values } from "../metrics/metric.ts";

const reserved = ["epoch", "step", "lr", "loss", "valLoss"];

/** Metrics by name. */
export type Metrics = Readonly<Record<string, Metric<unknown>>>;

/** The mean loss and metrics of what was seen since the last reset. */
export class Figures<M extends Metrics> {
  readonly metrics: M;
  #lossSum = 0;
  #examples = 0;

  /** @throws RangeError if a metric has a name that is taken */
  constructor(metrics: M) {
    const taken = Object.keys(metrics).find((name) => reserved.includes(name));
    if (taken !== undefined)
      throw new RangeError(
        `fit: a metric is called "${taken}"; taken are ${reserved.join(", ")}: choose another name`,
      );
    this.metrics = metrics;
  }

  reset(): void {
    this.#lossSum = 0;
    this.#examples = 0;
    for (const metric of Object.values(this.metrics)) metric.reset();
  }

  /** The mean over examples, so that a smaller last batch counts less. */
  addLoss(loss: number, examples: number): void {
    this.#lossSum += loss * examples;
    this.#examples += examples;
  }

  /** @throws TypeError unless output and target are tensors */
  async addMetrics(output: unknown, target: unknown): Promise<void> {
    const metrics = Object.values(this.metrics);
    if (metrics.length === 0) return;
    const values = [await read("output", output), await read("target", target)] as const;
    for (const metric of metrics) metric.update(...values);
  }

  get loss(): number {
    return this.#lossSum / this.#examples;
  }

  /** What each metric comes to. */
  results(): { [name in keyof M]: ReturnType<M[name]["compute"]> } {
    const results = Object.entries(this.metrics).map(([name, metric]) => [name, metric.compute()] as const);
    return Object.fromEntries(results) as { [name in keyof M]: ReturnType<M[name]["compute"]> };
  }

  stateDict(): unknown {
    const metrics = Object.entries(this.metrics).map(([name, metric]) => [name, metric.stateDict()] as const);
    return { lossSum: this.#lossSum, examples: this.#examples, metrics: Object.fromEntries(metrics) };
  }

  /** @throws Error if the metrics differ */
  loadStateDict(state: unknown): void {
    const form = z.object({ lossSum: number, examples: number, metrics: z.record(z.string(), z.unknown()) });
    const saved = checked(form, state, "the figures of the checkpoint");
    const [theirs, ours] = [saved.metrics, this.metrics].map((each) => Object.keys(each).sort().join(", "));
    if (theirs !== ours)
      throw new Error(`metrics [${theirs}] are saved, here are [${ours}]; measure the same`);
    for (const [name, metric] of Object.entries(this.metrics)) metric.loadStateDict(saved.metrics[name]);
    this.#lossSum = saved.lossSum;
    this.#examples = saved.examples;
  }
}

async function read(what: string, x: unknown): Promise<Values> {
  if (!(x instanceof Tensor))
    throw new TypeError(
      `fit: metrics take tensors, but the ${what} is ${typeof x}; leave metrics out, or measure in a callback`,
    );
  return { data: await x.data(), shape: x.shape, dtype: x.dtype };
}

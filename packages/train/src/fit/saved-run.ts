/** The state of a run as it lies in a checkpoint. */
import type { EMAStateDict, OptimizerStateDict } from "@gradus/optim";
import type { GeneratorState, Tensor } from "@gradus/tensor";
import { z } from "zod";
import { checked, count, number, tensor } from "../check.ts";

/** See `Run.stateDict`. */
export interface SavedRun {
  /** The epoch that was running, from 1, and the steps made in it. */
  readonly epoch: number;
  readonly batch: number;
  readonly stopped: string | null;
  readonly lr: number;
  readonly model: Record<string, Tensor>;
  readonly optimizer: OptimizerStateDict;
  readonly schedules: readonly unknown[];
  readonly ema: EMAStateDict | null;
  readonly callbacks: Record<string, unknown>;
  readonly history: unknown;
  /** Loss and metrics of the epoch so far. */
  readonly figures: unknown;
  readonly random: {
    readonly shared: GeneratorState;
    /** The shared stream at the beginning of the epoch. */
    readonly epoch: GeneratorState;
    /** Streams of the model, and those that were named. */
    readonly own: readonly GeneratorState[];
  };
  /** Of the loaders for training and validation; `null` for one without state. */
  readonly loader: unknown;
  readonly validation: unknown;
}

const generator = z.object({ seed: count, counter: count, left: count, spare: number.nullable() });

const optimizer = z.object({
  name: z.string(),
  state: z.record(
    z.string().regex(/^\d+$/),
    z.object({
      slots: z.record(z.string(), tensor),
      numbers: z.intersection(z.record(z.string(), number), z.object({ step: count })),
    }),
  ),
  paramGroups: z.array(
    z.object({
      // Options are copied into the group, beside its parameters.
      options: z.record(
        z.string().refine((name) => name !== "params"),
        z.union([number, z.boolean(), z.string(), z.array(number)]),
      ),
      params: z.array(count),
    }),
  ),
});

// What a loader saves is its own affair.
const something = z.unknown().refine((state) => state !== undefined, "is missing");

const form = z.object({
  epoch: count,
  batch: count,
  stopped: z.string().nullable(),
  lr: number,
  model: z.record(z.string(), tensor),
  optimizer,
  schedules: z.array(z.unknown()),
  ema: z.object({ numUpdates: count, averages: z.array(tensor) }).nullable(),
  callbacks: z.record(z.string(), z.unknown()),
  history: z.unknown(),
  figures: z.unknown(),
  random: z.object({ shared: generator, epoch: generator, own: z.array(generator) }),
  loader: something,
  validation: something,
});

/** @throws TypeError that names the first part which is not as a run saves it */
export function checkSavedRun(state: unknown): SavedRun {
  return checked(form, state, "fit: the checkpoint") as SavedRun;
}

/**
 * Options of an optimizer's groups go from a file straight into its arithmetic, so they have to be of the kind that they are
 * here. What else they must be the optimizer sees to.
 *
 * @throws TypeError that names the first which is not
 */
export function checkOptions(saved: OptimizerStateDict["paramGroups"], groups: readonly object[]): void {
  groups.forEach((group, i) => {
    for (const [name, ours] of Object.entries(group)) {
      const theirs = saved[i]?.options[name];
      if (name === "params" || theirs === undefined || kindOf(theirs) === kindOf(ours)) continue;
      throw new TypeError(`${name} of parameter group ${i}: saved ${kindOf(theirs)}, here ${kindOf(ours)}`);
    }
  });
}

function kindOf(option: unknown): string {
  return Array.isArray(option)
    ? `a list of ${option.length}`
    : option === null
      ? "null"
      : `a ${typeof option}`;
}

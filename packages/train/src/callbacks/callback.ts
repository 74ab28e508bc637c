/** What is done beside training. */
import type { AnyModule } from "@gradus/nn";
import type { ExponentialMovingAverage } from "@gradus/optim";
import type { EpochRecord, History } from "../fit/history.ts";
import type { Trainable } from "../fit/trainable.ts";

/** A run, as callbacks see it. */
export interface Run {
  readonly model: AnyModule;
  readonly optimizer: Trainable;
  readonly ema: ExponentialMovingAverage | null;
  readonly history: History;
  /** The epoch that is running, from 1; behind the last one when all are done. */
  readonly epoch: number;
  readonly epochs: number;
  /** Steps made in this epoch. */
  readonly batch: number;
  /** Steps made in all epochs. */
  readonly step: number;
  /** Steps an epoch, where the loader says it. */
  readonly stepsPerEpoch: number | undefined;
  /** Ends training after what is being done now. */
  stop(reason: string): void;
  /** Everything that is needed to go on from here: see `fit`'s `resume`. A copy. */
  stateDict(): unknown;
}

type Awaitable = void | Promise<void>;

/** Called at the times its methods are named for; each is optional and may be async: training waits. */
export interface Callback {
  /** Names its state in a checkpoint. */
  readonly name: string;
  /** Before the first step, after `resume`. */
  onFitStart?(run: Run): Awaitable;
  /** Before a forward pass. */
  onStepStart?(run: Run): Awaitable;
  /** After the backward pass: the only time at which there are gradients, not yet clipped. */
  onBackward?(run: Run): Awaitable;
  /** After the optimizer's step. */
  onStepEnd?(run: Run): Awaitable;
  /** After an epoch, its validation included. */
  onEpochEnd?(run: Run, record: EpochRecord): Awaitable;
  /** When all others have taken note of a step, of an epoch or of the end: the state of the run is whole. */
  onCheckpoint?(run: Run, after: "step" | "epoch" | "end"): Awaitable;
  /** After the last step, also if training was stopped, but not if it failed. */
  onFitEnd?(run: Run): Awaitable;
  /** At the very end, even if training failed: let go of what was taken hold of. */
  close?(): Awaitable;
  /** What it has to remember, as data. */
  stateDict?(): unknown;
  loadStateDict?(state: unknown): void;
}

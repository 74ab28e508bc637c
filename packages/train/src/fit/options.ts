/** What `fit` can be told. */
import type { ExponentialMovingAverage } from "@gradus/optim";
import type { Generator } from "@gradus/tensor";
import type { Callback } from "../callbacks/callback.ts";
import type { Metric } from "../metrics/metric.ts";
import type { Loader, UnpackOptions } from "./batches.ts";
import type { Schedule } from "./schedules.ts";
import type { Loss } from "./step.ts";
import type { Trainable } from "./trainable.ts";

/** Bounds of the gradients: of the norm of all of them, or of that and of each element. */
export type Clip = number | { readonly norm?: number; readonly value?: number };

/** See `fit`. */
export interface FitOptions<I extends readonly unknown[], O, T, B> extends UnpackOptions<I, T, B> {
  readonly loss: Loss<O, T>;
  readonly optimizer: Trainable;
  /** How often the data are gone through, epochs before `resume` included. */
  readonly epochs: number;
  /** Measured after each epoch, in `eval` and without gradients. */
  readonly validation?: Loader<B> | undefined;
  /** Measured on the training batches as they come, and on `validation`. Outputs and targets must be tensors. */
  readonly metrics?: Readonly<Record<string, Metric>> | undefined;
  readonly callbacks?: readonly Callback[] | undefined;
  /** How the rate changes. */
  readonly schedule?: Schedule | readonly Schedule[] | undefined;
  /** Keeps gradients within bounds before each step. */
  readonly clip?: Clip | undefined;
  /** Averages the weights after each step. Validation takes the averages; `ema.swap()` after training does so, too. */
  readonly ema?: ExponentialMovingAverage | undefined;
  /** Ends training after the step in hand, in order: the history is returned and the last checkpoint written. */
  readonly signal?: AbortSignal | undefined;
  /** State to go on from, of `loadCheckpoint`; from the beginning if `undefined`. */
  readonly resume?: unknown;
  /** Random streams that training draws from, other than the shared one and those of the model's modules. */
  readonly generators?: Iterable<Generator> | undefined;
}

/** How an MLP is trained. */
import { DataLoader, type DataLoaderOptions, type Dataset } from "@gradus/data";
import type { Module } from "@gradus/nn";
import { AdamW, CosineAnnealingLR } from "@gradus/optim";
import type { Tensor } from "@gradus/tensor";
import { type FitOptions, fit, type History, type Loader } from "@gradus/train";
import { heads, type Task } from "./heads.ts";

/** A batch: the model's inputs and the targets. */
export type Batch = readonly Tensor[];

/** See {@link train}. */
export interface TrainOptions
  extends Pick<
      FitOptions<readonly Tensor[], Tensor, Tensor, Batch>,
      "callbacks" | "device" | "resume" | "signal"
    >,
    Pick<DataLoaderOptions<Batch, Batch>, "transform"> {
  readonly epochs: number;
  readonly batchSize?: number;
  /** The rate to begin with; it falls to 0 along half a cosine. */
  readonly lr?: number;
  readonly weightDecay?: number;
  /** Measured after each epoch. */
  readonly validation?: Dataset<Batch> | undefined;
  /** Decides the order of the data, and what `transform` draws. */
  readonly seed?: number;
}

/**
 * Trains a model on samples `[...inputs, target]` with the loss of its task: AdamW, whose rate falls along half a cosine.
 *
 * @throws Error as `fit` does: for a loss that is no number, or a checkpoint of another model
 */
export async function train<I extends readonly Tensor[]>(
  model: Module<I> & { readonly task: Task },
  data: Dataset<Batch>,
  options: TrainOptions,
): Promise<History> {
  const { epochs, batchSize = 32, lr = 0.001, weightDecay = 0.01, validation, seed = 1, transform } = options;
  const { callbacks, device, resume, signal } = options;
  const loader = new DataLoader<Batch, Batch>(data, {
    batchSize,
    shuffle: true,
    seed,
    ...(transform && { transform }),
  });
  const optimizer = new AdamW(model.parameters(), { lr, weightDecay });
  const schedule = new CosineAnnealingLR(optimizer, { tMax: Math.max(1, epochs * loader.length) });
  return fit(model as unknown as Module<readonly Tensor[]>, loader as Loader<Batch>, {
    unpack: (batch) => [...batch.slice(0, -1), shaped(batch.at(-1) as Tensor, model.task)] as const,
    loss: heads[model.task].loss,
    metrics: heads[model.task].metrics(),
    optimizer,
    epochs,
    schedule: { scheduler: schedule, interval: "step" },
    validation: validation && new DataLoader<Batch, Batch>(validation, { batchSize: 256 }),
    callbacks,
    device,
    resume,
    signal,
  });
}

/** One output for each example is a column, and so are its targets. */
function shaped(target: Tensor, task: Task): Tensor {
  return task !== "multiclass" && target.rank === 1 ? target.unsqueeze(1) : target;
}

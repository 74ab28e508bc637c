/** How a network is trained. */
import { type Augmentation, DataLoader, type Dataset } from "@gradus/data";
import { AdamW, OneCycleLR } from "@gradus/optim";
import { crossEntropy, type Tensor } from "@gradus/tensor";
import { Accuracy, type FitOptions, fit, type History } from "@gradus/train";
import type { ConvNet } from "./model.ts";

/** Images `[N, C, H, W]` and their classes, int32 `[N]`. */
export type Batch = readonly [images: Tensor, classes: Tensor];

/** See {@link train}. */
export interface TrainOptions
  extends Pick<FitOptions<[Tensor], Tensor, Tensor, Batch>, "callbacks" | "device" | "resume" | "signal"> {
  readonly epochs: number;
  readonly batchSize?: number;
  /** The highest rate; it rises to this in the first fifth of all steps, and falls to almost nothing. */
  readonly lr?: number;
  readonly weightDecay?: number;
  /** How much of the truth is spread over all classes (Szegedy et al. 2016, section 7); 0 by default. */
  readonly labelSmoothing?: number;
  /** Changes images at random, anew in every epoch. */
  readonly augment?: Augmentation | undefined;
  /** Measured after each epoch. */
  readonly validation?: Dataset<Batch> | undefined;
  /** Decides the order of the images, and what `augment` draws. */
  readonly seed?: number;
}

/**
 * Trains a network on samples `[image, class]`: cross entropy, AdamW, one cycle of the rate (Smith and Topin 2018).
 *
 * @throws Error as `fit` does: for a loss that is no number, or a checkpoint of another network
 */
export async function train(model: ConvNet, data: Dataset<Batch>, options: TrainOptions): Promise<History> {
  const { epochs, batchSize = 64, lr = 0.004, weightDecay = 0.01, labelSmoothing = 0, seed = 1 } = options;
  const { augment, validation, callbacks, device, resume, signal } = options;
  const loader = new DataLoader<Batch, Batch>(data, {
    batchSize,
    shuffle: true,
    seed,
    ...(augment && { transform: ([x, y], random): Batch => [augment(x, random), y] }),
  });
  const optimizer = new AdamW(model.parameters(), { lr, weightDecay });
  const totalSteps = Math.max(2, epochs * loader.length);
  const cycle = new OneCycleLR(optimizer, { maxLr: lr, totalSteps, pctStart: 0.2, cycleMomentum: false });
  return fit(model, loader, {
    loss: (scores: Tensor, classes: Tensor) => crossEntropy(scores, classes, { labelSmoothing }),
    metrics: { accuracy: new Accuracy() },
    optimizer,
    epochs,
    schedule: { scheduler: cycle, interval: "step" },
    validation: validation && new DataLoader<Batch, Batch>(validation, { batchSize: 250 }),
    callbacks,
    device,
    resume,
    signal,
  });
}

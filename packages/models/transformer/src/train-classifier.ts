/** How a classifier of texts is trained. */
import { ArrayDataset, DataLoader } from "@gradus/data";
import { Adam } from "@gradus/optim";
import { crossEntropy, type Tensor, tensor } from "@gradus/tensor";
import { Accuracy, type Callback, fit, type History } from "@gradus/train";
import type { EncoderClassifier } from "./classifier.ts";
import type { Piece } from "./languages.ts";
import { padded } from "./pairs.ts";
import { warmUpAndCosine } from "./schedule.ts";

/** Options of {@link trainClassifier}. */
export interface TrainClassifierOptions {
  /** 5 by default. */
  readonly epochs?: number;
  /** 64 by default. */
  readonly batchSize?: number;
  /** The largest rate; 2e-3 by default. */
  readonly lr?: number;
  readonly validation?: readonly Piece[];
  readonly seed?: number;
  readonly callbacks?: readonly Callback[];
  readonly signal?: AbortSignal;
  readonly resume?: unknown;
}

/** Tokens `[N, L]` and labels `[N]`. */
export function pieceBatch(pieces: readonly Piece[]): [tokens: Tensor, labels: Tensor] {
  return [padded(pieces.map(({ tokens }) => tokens)), tensor(Int32Array.from(pieces, ({ label }) => label))];
}

/**
 * Trains with Adam, warm-up and half a cosine; accuracy is measured.
 *
 * @throws RangeError if there are no pieces
 */
export async function trainClassifier(
  model: EncoderClassifier,
  pieces: readonly Piece[],
  options: TrainClassifierOptions = {},
): Promise<History> {
  const { epochs = 5, batchSize = 64, lr = 2e-3, validation = [], seed = 1 } = options;
  if (pieces.length === 0)
    throw new RangeError("trainClassifier: there are 0 pieces of text; give at least one to learn from");
  const loaderOf = (some: readonly Piece[], shuffle: boolean) =>
    new DataLoader(new ArrayDataset(some), { batchSize, shuffle, seed, collate: pieceBatch });
  const loader = loaderOf(pieces, true);
  const steps = epochs * loader.length;
  const optimizer = new Adam(model.parameters(), { lr });
  return fit(model, loader, {
    loss: (logits: Tensor, labels: Tensor) => crossEntropy(logits, labels),
    optimizer,
    epochs,
    validation: validation.length === 0 ? undefined : loaderOf(validation, false),
    metrics: { accuracy: new Accuracy() },
    clip: 1,
    schedule: {
      scheduler: warmUpAndCosine(optimizer, { warmUp: Math.ceil(steps / 20), steps, minLr: 0 }),
      interval: "step",
    },
    callbacks: options.callbacks,
    signal: options.signal,
    resume: options.resume,
  });
}

/** Training a classifier of texts. */
import { DataLoader, type GatherDataset } from "@gradus/data";
import { AdamW, CosineAnnealingLR } from "@gradus/optim";
import { crossEntropy, type Tensor, tensor } from "@gradus/tensor";
import { Accuracy, type FitOptions, fit, type History } from "@gradus/train";
import type { SequenceClassifier } from "./sequence-classifier.ts";

/** A text in tokens, and its class. */
export interface LabelledText {
  readonly text: Int32Array;
  readonly label: number;
}

/** Padded texts, int32 `[B, T]`; how long each is; their classes, int32 `[B]`. */
export type LabelledBatch = [index: Tensor, lengths: readonly number[], label: Tensor];

/** Texts with classes, for a loader: texts of a batch are padded with 0 to its longest. */
export class LabelledTexts implements GatherDataset<LabelledBatch, LabelledBatch> {
  readonly items: readonly LabelledText[];

  constructor(items: readonly LabelledText[]) {
    this.items = items;
  }

  get length(): number {
    return this.items.length;
  }

  get(i: number): LabelledBatch {
    return this.gather([i]);
  }

  gather(indices: ArrayLike<number>): LabelledBatch {
    const items = Array.from(indices, (i) => this.items[i] as LabelledText);
    const steps = Math.max(1, ...items.map(({ text }) => text.length));
    const index = new Int32Array(items.length * steps);
    for (const [row, { text }] of items.entries()) index.set(text, row * steps);
    return [
      tensor(index, { shape: [items.length, steps] }),
      items.map(({ text }) => text.length),
      tensor(Int32Array.from(items, ({ label }) => label)),
    ];
  }
}

/** See {@link trainClassifier}. */
export interface TrainClassifierOptions
  extends Pick<
    FitOptions<[Tensor, readonly number[]], Tensor, Tensor, LabelledBatch>,
    "callbacks" | "resume" | "signal"
  > {
  readonly epochs: number;
  /** 32 by default. */
  readonly batchSize?: number;
  /** At the beginning; it falls to a hundredth along half a cosine. 0.003 by default. */
  readonly lr?: number;
  /** Of the order of the texts; 0 by default. */
  readonly seed?: number;
  readonly validation?: readonly LabelledText[];
}

/**
 * Trains by AdamW, with gradients clipped to a norm of 1; accuracy is measured after each epoch.
 *
 * @throws RangeError if there are no texts
 */
export function trainClassifier(
  model: SequenceClassifier,
  texts: readonly LabelledText[],
  { epochs, batchSize = 32, lr = 0.003, seed = 0, validation, ...rest }: TrainClassifierOptions,
): Promise<History> {
  if (texts.length === 0) throw new RangeError("trainClassifier: 0 texts; give at least 1");
  const load = (items: readonly LabelledText[], shuffle: boolean) =>
    new DataLoader<LabelledBatch, LabelledBatch>(new LabelledTexts(items), { batchSize, shuffle, seed });
  const loader = load(texts, true);
  const optimizer = new AdamW(model.parameters(), { lr });
  return fit(model, loader, {
    loss: crossEntropy,
    optimizer,
    epochs,
    schedule: {
      scheduler: new CosineAnnealingLR(optimizer, { tMax: loader.length * epochs, etaMin: lr / 100 }),
      interval: "step",
    },
    clip: 1,
    metrics: { accuracy: new Accuracy() },
    validation: validation === undefined ? undefined : load(validation, false),
    ...rest,
  });
}

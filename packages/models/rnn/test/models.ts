/** Small models in float64, a batch for each, and its loss. */
import type { AnyModule } from "@gradus/nn";
import {
  build,
  CharacterModel,
  characterLoss,
  RecallModel,
  SequenceClassifier,
  SeriesModel,
} from "@gradus/rnn";
import { crossEntropy, mseLoss, randn, setDefaultDevice, type Tensor, tensor } from "@gradus/tensor";

// Before the first tensor is made.
setDefaultDevice("cpu");

export interface Line {
  readonly name: string;
  readonly make: (seed?: number) => AnyModule;
  readonly inputs: readonly Tensor[];
  readonly loss: (output: Tensor) => Tensor;
}

const float64 = { dtype: "float64" } as const;
const cells = ["rnn", "lstm", "gru"] as const;
const whole = (rows: number[][]) => tensor(rows, { dtype: "int32" });

const text = whole([
  [1, 3, 0, 2],
  [4, 4, 2, 1],
]);
const next = whole([
  [3, 0, 2, 4],
  [4, 2, -100, -100],
]);
const classes = tensor(Int32Array.of(1, 0));
const series = randn([2, 4, 1], { ...float64, seed: 1 });
const later = randn([2, 4, 1], { ...float64, seed: 2 });
const symbols = randn([2, 4, 5], { ...float64, seed: 3 });

export const lines: readonly Line[] = cells.flatMap((cell): Line[] => [
  {
    name: `CharacterModel, ${cell}`,
    make: (seed = 1) =>
      build(CharacterModel, {
        vocabulary: 5,
        cell,
        embeddingSize: 2,
        hiddenSize: 3,
        layers: 2,
        seed,
        ...float64,
      }),
    inputs: [text],
    loss: (output) => characterLoss(output, next),
  },
  {
    name: `SequenceClassifier, ${cell}`,
    make: (seed = 1) =>
      build(SequenceClassifier, {
        vocabulary: 5,
        classes: 3,
        cell,
        embeddingSize: 2,
        hiddenSize: 3,
        bidirectional: true,
        seed,
        ...float64,
      }),
    inputs: [text, tensor(Int32Array.of(4, 2))],
    loss: (output) => crossEntropy(output, classes),
  },
  {
    name: `SeriesModel, ${cell}`,
    make: (seed = 1) => build(SeriesModel, { cell, hiddenSize: 3, seed, ...float64 }),
    inputs: [series],
    loss: (output) => mseLoss(output, later),
  },
  {
    name: `RecallModel, ${cell}`,
    make: (seed = 1) => build(RecallModel, { cell, hiddenSize: 3, seed, ...float64 }),
    inputs: [symbols],
    loss: (output) => crossEntropy(output, classes),
  },
]);

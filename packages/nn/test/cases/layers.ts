/** Layers of one input. */
import * as nn from "@gradus/nn";
import { tensor } from "@gradus/tensor";
import { type LayerCase, layerCase } from "./layer-case.ts";

const image = [2, 4, 5, 6];
const sequence = [2, 4, 7];
const whole = (data: number[], shape: number[]) => tensor(Int32Array.from(data), { shape });
const words = whole([3, 0, 3, 1, 4, 2], [2, 3]);

const activation = (layer: string, make: () => nn.Module): LayerCase =>
  layerCase({ layer, make, inputs: [[3, 4]] });

export const activationCases: readonly LayerCase[] = [
  activation("ReLU", () => new nn.ReLU()),
  activation("LeakyReLU", () => new nn.LeakyReLU(0.2)),
  activation("ELU", () => new nn.ELU(0.7)),
  activation("SELU", () => new nn.SELU()),
  activation("GELU", () => new nn.GELU()),
  activation("SiLU", () => new nn.SiLU()),
  activation("Sigmoid", () => new nn.Sigmoid()),
  activation("Tanh", () => new nn.Tanh()),
  activation("Softplus", () => new nn.Softplus(1.5)),
  activation("Softmax", () => new nn.Softmax()),
  activation("LogSoftmax", () => new nn.LogSoftmax(0)),
  activation("Identity", () => new nn.Identity()),
  layerCase({
    layer: "GELU",
    variant: "tanh",
    make: () => new nn.GELU({ approximate: "tanh" }),
    inputs: [[3, 4]],
  }),
  layerCase({ layer: "PReLU", make: (o) => new nn.PReLU(1, o), inputs: [[3, 4]] }),
  layerCase({
    layer: "PReLU",
    variant: "for each channel",
    make: (o) => new nn.PReLU(4, o),
    inputs: [sequence],
  }),
];

export const layerCases: readonly LayerCase[] = [
  ...activationCases,
  layerCase({ layer: "Linear", make: (o) => new nn.Linear(4, 3, o), inputs: [[2, 3, 4]] }),
  layerCase({
    layer: "Linear",
    variant: "with activation, without bias",
    make: (o) => new nn.Linear(4, 3, { ...o, activation: "tanh", bias: false }),
    inputs: [[5, 4]],
  }),
  layerCase({
    layer: "Bilinear",
    make: (o) => new nn.Bilinear(2, 3, 4, o),
    inputs: [
      [5, 2],
      [5, 3],
    ],
  }),
  layerCase({
    layer: "Sequential",
    make: (o) => new nn.Sequential(new nn.Linear(4, 3, o), new nn.Tanh(), new nn.Linear(3, 2, o)),
    inputs: [[5, 4]],
  }),
  layerCase({
    layer: "Conv1d",
    make: (o) => new nn.Conv1d(4, 6, 3, { ...o, stride: 2, padding: 1, groups: 2 }),
    inputs: [sequence],
  }),
  layerCase({
    layer: "Conv1d",
    variant: "circular",
    make: (o) => new nn.Conv1d(4, 2, 3, { ...o, padding: 2, paddingMode: "circular", dilation: 2 }),
    inputs: [sequence],
  }),
  layerCase({
    layer: "Conv2d",
    make: (o) => new nn.Conv2d(4, 3, [3, 2], { ...o, padding: "same" }),
    inputs: [image],
  }),
  layerCase({
    layer: "Conv2d",
    variant: "reflect",
    make: (o) => new nn.Conv2d(4, 2, 3, { ...o, padding: [1, 2], paddingMode: "reflect", bias: false }),
    inputs: [image],
  }),
  layerCase({
    layer: "ConvTranspose1d",
    make: (o) => new nn.ConvTranspose1d(4, 6, 3, { ...o, stride: 2, outputPadding: 1, groups: 2 }),
    inputs: [sequence],
  }),
  layerCase({
    layer: "ConvTranspose2d",
    make: (o) => new nn.ConvTranspose2d(4, 3, 2, { ...o, stride: 2, padding: 1 }),
    inputs: [image],
  }),
  layerCase({ layer: "MaxPool1d", make: () => new nn.MaxPool1d(2), inputs: [sequence] }),
  layerCase({
    layer: "MaxPool2d",
    make: () => new nn.MaxPool2d(3, { stride: 2, padding: 1 }),
    inputs: [image],
  }),
  layerCase({ layer: "AvgPool1d", make: () => new nn.AvgPool1d(3, { padding: 1 }), inputs: [sequence] }),
  layerCase({
    layer: "AvgPool2d",
    make: () => new nn.AvgPool2d([2, 3], { ceilMode: true }),
    inputs: [image],
  }),
  layerCase({ layer: "AdaptiveAvgPool1d", make: () => new nn.AdaptiveAvgPool1d(3), inputs: [sequence] }),
  layerCase({ layer: "AdaptiveAvgPool2d", make: () => new nn.AdaptiveAvgPool2d([2, 4]), inputs: [image] }),
  layerCase({ layer: "AdaptiveMaxPool1d", make: () => new nn.AdaptiveMaxPool1d(3), inputs: [sequence] }),
  layerCase({
    layer: "AdaptiveMaxPool2d",
    make: () => new nn.AdaptiveMaxPool2d([2, null]),
    inputs: [image],
  }),
  layerCase({
    layer: "Upsample",
    make: () => new nn.Upsample({ scaleFactor: 2 }),
    inputs: [[2, 2, 2, 3]],
  }),
  layerCase({
    layer: "Upsample",
    variant: "bilinear",
    make: () => new nn.Upsample({ size: [5, 4], mode: "bilinear" }),
    inputs: [[2, 2, 2, 3]],
  }),
  layerCase({ layer: "BatchNorm1d", make: (o) => new nn.BatchNorm1d(4, o), inputs: [[5, 4]] }),
  layerCase({ layer: "BatchNorm2d", make: (o) => new nn.BatchNorm2d(4, o), inputs: [[2, 4, 2, 3]] }),
  layerCase({
    layer: "BatchNorm2d",
    variant: "in use",
    make: (o) => new nn.BatchNorm2d(4, o).eval(),
    inputs: [[2, 4, 2, 3]],
  }),
  layerCase({ layer: "LayerNorm", make: (o) => new nn.LayerNorm([3, 4], o), inputs: [[2, 3, 4]] }),
  layerCase({ layer: "GroupNorm", make: (o) => new nn.GroupNorm(2, 4, o), inputs: [sequence] }),
  layerCase({
    layer: "LocalResponseNorm",
    make: () => new nn.LocalResponseNorm(3, { alpha: 0.5 }),
    inputs: [sequence],
  }),
  layerCase({ layer: "Dropout", make: (o) => new nn.Dropout(0.4, o), inputs: [[3, 5]] }),
  layerCase({ layer: "Dropout2d", make: (o) => new nn.Dropout2d(0.4, o), inputs: [[2, 3, 2, 2]] }),
  layerCase({
    layer: "Embedding",
    make: (o) => new nn.Embedding(5, 3, o),
    inputs: [],
    call: (layer) => layer.forward(words.to(layer.weight.device)),
  }),
  ...(["sum", "mean", "max"] as const).map((mode) =>
    layerCase({
      layer: "EmbeddingBag",
      variant: mode,
      make: (o) => new nn.EmbeddingBag(5, 3, { ...o, mode }),
      inputs: [],
      call: (layer) => layer.forward(words.to(layer.weight.device)),
    }),
  ),
  layerCase({ layer: "Flatten", make: () => new nn.Flatten(), inputs: [[2, 3, 2]] }),
  layerCase({ layer: "Unflatten", make: () => new nn.Unflatten(1, [3, 2]), inputs: [[2, 6]] }),
];

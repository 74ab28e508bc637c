/** Each refusal names both values and the next step. */
import * as nn from "@gradus/nn";
import { ones, tensor, zeros } from "@gradus/tensor";
import { expect, test } from "vitest";

const index = (...data: number[]) => tensor(Int32Array.from(data));

test.each<[string, () => unknown, string]>([
  [
    "features",
    () => new nn.Linear(2, 3).forward(ones([4, 5])),
    "Linear: the input has shape [4, 5], 5 inFeatures (axis -1); this layer was made for 2: reshape the input, or make the layer " +
      "with inFeatures = 5",
  ],
  ["a size", () => new nn.Linear(0, 3), "Linear: inFeatures is 0; it must be a whole number, at least 1"],
  [
    "a size of NaN",
    () => new nn.Embedding(Number.NaN, 3),
    "Embedding: numEmbeddings is NaN; it must be a whole",
  ],
  [
    "channels",
    () => new nn.Conv2d(3, 4, 3).forward(ones([2, 1, 8, 8])),
    "conv2d: input [2, 1, 8, 8] has 1 channels, weight [4, 3, 3, 3] with groups = 1 takes 3; make them equal",
  ],
  [
    "groups",
    () => new nn.Conv1d(4, 3, 3, { groups: 2 }),
    "Conv1d: 2 groups for 4 input and 3 output channels; groups must divide both",
  ],
  [
    "kernels",
    () => new nn.Conv2d(1, 1, [1, 2, 3] as never),
    "Conv2d: kernelSize is [1, 2, 3]; give a number, or [height, width]",
  ],
  [
    "padding without a number",
    () => new nn.Conv1d(1, 1, 3, { padding: "same", paddingMode: "reflect" }).forward(ones([1, 1, 5])),
    'Conv1d: padding is "same", paddingMode "reflect"; give the padding as a number',
  ],
  [
    "axes of batch norm",
    () => new nn.BatchNorm2d(3).forward(ones([2, 3])),
    "BatchNorm2d: the input has shape [2, 3], 2 axes; it must be [N, C, H, W]: reshape it",
  ],
  [
    "channels of batch norm",
    () => new nn.BatchNorm1d(3).forward(ones([2, 4])),
    "BatchNorm1d: the input has shape [2, 4], 4 numFeatures (axis 1); this layer was made for 3",
  ],
  [
    "one element for each channel",
    () => new nn.BatchNorm1d(3).forward(ones([1, 3])),
    "training needs at least 2: use a larger batch",
  ],
  [
    "groups of norm",
    () => new nn.GroupNorm(2, 3),
    "GroupNorm: 3 channels do not divide into 2 groups; choose a divisor of 3",
  ],
  ["a probability", () => new nn.Dropout(1.5), "Dropout: p is 1.5; a probability lies between 0 and 1"],
  [
    "channels to drop",
    () => new nn.Dropout2d().forward(ones([3])),
    "Dropout2d: the input has shape [3]; it must be [N, C, ...]",
  ],
  [
    "a padding row",
    () => new nn.Embedding(3, 2, { paddingIndex: 3 }),
    "Embedding: paddingIndex is 3, but the table has 3 rows; choose one of them",
  ],
  ["a row", () => new nn.Embedding(3, 2).forward(index(3)), "embedding: index"],
  [
    "a table",
    () => nn.Embedding.fromPretrained(ones([3])),
    "Embedding.fromPretrained: the table has shape [3]; it must be a matrix",
  ],
  [
    "a table of another size",
    () => new nn.Embedding(3, 2, { weight: ones([2, 3]) }),
    "Embedding: the table has shape [2, 3], but numEmbeddings and embeddingDim are 3 and 2; make them equal",
  ],
  [
    "cells",
    () => new nn.AdaptiveMaxPool1d(0).forward(ones([1, 2, 3])),
    "AdaptiveMaxPool1d: outputSize is 0; it must be",
  ],
  [
    "axes to pool",
    () => new nn.AdaptiveMaxPool2d(1).forward(ones([2, 3])),
    "AdaptiveMaxPool2d: the input has shape [2, 3], 2 axes; it must have 3 or 4: [N, C, H, W]",
  ],
  [
    "nothing to pool",
    () => new nn.AdaptiveMaxPool1d(1).forward(ones([2, 3, 0])),
    "AdaptiveMaxPool1d: an input of shape [2, 3, 0] has nothing to pool",
  ],
  [
    "a scale",
    () => new nn.Upsample({}),
    "Upsample: size is undefined, scaleFactor undefined; give exactly one of them",
  ],
  [
    "axes to interpolate",
    () => new nn.Upsample({ scaleFactor: 2, mode: "bilinear" }).forward(ones([1, 2, 3])),
    "Upsample: the input has shape [1, 2, 3], 3 axes; it must be [N, C, H, W]: reshape it",
  ],
  [
    "a mode",
    () => new nn.Upsample({ size: 2, mode: "cubic" as never }),
    'Upsample: mode is "cubic"; it must be "nearest"',
  ],
  [
    "slopes",
    () => new nn.PReLU(3).forward(ones([2, 4])),
    "PReLU: the input has shape [2, 4], 4 numParameters (axis 1); this layer was made for 3",
  ],
  [
    "heads",
    () => new nn.MultiheadAttention(4, 3),
    "MultiheadAttention: embedDim 4 does not divide into 3 heads; choose a divisor of 4",
  ],
  [
    "features of keys",
    () => new nn.MultiheadAttention(4, 2, { kdim: 3 }).forward(ones([2, 1, 4]), ones([2, 1, 4])),
    "MultiheadAttention, key: the input has shape [2, 1, 4], 4 kdim (axis -1); this layer was made for 3",
  ],
  [
    "batches",
    () => new nn.MultiheadAttention(4, 2).forward(ones([2, 1, 4]), ones([2, 3, 4])),
    "MultiheadAttention: query [2, 1, 4], key [2, 3, 4], value [2, 3, 4]; all must have the same batch (axis 1; batchFirst is " +
      "false), key and value the same length",
  ],
  [
    "axes of queries",
    () => new nn.MultiheadAttention(4, 2).forward(ones([4])),
    "MultiheadAttention, query: the input has shape [4]; it must be [L, N, E] or [L, E]",
  ],
  [
    "a mask's shape",
    () =>
      new nn.MultiheadAttention(4, 2).forward(ones([3, 1, 4]), undefined, undefined, {
        attnMask: zeros([2, 2]),
      }),
    "MultiheadAttention: attnMask has shape [2, 2]; these queries and keys take [3, 3]",
  ],
  [
    "a mask's type",
    () => nn.scaledDotProductAttention(ones([2, 3]), ones([2, 3]), ones([2, 3]), { attnMask: index(0, 1) }),
    'attention: the mask is int32; it must be bool (true where looking is blocked: mask.cast("bool")), or float',
  ],
  [
    "widths of queries and keys",
    () => nn.scaledDotProductAttention(ones([2, 3]), ones([2, 4]), ones([2, 3])),
    "attention: queries of shape [2, 3], keys of shape [2, 4]; they must be [..., L, d] and [..., S, d] with the same d",
  ],
  [
    "numbers of keys and values",
    () => nn.scaledDotProductAttention(ones([2, 3]), ones([2, 3]), ones([3, 3])),
    "2 keys, shape [2, 3], for 3 values, shape [3, 3]; give one value for each key",
  ],
  [
    "layers",
    () => new nn.TransformerEncoder(() => new nn.TransformerEncoderLayer(4, 2), 0),
    "numLayers is 0",
  ],
  [
    "places",
    () => new nn.LearnedPositions(4, 2).forward(ones([3, 2]), 2),
    "LearnedPositions: 3 tokens from place 2 on go beyond maxLength 4; make the layer with maxLength = 5 or more, or shorten the text",
  ],
  [
    "a bias without fans",
    () => nn.init.xavierNormal(ones([3])),
    "init: fans need a weight of at least two axes",
  ],
  [
    "a nonlinearity",
    () => nn.init.kaimingNormal(ones([3, 3]), { nonlinearity: "gelu" as never }),
    'init.calculateGain: nonlinearity is "gelu"; there are linear, conv1d',
  ],
  [
    "a mode",
    () => nn.init.kaimingNormal(ones([3, 3]), { mode: "in" as never }),
    'init: mode is "in"; it must be "fanIn" or "fanOut"',
  ],
  [
    "a vector to be orthogonal",
    () => nn.init.orthogonal(ones([3])),
    "init.orthogonal: the tensor has shape [3]",
  ],
  [
    "bounds",
    () => nn.init.truncatedNormal(ones([3]), 0, 1, 2, 1),
    "init.truncatedNormal: low is 2, high 1, std 1; low must be below high, and std above 0",
  ],
  [
    "nothing to penalize",
    () => nn.l1Penalty(new nn.ReLU(), 1),
    "l1Penalty: there are 0 tensors to penalize; give a module",
  ],
])("%s", (_what, call, message) => {
  expect(call).toThrow(message);
});

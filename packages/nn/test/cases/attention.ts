/** Attention, transformers, positions. */
import * as nn from "@gradus/nn";
import { tensor } from "@gradus/tensor";
import { type LayerCase, layerCase } from "./layer-case.ts";

const batchFirst = true;
const text = [2, 3, 4];
const memory = [2, 2, 4];
const padding = tensor([
  [false, false, true],
  [false, true, true],
]);
const small = { batchFirst, dimFeedforward: 5 };
const tiny = { batchFirst, dimFeedforward: 2 };

export const attentionCases: readonly LayerCase[] = [
  layerCase({
    layer: "MultiheadAttention",
    make: (o) => new nn.MultiheadAttention(4, 2, { ...o, batchFirst }),
    inputs: [text],
    call: (layer, [x]) =>
      layer.forward(x!, undefined, undefined, { keyPaddingMask: padding.to(x!.device) })[0],
  }),
  layerCase({
    layer: "MultiheadAttention",
    variant: "of other widths, with dropout",
    make: (o) => new nn.MultiheadAttention(4, 2, { ...o, kdim: 3, vdim: 5, dropout: 0.3 }),
    inputs: [
      [3, 2, 4],
      [5, 2, 3],
      [5, 2, 5],
    ],
    call: (layer, [query, key, value]) => layer.forward(query!, key, value)[0],
  }),
  layerCase({
    layer: "MultiheadAttention",
    variant: "its weights",
    make: (o) => new nn.MultiheadAttention(4, 2, o),
    inputs: [[3, 2, 4]],
    call: (layer, [x]) => layer.forward(x!, undefined, undefined, { isCausal: true })[1]!,
  }),
  layerCase({
    layer: "TransformerEncoderLayer",
    make: (o) => new nn.TransformerEncoderLayer(4, 2, { ...o, ...small, activation: "gelu" }),
    inputs: [text],
  }),
  layerCase({
    layer: "TransformerDecoderLayer",
    make: (o) =>
      new nn.TransformerDecoderLayer(4, 2, { ...o, ...small, normFirst: true, activation: (x) => x.tanh() }),
    inputs: [text, memory],
    call: (layer, [x, y]) =>
      layer.forward(x!, y!, { tgtIsCausal: true, tgtKeyPaddingMask: padding.to(x!.device) }),
  }),
  layerCase({
    layer: "TransformerEncoder",
    make: (o) =>
      new nn.TransformerEncoder(
        () => new nn.TransformerEncoderLayer(3, 3, { ...o, ...tiny, activation: "gelu", normFirst: true }),
        2,
        new nn.LayerNorm(3, o),
      ),
    inputs: [[1, 3, 3]],
    call: (layer, [x]) => layer.forward(x!, { isCausal: true }),
  }),
  layerCase({
    layer: "TransformerDecoder",
    make: (o) =>
      new nn.TransformerDecoder(
        () => new nn.TransformerDecoderLayer(3, 1, { ...o, ...tiny, bias: false, activation: "gelu" }),
        2,
      ),
    inputs: [
      [1, 2, 3],
      [1, 3, 3],
    ],
  }),
  layerCase({
    layer: "SinusoidalPositions",
    make: (o) => new nn.SinusoidalPositions(4, { ...o, maxLength: 7 }),
    inputs: [text],
  }),
  layerCase({
    layer: "LearnedPositions",
    make: (o) => new nn.LearnedPositions(7, 4, o),
    inputs: [[3, 2, 4]],
    call: (layer, [x]) => layer.forward(x!, 2),
  }),
];

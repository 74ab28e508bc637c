/** Recurrent networks and cells: all that they give, side by side. */
import * as nn from "@gradus/nn";
import { concat, type Tensor } from "@gradus/tensor";
import { type LayerCase, layerCase } from "./layer-case.ts";

const together = (...parts: readonly Tensor[]): Tensor =>
  concat(
    parts.map((part) => part.reshape([-1])),
    0,
  );

const sequences = [3, 2, 3];
const large = { numLayers: 2, bidirectional: true } as const;

export const recurrentCases: readonly LayerCase[] = [
  layerCase({
    layer: "RNN",
    make: (o) => new nn.RNN(3, 2, { ...o, ...large }),
    inputs: [sequences, [4, 2, 2]],
    call: (layer, [x, h]) => together(...layer.forward(x!, h)),
  }),
  layerCase({
    layer: "RNN",
    variant: "relu, without bias",
    make: (o) => new nn.RNN(3, 2, { ...o, nonlinearity: "relu", bias: false }),
    inputs: [sequences],
    call: (layer, [x]) => layer.forward(x!)[0],
  }),
  layerCase({
    layer: "LSTM",
    make: (o) => new nn.LSTM(3, 2, { ...o, ...large, dropout: 0.3 }),
    inputs: [sequences, [4, 2, 2], [4, 2, 2]],
    call: (layer, [x, h, c]) => {
      const [output, state] = layer.forward(x!, [h!, c!], { lengths: [3, 2] });
      return together(output, ...state);
    },
  }),
  layerCase({
    layer: "LSTM",
    variant: "sequences first, without bias",
    make: (o) => new nn.LSTM(3, 2, { ...o, batchFirst: true, bias: false }),
    inputs: [[2, 3, 3]],
    call: (layer, [x]) => layer.forward(x!)[0],
  }),
  layerCase({
    layer: "GRU",
    make: (o) => new nn.GRU(3, 2, { ...o, ...large }),
    inputs: [sequences, [4, 2, 2]],
    call: (layer, [x, h]) => together(...layer.forward(x!, h, { lengths: [1, 3] })),
  }),
  layerCase({
    layer: "GRU",
    variant: "one sequence, without bias",
    make: (o) => new nn.GRU(3, 2, { ...o, bias: false }),
    inputs: [[3, 3]],
    call: (layer, [x]) => layer.forward(x!)[0],
  }),
  layerCase({
    layer: "RNNCell",
    make: (o) => new nn.RNNCell(3, 2, o),
    inputs: [
      [4, 3],
      [4, 2],
    ],
  }),
  layerCase({
    layer: "LSTMCell",
    make: (o) => new nn.LSTMCell(3, 2, o),
    inputs: [
      [4, 3],
      [4, 2],
      [4, 2],
    ],
    call: (layer, [x, h, c]) => together(...layer.forward(x!, [h!, c!])),
  }),
  layerCase({
    layer: "GRUCell",
    make: (o) => new nn.GRUCell(3, 2, o),
    inputs: [
      [4, 3],
      [4, 2],
    ],
  }),
];

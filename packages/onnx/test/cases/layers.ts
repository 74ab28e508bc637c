/** Products, convolutions, pooling, recurrent layers. */
import {
  adaptiveAvgPool2d,
  avgPool1d,
  avgPool2d,
  conv1d,
  conv2d,
  convTranspose1d,
  convTranspose2d,
  gru,
  linear,
  localResponseNorm,
  lstm,
  matmul,
  maxPool1d,
  maxPool2d,
  maxPool2dWithIndices,
  randn,
  rnn,
  type Tensor,
  transpose,
  zeros,
} from "@gradus/tensor";
import { floats, integers, line, type OpCase, two, weight, whole } from "./line.ts";

const sequence = (gates: number) => (batch: number) => [randn([4, batch, gates * 3], { seed: 8 })];
const states = (x: Tensor) => zeros([x.shape[1] as number, 3]);

export const layers: readonly OpCase[] = [
  line("matmul", "with batches that broadcast", two(3, 3), (x, y) => [
    matmul(x, y),
    matmul(x, weight(3, 5)),
    matmul(x, weight(2, 1, 3, 3)),
    matmul(x, weight(3)),
    matmul(x, transpose(y)),
  ]),
  line("matmul", "of whole numbers", integers(5, 3), (x) => matmul(x, whole(4, [3, 2]))),
  ...(["none", "relu", "tanh", "sigmoid", "gelu", "geluTanh", "silu"] as const).map((activation) =>
    line("linear", `ending with ${activation}`, floats(2, 5), (x) =>
      linear(x, weight(4, 5), weight(4), { activation }),
    ),
  ),
  line("linear", "without a bias", floats(5), (x) => linear(x, weight(4, 5))),
  line("conv2d", "plain", floats(4, 6, 7), (x) => conv2d(x, weight(6, 4, 3, 2))),
  line("conv2d", "stride, padding, dilation, groups", floats(4, 9, 8), (x) => [
    conv2d(x, weight(6, 2, 3, 3), { stride: [2, 3], padding: [1, 2], groups: 2 }),
    conv2d(x, weight(4, 1, 3, 2), { dilation: [2, 1], groups: 4 }),
    conv2d(x, weight(2, 4, 4, 3), { padding: "same" }),
  ]),
  ...(["none", "relu", "tanh", "sigmoid"] as const).map((activation) =>
    line("conv2dLayer", `ending with ${activation}`, floats(3, 5, 5), (x) =>
      conv2d(x, weight(2, 3, 3, 3), { bias: weight(2), padding: 1, activation }),
    ),
  ),
  line("conv2dLayer", "of sequences", floats(3, 8), (x) =>
    conv1d(x, weight(2, 3, 3), { bias: weight(2), stride: 2 }),
  ),
  line("conv2dInputGrad", "transposed", floats(4, 4, 3), (x) => [
    convTranspose2d(x, weight(4, 3, 3, 2), {
      stride: 2,
      padding: 1,
      outputPadding: [1, 0],
      bias: weight(3),
    }),
    convTranspose2d(x, weight(4, 3, 2, 2), { groups: 2, dilation: 2, stride: 3 }),
  ]),
  line("conv2dInputGrad", "of sequences", floats(3, 8), (x) =>
    convTranspose1d(x, weight(3, 2, 4), { stride: 2 }),
  ),
  line("maxPool2dIndices", "values", floats(2, 7, 6), (x) => [
    maxPool2d(x, 2),
    maxPool2d(x, 3, { stride: 2, padding: 1 }),
    maxPool2d(x, [2, 3], { stride: 2, ceilMode: true, dilation: [2, 1] }),
  ]),
  line("maxPool2dIndices", "places", floats(2, 6, 6), (x) => maxPool2dWithIndices(x, 2).indices),
  line("maxPool2dIndices", "of sequences", floats(2, 7), (x) => maxPool1d(x, 3)),
  line("avgPool2d", "with and without the padding", floats(2, 7, 6), (x) => [
    avgPool2d(x, 2),
    avgPool2d(x, 3, { stride: 2, padding: 1 }),
    avgPool2d(x, 3, { stride: 2, padding: 1, countIncludePad: false }),
    avgPool2d(x, 2, { stride: 2, ceilMode: true }),
    avgPool2d(x, 2, { divisorOverride: 3 }),
  ]),
  line("avgPool2d", "adaptive", floats(2, 8, 5), (x) => [
    adaptiveAvgPool2d(x, 1),
    adaptiveAvgPool2d(x, [4, 5]),
    adaptiveAvgPool2d(x, 3),
  ]),
  line("avgPool2d", "of sequences", floats(2, 8), (x) => avgPool1d(x, 4)),
  line("square", "in local response normalisation", floats(5, 2), (x) => localResponseNorm(x, 3)),
  line(["recurrent", "recurrentTrace"], "lstm, both ways", sequence(4), (x) =>
    [false, true].map((reverse) => {
      const { output, hidden, cell } = lstm(x, states(x), states(x), weight(12, 3), {
        bias: weight(12),
        reverse,
      });
      return [output, hidden, cell];
    }),
  ),
  line(["recurrent", "recurrentTrace"], "gru, both ways", sequence(3), (x) =>
    [false, true].map((reverse) => {
      const { output, hidden } = gru(x, states(x), weight(9, 3), { bias: weight(9), reverse });
      return [output, hidden];
    }),
  ),
  ...(["tanh", "relu"] as const).map((nonlinearity) =>
    line(["recurrent", "recurrentTrace"], `rnn, ${nonlinearity}`, sequence(1), (x) => {
      const { output, hidden } = rnn(x, states(x), weight(3, 3), { bias: weight(3), nonlinearity });
      return [output, hidden];
    }),
  ),
];

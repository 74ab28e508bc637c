export { type KeysAndValues, KeyValueCache } from "./attention/cache.ts";
export { type CausalMaskOptions, causalMask } from "./attention/masks.ts";
export {
  type AttentionCall,
  MultiheadAttention,
  type MultiheadAttentionOptions,
} from "./attention/multihead.ts";
export {
  type AttentionOptions,
  type AttentionWeightsOptions,
  attentionWeights,
  scaledDotProductAttention,
} from "./attention/scaled-dot-product.ts";
export { functionalCall } from "./functional-call.ts";
export * as init from "./init/index.ts";
export type { LayerOptions } from "./layer.ts";
export {
  ELU,
  GELU,
  LeakyReLU,
  LogSoftmax,
  ReLU,
  SELU,
  Sigmoid,
  SiLU,
  Softmax,
  Softplus,
  Tanh,
} from "./layers/activation.ts";
export { BatchNorm1d, BatchNorm2d, type BatchNormLayerOptions } from "./layers/batch-norm.ts";
export {
  Conv1d,
  Conv2d,
  type ConvLayerOptions,
  ConvTranspose1d,
  ConvTranspose2d,
  type ConvTransposeLayerOptions,
} from "./layers/conv.ts";
export { Dropout, Dropout2d, type DropoutOptions, dropout } from "./layers/dropout.ts";
export {
  Embedding,
  EmbeddingBag,
  type EmbeddingBagLayerOptions,
  type EmbeddingLayerOptions,
} from "./layers/embedding.ts";
export { Flatten, Identity, Unflatten } from "./layers/flatten.ts";
export { type BiasOptions, Bilinear, Linear, type LinearLayerOptions } from "./layers/linear.ts";
export {
  GroupNorm,
  type GroupNormOptions,
  LayerNorm,
  type LayerNormOptions,
  LocalResponseNorm,
} from "./layers/norm.ts";
export {
  AdaptiveAvgPool1d,
  AdaptiveAvgPool2d,
  AdaptiveMaxPool1d,
  AdaptiveMaxPool2d,
  type AdaptivePair,
  AvgPool1d,
  AvgPool2d,
  MaxPool1d,
  MaxPool2d,
} from "./layers/pool.ts";
export { PReLU, type PReLUOptions } from "./layers/prelu.ts";
export { Upsample, type UpsampleLayerOptions } from "./layers/upsample.ts";
export {
  BCELoss,
  BCEWithLogitsLoss,
  CrossEntropyLoss,
  HingeEmbeddingLoss,
  HingeLoss,
  HuberLoss,
  KLDivLoss,
  L1Loss,
  MSELoss,
  MultiMarginLoss,
  NLLLoss,
  SmoothL1Loss,
} from "./loss/modules.ts";
export { elasticNetPenalty, l1Penalty, l2Penalty, type Penalized } from "./loss/penalty.ts";
export type { Named } from "./members.ts";
export { type AnyModule, Module } from "./module.ts";
export { type Call, observe } from "./observe.ts";
export { buffer, constant, parameter } from "./parameter.ts";
export { GRUCell, LSTMCell, RNNCell, type RNNCellOptions } from "./recurrent/cells.ts";
export type { LstmState } from "./recurrent/kind.ts";
export type { RecurrentNetworkOptions, SequenceOptions } from "./recurrent/network.ts";
export { GRU, LSTM, RNN, type RNNOptions } from "./recurrent/networks.ts";
export { type SampleOptions, sampleToken } from "./sample-token.ts";
export { Sequential, type Step } from "./sequential.ts";
export type { StateDict } from "./state.ts";
export { type Summary, type SummaryRow, summary } from "./summary.ts";
export {
  type DecoderCall,
  TransformerDecoder,
  TransformerDecoderLayer,
} from "./transformer/decoder.ts";
export {
  type EncoderCall,
  TransformerEncoder,
  TransformerEncoderLayer,
} from "./transformer/encoder.ts";
export type { TransformerLayerOptions } from "./transformer/feed-forward.ts";
export {
  LearnedPositions,
  type LearnedPositionsOptions,
  type PositionsOptions,
  SinusoidalPositions,
  sinusoidalPositions,
} from "./transformer/positions.ts";

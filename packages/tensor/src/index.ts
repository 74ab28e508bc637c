import "./methods.ts";
import { cpu } from "./backend/cpu/index.ts";
import { registerBackend, setDefaultDevice } from "./backend/registry.ts";
import { wasm } from "./backend/wasm/index.ts";

registerBackend(cpu);
// An engine without WebAssembly SIMD, or a page that forbids it, is left with the cpu.
if (wasm !== undefined) {
  registerBackend(wasm);
  setDefaultDevice("wasm");
}

export { assign } from "./assign.ts";
export * from "./autograd.ts";
export type { Device, UpdateRules } from "./backend/backend.ts";
export type { GpuMode } from "./backend/gpu/library.ts";
export {
  type GpuInfo,
  gpuFallbacks,
  gpuInfo,
  type InitDeviceOptions,
  initDevice,
} from "./backend/gpu/open.ts";
export { defaultDevice, setDefaultDevice } from "./backend/registry.ts";
export { threads } from "./backend/wasm/parallel.ts";
export { setThreads } from "./backend/wasm/threads.ts";
export { checkpoint } from "./checkpoint.ts";
export * from "./create.ts";
export { type CustomRule, customOp } from "./custom-op.ts";
export { type DrawOptions, draw } from "./draw.ts";
export type { DType, TypedArray } from "./dtype.ts";
export { anomaly } from "./engine/anomaly.ts";
export { requireGrad } from "./engine/leaf.ts";
export { type OpCall, observeOps } from "./engine/observe.ts";
export { noGrad } from "./engine/recording.ts";
export { elementsOf, updateInPlace } from "./in-place.ts";
export { elu, gelu, leakyRelu, relu, sigmoid, silu, softplus } from "./ops/activation.ts";
export { type LinearActivation, type LinearOptions, linear } from "./ops/affine.ts";
export { div, maximum, minimum, pow, sub } from "./ops/arithmetic.ts";
export * from "./ops/assemble.ts";
export * from "./ops/axes.ts";
export {
  equal,
  greater,
  greaterEqual,
  isnan,
  less,
  lessEqual,
  logicalAnd,
  logicalNot,
  logicalOr,
  notEqual,
  where,
} from "./ops/compare.ts";
export * from "./ops/conv.ts";
export { clone, to } from "./ops/copy.ts";
export * from "./ops/einsum.ts";
export {
  abs,
  ceil,
  clamp,
  cos,
  erf,
  exp,
  expm1,
  floor,
  log,
  log1p,
  neg,
  reciprocal,
  round,
  rsqrt,
  sign,
  sin,
  sqrt,
  square,
  tan,
  tanh,
} from "./ops/elementary.ts";
export { type EmbeddingOptions, embedding, oneHot } from "./ops/embedding.ts";
export { type EmbeddingBagOptions, embeddingBag } from "./ops/embedding-bag.ts";
export { amax, amin, argmax, argmin, max, min } from "./ops/extreme.ts";
export { gather, indexAdd, indexSelect, scatterAdd, takeAlongDim } from "./ops/index.ts";
export { concat } from "./ops/join.ts";
export { type BceWithLogitsOptions, bceLoss, bceWithLogitsLoss } from "./ops/loss/binary.ts";
export type { LossOptions, LossReduction } from "./ops/loss/common.ts";
export {
  type CrossEntropyOptions,
  crossEntropy,
  type NllOptions,
  nllLoss,
} from "./ops/loss/cross-entropy.ts";
export { type KlDivOptions, klDivLoss } from "./ops/loss/divergence.ts";
export {
  hingeEmbeddingLoss,
  hingeLoss,
  type MarginOptions,
  type MultiMarginOptions,
  multiMarginLoss,
} from "./ops/loss/margin.ts";
export { huberLoss, l1Loss, mseLoss, smoothL1Loss } from "./ops/loss/regression.ts";
export { norm } from "./ops/magnitude.ts";
export { bmm, dot, matmul, outer } from "./ops/matmul.ts";
export { type BatchNormOptions, type BatchNormResult, batchNorm } from "./ops/norm/batch.ts";
export { type AffineNormOptions, groupNorm, layerNorm } from "./ops/norm/layer.ts";
export { type LocalResponseNormOptions, localResponseNorm } from "./ops/norm/local-response.ts";
export { argsort, sort, topk } from "./ops/order.ts";
export * from "./ops/pad.ts";
export type { Picked } from "./ops/pick.ts";
export { add, type BinaryOp, cast, mul, type Operand } from "./ops/pointwise.ts";
export {
  type AvgPoolOptions,
  avgPool1d,
  avgPool2d,
  type MaxPoolOptions,
  maxPool1d,
  maxPool2d,
  maxPool2dWithIndices,
} from "./ops/pool.ts";
export { prod } from "./ops/product.ts";
export {
  gru,
  type LstmResult,
  lstm,
  type RecurrentOptions,
  type RecurrentResult,
  type RnnOptions,
  rnn,
} from "./ops/recurrent/layers.ts";
export { all, any, cumsum, mean, type SpreadOptions, std, variance } from "./ops/reduce.ts";
export * from "./ops/resize.ts";
export { narrow, type SliceRange, select, slice } from "./ops/slice.ts";
export { logSoftmax, logsumexp, softmax } from "./ops/softmax.ts";
export {
  contiguous,
  expand,
  permute,
  reshape,
  sum,
  sumTo,
  transpose,
  transpose as swapaxes,
} from "./ops/stretch.ts";
export { type OpName, ops } from "./ops/table.ts";
export { tril, triu } from "./ops/triangle.ts";
export type { UnaryOp } from "./ops/unary.ts";
export type { Pair, Single } from "./ops/window.ts";
export { type PrintOptions, toString } from "./print.ts";
export { Generator, type GeneratorState, getRngState, manualSeed, setRngState } from "./random.ts";
export { relocate } from "./relocate.ts";
export { dispose, keep, scope } from "./scope.ts";
export type { Shape } from "./shape.ts";
export type { AnyOp, Context, Cost, Meta, Op, Result, Saves } from "./tensor.ts";
export { type NestedArray, Tensor } from "./tensor.ts";

/** The functions that are methods of every tensor as well: `relu(x)` is `x.relu()`. The first argument is the tensor. */
export { assign } from "./assign.ts";
export { backward, detach, retainGrad } from "./autograd.ts";
export { elu, gelu, leakyRelu, relu, sigmoid, silu, softplus } from "./ops/activation.ts";
export { div, maximum, minimum, pow, sub } from "./ops/arithmetic.ts";
export { chunk, flip, repeat, roll, split, tile, unbind } from "./ops/assemble.ts";
export { flatten, movedim, squeeze, unflatten, unsqueeze } from "./ops/axes.ts";
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
} from "./ops/compare.ts";
export { clone, to } from "./ops/copy.ts";
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
export { oneHot } from "./ops/embedding.ts";
export { amax, amin, argmax, argmin, max, min } from "./ops/extreme.ts";
export { gather, indexAdd, indexSelect, scatterAdd, takeAlongDim } from "./ops/index.ts";
export { bceLoss, bceWithLogitsLoss } from "./ops/loss/binary.ts";
export { crossEntropy, nllLoss } from "./ops/loss/cross-entropy.ts";
export { klDivLoss } from "./ops/loss/divergence.ts";
export { huberLoss, l1Loss, mseLoss, smoothL1Loss } from "./ops/loss/regression.ts";
export { norm } from "./ops/magnitude.ts";
export { bmm, dot, matmul, outer } from "./ops/matmul.ts";
export { layerNorm } from "./ops/norm/layer.ts";
export { argsort, sort, topk } from "./ops/order.ts";
export { pad } from "./ops/pad.ts";
export { add, cast, mul } from "./ops/pointwise.ts";
export { prod } from "./ops/product.ts";
export { all, any, cumsum, mean, std, variance } from "./ops/reduce.ts";
export { narrow, select, slice } from "./ops/slice.ts";
export { logSoftmax, logsumexp, softmax } from "./ops/softmax.ts";
export { contiguous, expand, permute, reshape, sum, transpose } from "./ops/stretch.ts";
export { tril, triu } from "./ops/triangle.ts";
export { toString } from "./print.ts";

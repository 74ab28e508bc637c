/**
 * The table over all ops. A name without an entry does not compile, and an entry without a name neither; tests hold that
 * nothing else is ever applied, and that the derivatives of all of them are checked.
 */
import type { AnyOp } from "../tensor.ts";
import * as activation from "./activation.ts";
import * as affine from "./affine.ts";
import * as arithmetic from "./arithmetic.ts";
import * as average from "./average.ts";
import * as compare from "./compare.ts";
import * as convolution from "./convolution.ts";
import * as convolutionLayer from "./convolution-layer.ts";
import * as copy from "./copy.ts";
import * as elementary from "./elementary.ts";
import * as embedding from "./embedding.ts";
import * as extreme from "./extreme.ts";
import * as index from "./index.ts";
import * as join from "./join.ts";
import * as binary from "./loss/binary.ts";
import * as crossEntropy from "./loss/cross-entropy.ts";
import * as magnitude from "./magnitude.ts";
import * as matmul from "./matmul.ts";
import * as normalize from "./norm/normalize.ts";
import * as order from "./order.ts";
import * as pointwise from "./pointwise.ts";
import * as pool from "./pool.ts";
import * as product from "./product.ts";
import * as recurrent from "./recurrent/sequence.ts";
import * as reduce from "./reduce.ts";
import * as slice from "./slice.ts";
import * as softmax from "./softmax.ts";
import * as stretch from "./stretch.ts";
import * as triangle from "./triangle.ts";
import { fusedVjps } from "./unary.ts";

type Moving =
  | "contiguous"
  | "reshape"
  | "permute"
  | "expand"
  | "slice"
  | "unslice"
  | "concat"
  | "clone"
  | "to";
type Basic = "cast" | "add" | "mul" | "chain" | "rateProduct" | "sub" | "div" | "pow" | "maximum" | "minimum";
type Exponential = "exp" | "log" | "log1p" | "expm1" | "sqrt" | "rsqrt" | "square" | "reciprocal" | "erf";
type Trigonometric = "sin" | "cos" | "tan" | "tanh";
type Piecewise = "neg" | "abs" | "sign" | "floor" | "ceil" | "round" | "clamp" | "where";
type Comparison = "equal" | "notEqual" | "less" | "lessEqual" | "greater" | "greaterEqual" | "isnan";
type Logic = "logicalAnd" | "logicalOr" | "logicalNot";
type Activation = "sigmoid" | "relu" | "leakyRelu" | "elu" | "silu" | "softplus";
type Gelu = "gelu" | "geluTanh";
type FusedVjp = keyof typeof fusedVjps;
type Reduction = "sum" | "prod" | "amax" | "amin" | "argmax" | "argmin" | "norm" | "logsumexp";
type Row = "cumsum" | "softmax" | "logSoftmax" | "normalize" | "argsort" | "tril" | "triu";
type Indexing = "indexSelect" | "indexAdd" | "gather" | "scatterAdd" | "embedding";
type Product = "matmul" | "linear" | "conv2d" | "conv2dLayer" | "conv2dInputGrad" | "conv2dWeightGrad";
type Recurrent = "recurrentTrace" | "recurrent" | "recurrentVjp";
type Pooling = "maxPool2dIndices" | "avgPool2d" | "avgPool2dInputGrad";
type Loss = "bce" | "crossEntropy";

/** The names of all ops. What is not among them (`mean`, `einsum`, `layerNorm`, ...) is composed of these. */
export type OpName =
  | Moving
  | Basic
  | Exponential
  | Trigonometric
  | Piecewise
  | Comparison
  | Logic
  | Activation
  | Gelu
  | FusedVjp
  | Reduction
  | Row
  | Indexing
  | Product
  | Recurrent
  | Pooling
  | Loss;

/** All ops by name. */
export const ops: { readonly [name in OpName]: AnyOp } = {
  contiguous: stretch.contiguousOp,
  reshape: stretch.reshapeOp,
  permute: stretch.permuteOp,
  expand: stretch.expandOp,
  slice: slice.sliceOp,
  unslice: slice.unsliceOp,
  concat: join.concatOp,
  clone: copy.cloneOp,
  to: copy.toOp,

  cast: pointwise.castOp,
  add: pointwise.add.op,
  mul: pointwise.mul.op,
  chain: pointwise.chain.op,
  rateProduct: pointwise.rateProductOp,
  sub: arithmetic.sub.op,
  div: arithmetic.div.op,
  pow: arithmetic.power.op,
  maximum: arithmetic.maximum.op,
  minimum: arithmetic.minimum.op,

  exp: elementary.exp.op,
  log: elementary.log.op,
  log1p: elementary.log1p.op,
  expm1: elementary.expm1.op,
  sqrt: elementary.sqrt.op,
  rsqrt: elementary.rsqrt.op,
  square: elementary.square.op,
  reciprocal: elementary.reciprocal.op,
  erf: elementary.erf.op,

  sin: elementary.sin.op,
  cos: elementary.cos.op,
  tan: elementary.tan.op,
  tanh: elementary.tanh.op,

  neg: elementary.neg.op,
  abs: elementary.abs.op,
  sign: elementary.sign.op,
  floor: elementary.floor.op,
  ceil: elementary.ceil.op,
  round: elementary.round.op,
  clamp: elementary.clampOp,
  where: compare.whereOp,

  equal: compare.equal.op,
  notEqual: compare.notEqual.op,
  less: compare.less.op,
  lessEqual: compare.lessEqual.op,
  greater: compare.greater.op,
  greaterEqual: compare.greaterEqual.op,
  isnan: compare.isnan.op,
  logicalAnd: compare.logicalAnd.op,
  logicalOr: compare.logicalOr.op,
  logicalNot: compare.logicalNot.op,

  sigmoid: activation.sigmoid.op,
  relu: activation.relu.op,
  leakyRelu: activation.leakyReluOp,
  elu: activation.eluOp,
  silu: activation.silu.op,
  gelu: activation.geluExact.op,
  geluTanh: activation.geluTanh.op,
  softplus: activation.softplusUnit.op,
  reluVjp: fusedVjps.reluVjp.op,
  tanhVjp: fusedVjps.tanhVjp.op,
  sigmoidVjp: fusedVjps.sigmoidVjp.op,
  siluVjp: fusedVjps.siluVjp.op,
  geluVjp: fusedVjps.geluVjp.op,
  geluTanhVjp: fusedVjps.geluTanhVjp.op,

  sum: stretch.sumOp,
  prod: product.prodOp,
  amax: extreme.amaxOp,
  amin: extreme.aminOp,
  argmax: extreme.argmaxOp,
  argmin: extreme.argminOp,
  norm: magnitude.normOp,
  logsumexp: softmax.logsumexpOp,

  cumsum: reduce.cumsumOp,
  softmax: softmax.softmaxOp,
  logSoftmax: softmax.logSoftmaxOp,
  normalize: normalize.normalizeOp,
  argsort: order.argsortOp,
  tril: triangle.trilOp,
  triu: triangle.triuOp,

  indexSelect: index.indexSelectOp,
  indexAdd: index.indexAddOp,
  gather: index.gatherOp,
  scatterAdd: index.scatterAddOp,
  embedding: embedding.embeddingOp,

  matmul: matmul.matmulOp,
  linear: affine.linearOp,
  conv2d: convolution.conv2dOp,
  conv2dLayer: convolutionLayer.conv2dLayerOp,
  conv2dInputGrad: convolution.conv2dInputGradOp,
  conv2dWeightGrad: convolution.conv2dWeightGradOp,

  recurrentTrace: recurrent.recurrentTraceOp,
  recurrent: recurrent.recurrentOp,
  recurrentVjp: recurrent.recurrentVjpOp,

  maxPool2dIndices: pool.maxPool2dIndicesOp,
  avgPool2d: average.avgPool2dOp,
  avgPool2dInputGrad: average.avgPool2dInputGradOp,

  bce: binary.bceOp,
  crossEntropy: crossEntropy.crossEntropyOp,
};

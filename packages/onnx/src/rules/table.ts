/** The table over all ops: a rule for each, or why there is none. A name without an entry does not compile. */
import type { OpName } from "@gradus/tensor";
import * as each from "./elementwise.ts";
import * as moving from "./moving.ts";
import * as pooling from "./pooling.ts";
import * as product from "./product.ts";
import * as recurrent from "./recurrent.ts";
import * as reduction from "./reduction.ts";
import type { Rule, Unsupported } from "./rule.ts";

const backward: Unsupported = { because: "it belongs to backward passes; export the forward pass alone" };
const loss: Unsupported = { because: "it is a loss; export the model up to its scores" };

/** Ops whose attributes hold shapes or places, which may follow the batch: rules take them from the shapes of the values. */
export const batchAttrs: ReadonlySet<string> = new Set(["reshape", "expand", "slice", "unslice", "indexAdd"]);

export const rules: { readonly [name in OpName]: Rule | Unsupported } = {
  contiguous: each.same,
  reshape: moving.reshape,
  permute: moving.permute,
  expand: moving.expand,
  slice: moving.slice,
  unslice: moving.unslice,
  concat: moving.concat,
  clone: each.same,
  to: each.same,

  cast: each.cast,
  add: each.operator("Add"),
  mul: each.operator("Mul"),
  chain: each.rateProduct(1),
  rateProduct: each.rateProduct(2),
  sub: each.operator("Sub"),
  div: each.operator("Div"),
  pow: each.operator("Pow"),
  maximum: each.operator("Max"),
  minimum: each.operator("Min"),

  exp: each.operator("Exp"),
  log: each.operator("Log"),
  log1p: each.log1p,
  expm1: each.expm1,
  sqrt: each.operator("Sqrt"),
  rsqrt: each.chainOf("Sqrt", "Reciprocal"),
  square: each.square,
  reciprocal: each.operator("Reciprocal"),
  erf: each.operator("Erf"),

  sin: each.operator("Sin"),
  cos: each.operator("Cos"),
  tan: each.operator("Tan"),
  tanh: each.operator("Tanh"),

  neg: each.operator("Neg"),
  abs: each.operator("Abs"),
  sign: each.operator("Sign"),
  floor: each.onFloats("Floor"),
  ceil: each.onFloats("Ceil"),
  round: each.onFloats("Round"),
  clamp: each.clamp,
  where: each.where,

  equal: each.comparison("Equal"),
  notEqual: each.comparison("Equal", "Not"),
  less: each.comparison("Less"),
  lessEqual: each.comparison("LessOrEqual"),
  greater: each.comparison("Greater"),
  greaterEqual: each.comparison("GreaterOrEqual"),
  isnan: each.isnan,
  logicalAnd: each.logic("And"),
  logicalOr: each.logic("Or"),
  logicalNot: each.logic("Not"),

  sigmoid: each.operator("Sigmoid"),
  relu: each.relu,
  leakyRelu: each.parametric("LeakyRelu"),
  elu: each.parametric("Elu"),
  silu: each.silu,
  gelu: each.gelu,
  geluTanh: each.geluTanh,
  softplus: each.operator("Softplus"),
  reluVjp: backward,
  tanhVjp: backward,
  sigmoidVjp: backward,
  siluVjp: backward,
  geluVjp: backward,
  geluTanhVjp: backward,

  sum: reduction.reduction("ReduceSum"),
  prod: reduction.reduction("ReduceProd"),
  amax: reduction.reduction("ReduceMax"),
  amin: reduction.reduction("ReduceMin"),
  argmax: reduction.place("ArgMax"),
  argmin: reduction.place("ArgMin"),
  norm: reduction.norm,
  logsumexp: reduction.reduction("ReduceLogSumExp"),

  cumsum: reduction.cumsum,
  softmax: reduction.along("Softmax"),
  logSoftmax: reduction.along("LogSoftmax"),
  normalize: reduction.normalize,
  argsort: reduction.argsort,
  tril: each.triangle(0),
  triu: each.triangle(1),

  indexSelect: moving.indexSelect,
  indexAdd: moving.indexAdd,
  gather: moving.gather,
  scatterAdd: moving.scatterAdd,
  embedding: moving.embedding,

  matmul: each.operator("MatMul"),
  linear: product.linear,
  conv2d: product.conv2d,
  conv2dLayer: product.conv2dLayer,
  conv2dInputGrad: product.conv2dTransposed,
  conv2dWeightGrad: backward,

  recurrentTrace: recurrent.recurrentTrace,
  recurrent: recurrent.recurrent,
  recurrentVjp: backward,

  maxPool2dIndices: pooling.maxPoolPlaces,
  avgPool2d: pooling.avgPool,
  avgPool2dInputGrad: backward,

  bce: loss,
  crossEntropy: loss,
};

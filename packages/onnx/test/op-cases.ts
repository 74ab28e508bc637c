/** Every op that can be exported, alone, in the forms in which programs meet it. */

import type { Forward } from "@gradus/onnx";
import {
  abs,
  adaptiveAvgPool2d,
  add,
  amax,
  amin,
  argmax,
  argmin,
  argsort,
  avgPool1d,
  avgPool2d,
  cast,
  ceil,
  clamp,
  clone,
  concat,
  contiguous,
  conv1d,
  conv2d,
  convTranspose1d,
  convTranspose2d,
  cos,
  cumsum,
  div,
  elu,
  embedding,
  equal,
  erf,
  exp,
  expand,
  expm1,
  flip,
  floor,
  full,
  gather,
  gelu,
  greater,
  greaterEqual,
  groupNorm,
  gru,
  indexAdd,
  indexSelect,
  isnan,
  layerNorm,
  leakyRelu,
  less,
  lessEqual,
  linear,
  localResponseNorm,
  log,
  log1p,
  logicalAnd,
  logicalNot,
  logicalOr,
  logSoftmax,
  logsumexp,
  lstm,
  matmul,
  maximum,
  maxPool1d,
  maxPool2d,
  maxPool2dWithIndices,
  mean,
  minimum,
  mul,
  neg,
  norm,
  notEqual,
  type OpName,
  oneHot,
  pad,
  permute,
  pow,
  prod,
  randn,
  reciprocal,
  relu,
  reshape,
  rnn,
  round,
  rsqrt,
  scatterAdd,
  select,
  sigmoid,
  sign,
  silu,
  sin,
  slice,
  softmax,
  softplus,
  sort,
  sqrt,
  square,
  std,
  sub,
  sum,
  type Tensor,
  tan,
  tanh,
  tensor,
  topk,
  transpose,
  tril,
  triu,
  upsampleNearest,
  vjp,
  where,
  zeros,
} from "@gradus/tensor";

/** A function, and inputs of any batch. */
export interface OpCase {
  /** The ops that it is there for. */
  readonly ops: readonly OpName[];
  readonly what: string;
  readonly f: Forward;
  readonly inputs: (batch: number) => readonly Tensor[];
}

const floats =
  (...shape: readonly number[]) =>
  (batch: number): readonly Tensor[] => [randn([batch, ...shape], { seed: 3 })];
const positive =
  (...shape: readonly number[]) =>
  (batch: number): readonly Tensor[] => [add(abs(randn([batch, ...shape], { seed: 4 })), 0.25)];
const two =
  (...shape: readonly number[]) =>
  (batch: number): readonly Tensor[] => [
    randn([batch, ...shape], { seed: 5 }),
    randn([batch, ...shape], { seed: 6 }),
  ];
const integers = (below: number, ...shape: readonly number[]): ((batch: number) => readonly Tensor[]) => {
  return (batch) => [whole(below, [batch, ...shape])];
};

function whole(below: number, shape: readonly number[]): Tensor {
  const count = shape.reduce((a, b) => a * b, 1);
  return tensor(
    Int32Array.from({ length: count }, (_, i) => (i * 7 + (i % 3)) % below),
    { shape },
  );
}

const weight = (...shape: readonly number[]): Tensor => randn(shape, { seed: shape.length + 10 });
const bools = (x: Tensor): Tensor => greater(x, 0);

function line(ops: OpName | readonly OpName[], what: string, inputs: OpCase["inputs"], f: Forward): OpCase {
  return { ops: typeof ops === "string" ? [ops] : ops, what, inputs, f };
}

const unary = (["neg", "abs", "sign", "floor", "ceil", "round", "relu", "square"] as const).flatMap(
  (name) => {
    const f = { neg, abs, sign, floor, ceil, round, relu, square }[name];
    return [
      line(name, "of floats", floats(4), (x) => f(mul(x as Tensor, 2.5))),
      line(name, "of whole numbers", integers(9, 4), (x) => f(sub(x as Tensor, 4))),
    ];
  },
);

const smooth = Object.entries({ exp, expm1, erf, sin, cos, tan, tanh, sigmoid, silu, softplus }).map(
  ([name, f]) => line(name as OpName, "of floats", floats(5), (x) => f(x as Tensor)),
);

const ofPositive = Object.entries({ log, log1p, sqrt, rsqrt, reciprocal }).map(([name, f]) =>
  line(name as OpName, "of positive numbers", positive(5), (x) => f(x as Tensor)),
);

const binary = Object.entries({ add, sub, mul, div, maximum, minimum }).flatMap(([name, f]) => [
  line(name as OpName, "of floats", two(3), (x, y) => f(x as Tensor, y as Tensor)),
  line(name as OpName, "broadcast, and with a number", two(2, 3), (x, y) => [
    f(x as Tensor, weight(3)),
    f(2, y as Tensor),
  ]),
  line(name as OpName, "of whole numbers", integers(9, 3), (x) => f(x as Tensor, add(x as Tensor, 1))),
]);

const comparisons = Object.entries({ equal, notEqual, less, lessEqual, greater, greaterEqual }).flatMap(
  ([name, f]) => [
    line(name as OpName, "of floats", two(3), (x, y) => f(round(x as Tensor), round(y as Tensor))),
    line(name as OpName, "of whole numbers", integers(5, 3), (x) => f(x as Tensor, 2)),
    line(name as OpName, "of booleans", two(3), (x, y) => f(bools(x as Tensor), bools(y as Tensor))),
  ],
);

const logic = Object.entries({ logicalAnd, logicalOr }).flatMap(([name, f]) => [
  line(name as OpName, "of booleans", two(3), (x, y) => f(bools(x as Tensor), bools(y as Tensor))),
  line(name as OpName, "of whole numbers", integers(2, 3), (x) => f(x as Tensor, sub(1, x as Tensor))),
]);

const reductions = Object.entries({ sum, prod, amax, amin, logsumexp }).flatMap(([name, f]) => [
  line(name as OpName, "over one axis", floats(3, 4), (x) => f(x as Tensor, 1)),
  line(name as OpName, "over several axes, which stay", floats(3, 4), (x) => f(x as Tensor, [1, 2], true)),
  line(name as OpName, "over all axes, the batch too", floats(3), (x) => f(x as Tensor)),
]);

const wholeReductions = Object.entries({ sum, prod, amax, amin }).flatMap(([name, f]) => [
  line(name as OpName, "of whole numbers", integers(4, 3), (x) => f(x as Tensor, 1)),
  line(name as OpName, "of booleans", floats(3), (x) => f(bools(x as Tensor), 1)),
]);

const sequence = (gates: number) => (batch: number) => [randn([4, batch, gates * 3], { seed: 8 })];
const states = (x: Tensor | undefined) => zeros([(x as Tensor).shape[1] as number, 3]);

/** All of them. */
export const cases: readonly OpCase[] = [
  ...unary,
  ...smooth,
  ...ofPositive,
  ...binary,
  ...comparisons,
  ...logic,
  ...reductions,
  ...wholeReductions,
  line(["reshape"], "folding the batch into another axis and back", floats(3, 4), (x) =>
    reshape(mul(reshape(x as Tensor, [-1, 4]), 2), [-1, 12]),
  ),
  line(["permute", "contiguous"], "turned round", floats(3, 4), (x) =>
    contiguous(permute(x as Tensor, [2, 0, 1])),
  ),
  line("clone", "and to", floats(3), (x) => clone(x as Tensor)),
  line("expand", "along a new axis", floats(1, 3), (x) =>
    expand(x as Tensor, [(x as Tensor).shape[0] as number, 4, 3]),
  ),
  line("expand", "to the batch", floats(3), (x) =>
    add(expand(mul(slice(x as Tensor, 0, 0, 1), 2), [(x as Tensor).shape[0] as number, 3]), 1),
  ),
  line("slice", "a part", floats(5, 4), (x) => slice(x as Tensor, 1, 1, 4)),
  line("slice", "with a step, and backwards", floats(7), (x) => [
    slice(x as Tensor, 1, 1, undefined, 2),
    flip(x as Tensor, 1),
    slice(x as Tensor, 1, -2, 0, -3),
  ]),
  line("slice", "one row of the batch", floats(5), (x) => select(x as Tensor, 0, 0)),
  line("slice", "the batch backwards", floats(5), (x) => flip(x as Tensor, 0)),
  line("slice", "halves of a doubled batch", floats(5), (x) => {
    const both = concat([x as Tensor, neg(x as Tensor)], 0);
    const batch = (x as Tensor).shape[0] as number;
    return [slice(both, 0, 0, batch), slice(both, 0, batch, 2 * batch)];
  }),
  line("concat", "of three", two(3), (x, y) => concat([x as Tensor, y as Tensor, mul(x as Tensor, 3)], 1)),
  line("concat", "with a constant of the batch's extent", floats(3), (x) =>
    concat([full([(x as Tensor).shape[0] as number, 2], 7), x as Tensor], 1),
  ),
  line(["unslice"], "with a step and without", floats(3), (x) => [
    vjp((y) => slice(y, 1, 1, 7, 2), zeros([(x as Tensor).shape[0] as number, 8]))[1](
      x as Tensor,
    )[0] as Tensor,
    vjp((y) => slice(y, 1, 2, 5), zeros([(x as Tensor).shape[0] as number, 8]))[1](x as Tensor)[0] as Tensor,
  ]),
  line(["chain", "rateProduct"], "where a zero rate wins", two(3), (x, y) => [
    vjp((z) => log(z), y as Tensor)[1](relu(x as Tensor))[0] as Tensor,
  ]),
  line("cast", "among all types", floats(3), (x) => {
    const scaled = mul(x as Tensor, 3);
    return [cast(scaled, "int32"), cast(scaled, "bool"), cast(cast(scaled, "int32"), "float64")];
  }),
  line("pow", "to numbers and to tensors", positive(3), (x) => [
    pow(x as Tensor, 3),
    pow(2, x as Tensor),
    pow(x as Tensor, x as Tensor),
  ]),
  line("clamp", "on one side and on both", floats(3), (x) => [
    clamp(x as Tensor, -0.5, 0.5),
    clamp(x as Tensor, 0.1),
    clamp(x as Tensor, 1, -1),
  ]),
  line("where", "of floats and of booleans", two(3), (x, y) => [
    where(bools(x as Tensor), x as Tensor, y as Tensor),
    where(bools(x as Tensor), bools(y as Tensor), bools(x as Tensor)),
    where(bools(x as Tensor), 1, cast(y as Tensor, "int32")),
  ]),
  line("isnan", "of roots", floats(3), (x) => [isnan(sqrt(x as Tensor)), isnan(cast(x as Tensor, "int32"))]),
  line("logicalNot", "of booleans and numbers", floats(3), (x) => [
    logicalNot(bools(x as Tensor)),
    logicalNot(relu(x as Tensor)),
  ]),
  line("leakyRelu", "with its slope", floats(5), (x) => leakyRelu(x as Tensor, 0.2)),
  line("elu", "with its scale", floats(5), (x) => elu(x as Tensor, 0.7)),
  line("gelu", "by the error function", floats(9), (x) => gelu(mul(x as Tensor, 3))),
  line("geluTanh", "by the tangent", floats(9), (x) => gelu(mul(x as Tensor, 3), "tanh")),
  line("softplus", "far from 0", floats(5), (x) => softplus(mul(x as Tensor, 60))),
  line(["argmax", "argmin"], "along axes", floats(4, 3), (x) => [
    argmax(x as Tensor, 1),
    argmin(x as Tensor, 2, true),
    argmax(bools(x as Tensor), 1),
  ]),
  line("argmax", "over the whole batch", floats(3), (x) => argmax(x as Tensor)),
  line("norm", "for several p", floats(4), (x) => [
    norm(x as Tensor, 2, 1),
    norm(x as Tensor, 3, 1),
    std(x as Tensor, 1),
  ]),
  line("cumsum", "along both axes", floats(4), (x) => [
    cumsum(x as Tensor, 1),
    cumsum(x as Tensor, 0),
    cumsum(bools(x as Tensor), 1),
  ]),
  line(["softmax", "logSoftmax"], "along any axis", floats(3, 4), (x) => [
    softmax(x as Tensor),
    softmax(x as Tensor, 1),
    logSoftmax(x as Tensor),
  ]),
  line("normalize", "layer normalisation", floats(3, 4), (x) => [
    layerNorm(x as Tensor, 4),
    layerNorm(x as Tensor, [3, 4], { weight: weight(3, 4), bias: weight(3, 4), eps: 1e-3 }),
    layerNorm(x as Tensor, 4, { weight: weight(4) }),
  ]),
  line("normalize", "group normalisation", floats(4, 5), (x) =>
    groupNorm(x as Tensor, 2, { weight: weight(4), bias: weight(4) }),
  ),
  line("argsort", "and sort", integers(5, 6), (x) => [
    argsort(x as Tensor),
    sort(x as Tensor, 1, true).values,
  ]),
  line("argsort", "along the batch, and the largest", floats(4), (x) => [
    argsort(x as Tensor, 0),
    topk(x as Tensor, 2).values,
  ]),
  line(["tril", "triu"], "of floats, whole numbers and booleans", floats(4, 4), (x) => [
    tril(x as Tensor),
    triu(x as Tensor, 1),
    tril(cast(x as Tensor, "int32"), -1),
    triu(bools(x as Tensor)),
  ]),
  line("indexSelect", "columns", floats(5), (x) =>
    indexSelect(x as Tensor, 1, tensor(Int32Array.of(4, 0, 0))),
  ),
  line("indexSelect", "nearest neighbours", floats(2, 3, 2), (x) =>
    upsampleNearest(x as Tensor, { scaleFactor: 2 }),
  ),
  line("indexAdd", "along an axis", floats(3, 2), (x) =>
    indexAdd(zeros([(x as Tensor).shape[0] as number, 4, 2]), 1, tensor(Int32Array.of(3, 0, 3)), x as Tensor),
  ),
  line("gather", "along an axis", floats(5), (x) => gather(x as Tensor, 1, argsort(x as Tensor))),
  line("gather", "booleans", floats(5), (x) => gather(bools(x as Tensor), 1, argsort(x as Tensor))),
  line("scatterAdd", "one-hot rows", integers(6, 3), (x) => oneHot(x as Tensor, 6)),
  line("scatterAdd", "of floats, several to one place", floats(5), (x) =>
    scatterAdd(mul(x as Tensor, 0), 1, cast(bools(x as Tensor), "int32"), x as Tensor),
  ),
  line("embedding", "rows of a table", integers(6, 3), (x) => embedding(weight(6, 4), x as Tensor)),
  line("matmul", "with batches that broadcast", two(3, 3), (x, y) => [
    matmul(x as Tensor, y as Tensor),
    matmul(x as Tensor, weight(3, 5)),
    matmul(x as Tensor, weight(2, 1, 3, 3)),
    matmul(x as Tensor, weight(3)),
    matmul(x as Tensor, transpose(y as Tensor)),
  ]),
  line("matmul", "of whole numbers", integers(5, 3), (x) => matmul(x as Tensor, whole(4, [3, 2]))),
  ...(["none", "relu", "tanh", "sigmoid", "gelu", "geluTanh", "silu"] as const).map((activation) =>
    line("linear", `ending with ${activation}`, floats(2, 5), (x) =>
      linear(x as Tensor, weight(4, 5), weight(4), { activation }),
    ),
  ),
  line("linear", "without a bias", floats(5), (x) => linear(x as Tensor, weight(4, 5))),
  line("conv2d", "plain", floats(4, 6, 7), (x) => conv2d(x as Tensor, weight(6, 4, 3, 2))),
  line("conv2d", "stride, padding, dilation, groups", floats(4, 9, 8), (x) => [
    conv2d(x as Tensor, weight(6, 2, 3, 3), { stride: [2, 3], padding: [1, 2], groups: 2 }),
    conv2d(x as Tensor, weight(4, 1, 3, 2), { dilation: [2, 1], groups: 4 }),
    conv2d(x as Tensor, weight(2, 4, 4, 3), { padding: "same" }),
  ]),
  ...(["none", "relu", "tanh", "sigmoid"] as const).map((activation) =>
    line("conv2dLayer", `ending with ${activation}`, floats(3, 5, 5), (x) =>
      conv2d(x as Tensor, weight(2, 3, 3, 3), { bias: weight(2), padding: 1, activation }),
    ),
  ),
  line("conv2dLayer", "of sequences", floats(3, 8), (x) =>
    conv1d(x as Tensor, weight(2, 3, 3), { bias: weight(2), stride: 2 }),
  ),
  line("conv2dInputGrad", "transposed", floats(4, 4, 3), (x) => [
    convTranspose2d(x as Tensor, weight(4, 3, 3, 2), {
      stride: 2,
      padding: 1,
      outputPadding: [1, 0],
      bias: weight(3),
    }),
    convTranspose2d(x as Tensor, weight(4, 3, 2, 2), { groups: 2, dilation: 2, stride: 3 }),
  ]),
  line("conv2dInputGrad", "of sequences", floats(3, 8), (x) =>
    convTranspose1d(x as Tensor, weight(3, 2, 4), { stride: 2 }),
  ),
  line("maxPool2dIndices", "values", floats(2, 7, 6), (x) => [
    maxPool2d(x as Tensor, 2),
    maxPool2d(x as Tensor, 3, { stride: 2, padding: 1 }),
    maxPool2d(x as Tensor, [2, 3], { stride: 2, ceilMode: true, dilation: [2, 1] }),
  ]),
  line("maxPool2dIndices", "places", floats(2, 6, 6), (x) => maxPool2dWithIndices(x as Tensor, 2).indices),
  line("maxPool2dIndices", "of sequences", floats(2, 7), (x) => maxPool1d(x as Tensor, 3)),
  line("avgPool2d", "with and without the padding", floats(2, 7, 6), (x) => [
    avgPool2d(x as Tensor, 2),
    avgPool2d(x as Tensor, 3, { stride: 2, padding: 1 }),
    avgPool2d(x as Tensor, 3, { stride: 2, padding: 1, countIncludePad: false }),
    avgPool2d(x as Tensor, 2, { stride: 2, ceilMode: true }),
    avgPool2d(x as Tensor, 2, { divisorOverride: 3 }),
  ]),
  line("avgPool2d", "adaptive", floats(2, 8, 5), (x) => [
    adaptiveAvgPool2d(x as Tensor, 1),
    adaptiveAvgPool2d(x as Tensor, [4, 5]),
    adaptiveAvgPool2d(x as Tensor, 3),
  ]),
  line("avgPool2d", "of sequences", floats(2, 8), (x) => avgPool1d(x as Tensor, 4)),
  line("concat", "margins of all kinds", floats(2, 4), (x) => [
    pad(x as Tensor, [1, 2]),
    pad(x as Tensor, [2, 1], { mode: "reflect" }),
    pad(x as Tensor, [2, 1], { mode: "circular" }),
  ]),
  line("square", "in local response normalisation", floats(5, 2), (x) => localResponseNorm(x as Tensor, 3)),
  line("sum", "in means of the batch", floats(3), (x) => sub(x as Tensor, mean(x as Tensor, 1, true))),
  line(["recurrent", "recurrentTrace"], "lstm, both ways", sequence(4), (x) =>
    [false, true].map((reverse) => {
      const { output, hidden, cell } = lstm(x as Tensor, states(x), states(x), weight(12, 3), {
        bias: weight(12),
        reverse,
      });
      return [output, hidden, cell];
    }),
  ),
  line(["recurrent", "recurrentTrace"], "gru, both ways", sequence(3), (x) =>
    [false, true].map((reverse) => {
      const { output, hidden } = gru(x as Tensor, states(x), weight(9, 3), { bias: weight(9), reverse });
      return [output, hidden];
    }),
  ),
  ...(["tanh", "relu"] as const).map((nonlinearity) =>
    line(["recurrent", "recurrentTrace"], `rnn, ${nonlinearity}`, sequence(1), (x) => {
      const { output, hidden } = rnn(x as Tensor, states(x), weight(3, 3), { bias: weight(3), nonlinearity });
      return [output, hidden];
    }),
  ),
];

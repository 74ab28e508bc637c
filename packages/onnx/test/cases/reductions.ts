/** Along axes. */
import {
  amax,
  amin,
  argmax,
  argmin,
  argsort,
  cast,
  cumsum,
  groupNorm,
  layerNorm,
  logSoftmax,
  logsumexp,
  mean,
  norm,
  type OpName,
  prod,
  softmax,
  sort,
  std,
  sub,
  sum,
  topk,
  tril,
  triu,
} from "@gradus/tensor";
import { bools, floats, integers, line, type OpCase, weight } from "./line.ts";

const reductions = Object.entries({ sum, prod, amax, amin, logsumexp }).flatMap(([name, f]) => [
  line(name as OpName, "over one axis", floats(3, 4), (x) => f(x, 1)),
  line(name as OpName, "over several axes, which stay", floats(3, 4), (x) => f(x, [1, 2], true)),
  line(name as OpName, "over all axes, the batch too", floats(3), (x) => f(x)),
]);

const wholeReductions = Object.entries({ sum, prod, amax, amin }).flatMap(([name, f]) => [
  line(name as OpName, "of whole numbers", integers(4, 3), (x) => f(x, 1)),
  line(name as OpName, "of booleans", floats(3), (x) => f(bools(x), 1)),
]);

export const alongAxes: readonly OpCase[] = [
  ...reductions,
  ...wholeReductions,
  line(["argmax", "argmin"], "along axes", floats(4, 3), (x) => [
    argmax(x, 1),
    argmin(x, 2, true),
    argmax(bools(x), 1),
  ]),
  line("argmax", "over the whole batch", floats(3), (x) => argmax(x)),
  line("norm", "for several p", floats(4), (x) => [norm(x, 2, 1), norm(x, 3, 1), std(x, 1)]),
  line("cumsum", "along both axes", floats(4), (x) => [cumsum(x, 1), cumsum(x, 0), cumsum(bools(x), 1)]),
  line(["softmax", "logSoftmax"], "along any axis", floats(3, 4), (x) => [
    softmax(x),
    softmax(x, 1),
    logSoftmax(x),
  ]),
  line("normalize", "layer normalisation", floats(3, 4), (x) => [
    layerNorm(x, 4),
    layerNorm(x, [3, 4], { weight: weight(3, 4), bias: weight(3, 4), eps: 1e-3 }),
    layerNorm(x, 4, { weight: weight(4) }),
  ]),
  line("normalize", "group normalisation", floats(4, 5), (x) =>
    groupNorm(x, 2, { weight: weight(4), bias: weight(4) }),
  ),
  line("argsort", "and sort", integers(5, 6), (x) => [argsort(x), sort(x, 1, true).values]),
  line("argsort", "along the batch, and the largest", floats(4), (x) => [argsort(x, 0), topk(x, 2).values]),
  line(["tril", "triu"], "of floats, whole numbers and booleans", floats(4, 4), (x) => [
    tril(x),
    triu(x, 1),
    tril(cast(x, "int32"), -1),
    triu(bools(x)),
  ]),
  line("sum", "in means of the batch", floats(3), (x) => sub(x, mean(x, 1, true))),
];

/** The cpu backend: plain loops over typed arrays, in float64 and float32. What every other backend is tested against. */
import { allocate, arrayOf as convert, type TypedArray } from "../../dtype.ts";
import { isContiguous, sizeOf } from "../../shape.ts";
import type { Backend, View } from "../backend.ts";
import * as composed from "../composed.ts";
import { conv2d, conv2dInputGrad, conv2dWeightGrad, maxPool2d } from "./conv2d.ts";
import { finishChannels } from "./finish.ts";
import { concat, gather, indexAdd, indexSelect, scatterAdd } from "./indexing.ts";
import { matmul, matmulNested } from "./matmul.ts";
import { binary, unary, where } from "./pointwise.ts";
import { recurrent, recurrentVjp } from "./recurrent.ts";
import { argReduce, argsort, cumsum, normalize, reduce, softmax, sumLeading } from "./reduce.ts";
import { arrayOf, CpuStorage, elements } from "./storage.ts";
import { eachRow, innermost } from "./strided.ts";
import { crossEntropyVjp, layerNormVjp, softmaxVjp } from "./vjp.ts";

function rowMajor(x: View): TypedArray {
  if (isContiguous(x.shape, x.strides)) return elements(x).slice();
  const input = arrayOf(x);
  const output = allocate(x.dtype, sizeOf(x.shape));
  const { width, step } = innermost(x.shape, x.strides);
  eachRow(x.shape, [x.strides], [x.offset], ([start], out) => {
    for (let k = 0, i = start as number; k < width; k++, i += step) output[out + k] = input[i] as number;
  });
  return output;
}

/** The cpu backend. */
export const cpu: Backend = {
  device: "cpu",
  upload: (dtype, data) => new CpuStorage(dtype, data),
  download: rowMajor,
  assign(target, source) {
    (target as CpuStorage).array.set(rowMajor(source));
  },
  elements,
  contiguous: (x) => new CpuStorage(x.dtype, rowMajor(x)),
  cast: (x, dtype) => new CpuStorage(dtype, convert(dtype, elements(x))),
  fill: (dtype, length, value) => new CpuStorage(dtype, allocate(dtype, length).fill(value)),
  unary,
  binary,
  where,
  reduce,
  sumLeading,
  argReduce,
  cumsum,
  softmax,
  normalize,
  layerNorm: (x, weight, bias, dims) => composed.layerNorm(cpu, x, weight, bias, dims),
  layerNormVjp,
  crossEntropy: (x, index, outer, n) => composed.crossEntropy(cpu, x, index, outer, n),
  crossEntropyVjp,
  softmaxVjp,
  argsort,
  matmul,
  matmulNested,
  linear: (x, weight, bias, dims) => composed.linear(cpu, x, weight, bias, dims),
  indexSelect,
  indexAdd,
  gather,
  scatterAdd,
  concat,
  conv2d,
  finishChannels,
  conv2dInputGrad,
  conv2dWeightGrad,
  maxPool2d,
  recurrent,
  recurrentVjp,
};

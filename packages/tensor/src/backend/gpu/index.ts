/**
 * The gpu backend: gpu.js compiles every kernel, in any of four modes. Storages hold blocks that never change (`block.ts`); functions
 * that work element by element wait as expressions until a kernel takes them up (`expression.ts`); launches keep their order
 * (`queue.ts`); what differs between the modes is in a driver each (`webgpu.ts`, `webgl.ts`, `webasm.ts`).
 *
 * Whole numbers and booleans lie in float32 as well: exact up to 2²⁴, beyond which `upload` refuses them. There is no float64.
 */
import type { Backend, View } from "../backend.ts";
import * as composed from "../composed.ts";
import { conv2d, conv2dInputGrad, conv2dWeightGrad, maxPool2d } from "./conv2d.ts";
import { onWasm } from "./fallback.ts";
import { gather, indexAdd, indexSelect, scatterAdd } from "./indexing.ts";
import { linear, matmul } from "./matmul.ts";
import { assign, cast, concat, contiguous, download, fill, read, readable, upload } from "./move.ts";
import { binary, unary, where } from "./pointwise.ts";
import * as rows from "./rows.ts";
import type { GpuStorage } from "./storage.ts";
import { update } from "./update.ts";

function argsort(x: View, outer: number, n: number, descending: boolean): GpuStorage {
  if (n <= rows.LONGEST_SORT) return rows.argsort(x, outer, n, descending);
  return onWasm(
    "argsort",
    `rows of ${n} elements; up to ${rows.LONGEST_SORT} are sorted on the device`,
    { dtype: "int32", length: outer * n },
    [x],
    (backend, [there]) => backend.argsort(there as View, outer, n, descending),
  );
}

/** The gpu backend. It works once a device is open. */
export const gpu: Backend = {
  device: "gpu",
  upload,
  download,
  read,
  readable,
  assign,
  update,
  release: (storage) => (storage as GpuStorage).release(),
  contiguous,
  cast,
  fill,
  unary,
  binary,
  where,
  reduce: rows.reduce,
  sumLeading: rows.sumLeading,
  argReduce: rows.argReduce,
  cumsum: rows.cumsum,
  softmax: rows.softmax,
  normalize: rows.normalize,
  layerNorm: (x, weight, bias, dims) => composed.layerNorm(gpu, x, weight, bias, dims),
  crossEntropy: rows.crossEntropy,
  crossEntropyVjp: rows.crossEntropyVjp,
  softmaxVjp: rows.softmaxVjp,
  argsort,
  matmul,
  linear,
  indexSelect,
  indexAdd,
  gather,
  scatterAdd,
  concat,
  conv2d,
  finishChannels: (y, bias, dims) => composed.finishChannels(gpu, y, bias, dims),
  conv2dInputGrad,
  conv2dWeightGrad,
  maxPool2d,
};

/**
 * The wasm backend: SIMD kernels for float32, on linear memory that needs no dispose. What has no kernel of its own (float64,
 * rare functions, few elements) runs on the cpu backend's functions, over the same memory.
 */
import type { Backend } from "../backend.ts";
import { conv2d, conv2dInputGrad, conv2dWeightGrad, maxPool2d } from "./conv2d.ts";
import { finishChannels } from "./finish.ts";
import { crossEntropy, crossEntropyVjp, layerNorm, layerNormVjp, softmaxVjp } from "./fused-rows.ts";
import { gather, indexAdd, indexSelect, scatterAdd } from "./indexing.ts";
import { supported } from "./kernels.ts";
import { linear } from "./linear.ts";
import { matmul, matmulNested } from "./matmul.ts";
import { assign, cast, concat, contiguous, download, elementsOf, fill, upload } from "./move.ts";
import { binary, unary, where } from "./pointwise.ts";
import { recurrent, recurrentVjp } from "./recurrent.ts";
import { argReduce, argsort, cumsum, normalize, reduce, softmax, sumLeading } from "./rows.ts";
import { free } from "./storage.ts";
import { update } from "./update.ts";

/** The wasm backend, where the engine has SIMD. */
export const wasm: Backend | undefined = supported
  ? {
      device: "wasm",
      upload,
      download,
      assign,
      elements: elementsOf,
      update,
      release: free,
      contiguous,
      cast,
      fill,
      unary,
      binary,
      where,
      reduce,
      sumLeading,
      argReduce,
      cumsum,
      softmax,
      normalize,
      layerNorm,
      layerNormVjp,
      crossEntropy,
      crossEntropyVjp,
      softmaxVjp,
      argsort,
      matmul,
      matmulNested,
      linear,
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
    }
  : undefined;

export { shareAll } from "./parallel.ts";
export { poolUsage, resetPeak, setBudget } from "./pool.ts";

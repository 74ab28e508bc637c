/** All kernels: what the module exports. */
export {
  abs, ceil, floor, leakyRelu, neg, reciprocal, relu, round, rsqrt, sign, sqrt, square,
} from "./pointwise/simple";
export { elu, exp, expm1 } from "./pointwise/exp";
export { geluTanh, sigmoid, silu, tanh } from "./pointwise/sigmoid";
export { log, log1p, softplus } from "./pointwise/log";
export { erf, gelu } from "./pointwise/erf";
export { add, div, maximum, minimum, mul, sub, where } from "./pointwise/zip";
export { chain, geluTanhVjp, geluVjp, reluVjp, sigmoidVjp, siluVjp, tanhVjp } from "./pointwise/vjp";
export { equal, greater, greaterEqual, less, lessEqual, notEqual } from "./pointwise/compare";
export { crossEntropyRows, crossEntropyVjp } from "./rows/cross-entropy";
export { layerNormRows, layerNormVjp } from "./rows/layer-norm";
export { logSoftmaxVjp, softmaxVjp } from "./rows/softmax-vjp";
export { sumColumns } from "./rows/columns";
export { argRows, cumsumRows, maxRows, minRows, sumRows } from "./rows/reduce";
export { logSoftmaxRows, softmaxRows } from "./rows/softmax";
export { copyMatrix } from "./move/copy";
export { finish } from "./matmul/finish";
export { linear, matmul, workspaceBytes } from "./matmul/matmul";
export { matvecColumns, matvecRows } from "./matmul/matvec";
export { copyBlock, gather, indexAdd, indexSelect, scatterAdd } from "./move/indexing";
export { flipWeight, packedWeightSize, packWeight } from "./conv/conv2d";
export { finishChannels } from "./conv/finish";
export { multiplyImages, multiplyImagesBack } from "./conv/images";
export { offsets } from "./conv/patches";
export { average, momentum, sgd } from "./update/descent";
export { adadelta, adagrad, adam, nadam, rmsprop } from "./update/moments";
export { maxPool } from "./conv/pool";
export { packedMatrixSize, packMatrix } from "./recurrent/product";
export { lstm, lstmVjp } from "./recurrent/lstm";
export { gru, gruVjp } from "./recurrent/gru";
export { rnnRelu, rnnReluVjp, rnnTanh, rnnTanhVjp } from "./recurrent/rnn";

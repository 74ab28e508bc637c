/** Every kind of workload, on sizes that take no time; but no smaller than what the wasm device has kernels for. */
import { charLstm, gpt } from "../src/nn/workloads.ts";
import { add, cnn, conv2d, layerNorm, matmul, mlp, softmax, unary } from "../src/tensor/builders.ts";
import type { Workload } from "../src/tensor/workload.ts";

const images = { batch: 2, inChannels: 3, outChannels: 4, size: 6 };
const shape = [9, 17];

export const tiny: readonly Workload[] = [
  matmul("AB", { m: 9, k: 10, n: 11 }),
  matmul("AtB", { m: 9, k: 10, n: 11, transposeA: true }),
  matmul("ABt", { m: 9, k: 10, n: 11, transposeB: true }),
  matmul("AtBt", { m: 9, k: 10, n: 11, transposeA: true, transposeB: true }),
  matmul("batched", { batch: 2, m: 9, k: 10, n: 11 }),
  matmul("matrix-vector", { m: 70, k: 9, n: 1 }),
  conv2d("forward", images),
  conv2d("input gradient", images),
  conv2d("filter gradient", images),
  unary("exp", "exp", shape),
  unary("tanh", "tanh", shape),
  unary("gelu", "gelu", shape),
  unary("erf", "erf", shape),
  softmax(9, 17),
  layerNorm(9, 17),
  add(16, false, 2),
  add(16, true, 2),
  mlp(8, [12, 9, 10]),
  cnn(3, 8, [2, 3]),
  charLstm({ vocabulary: 11, embedding: 6, hidden: 8, steps: 5, batch: 9 }),
  gpt({ vocabulary: 11, width: 8, layers: 2, heads: 2, context: 5, batch: 9 }),
];

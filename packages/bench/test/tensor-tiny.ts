/** Every kind of workload, on sizes that take no time. */
import { add, cnn, conv2d, layerNorm, matmul, mlp, softmax, unary } from "../src/tensor/builders.ts";
import type { Workload } from "../src/tensor/workload.ts";

const images = { batch: 2, inChannels: 3, outChannels: 4, size: 6 };
const shape = [3, 5];

export const tiny: readonly Workload[] = [
  matmul("AB", { m: 3, k: 4, n: 5 }),
  matmul("AtB", { m: 3, k: 4, n: 5, transposeA: true }),
  matmul("ABt", { m: 3, k: 4, n: 5, transposeB: true }),
  matmul("AtBt", { m: 3, k: 4, n: 5, transposeA: true, transposeB: true }),
  matmul("batched", { batch: 2, m: 3, k: 4, n: 5 }),
  matmul("matrix-vector", { m: 7, k: 9, n: 1 }),
  conv2d("forward", images),
  conv2d("input gradient", images),
  conv2d("filter gradient", images),
  unary("exp", "exp", shape),
  unary("tanh", "tanh", shape),
  unary("gelu", "gelu", shape),
  unary("erf", "erf", shape),
  softmax(3, 5),
  layerNorm(3, 5),
  add(16, false, 2),
  add(16, true, 2),
  mlp(4, [6, 5, 10]),
  cnn(3, 8, [2, 3]),
];

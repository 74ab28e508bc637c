/** What is measured, and what we want to reach. Targets hold for one thread of an AMD EPYC. */
import { add, cnn, conv2d, layerNorm, matmul, mlp, softmax, unary } from "./builders.ts";
import type { Workload } from "./workload.ts";

/** Sides of square matrices, and GFLOPS to reach. */
const squares: readonly (readonly [n: number, target?: number])[] = [
  [256, 48],
  [512, 48],
  [1024, 48],
  [511, 40],
  [1000],
  [64],
];

const layouts = [
  ["AB", false, false],
  ["AtB", true, false],
  ["ABt", false, true],
  ["AtBt", true, true],
] as const;

const matmuls: readonly Workload[] = squares.flatMap(([n, target]) =>
  layouts.map(([layout, transposeA, transposeB]) =>
    matmul(`matmul ${layout} ${n}`, { m: n, k: n, n, transposeA, transposeB }, target),
  ),
);

const images = { batch: 8, inChannels: 16, outChannels: 32, size: 28 };
const four = [4096, 1024];

/** Memory is safe without `scope` and `dispose`, at a price: it is measured, too. */
function untidy(workload: Workload): Workload {
  return { ...workload, name: `${workload.name}, untidy`, untidy: true };
}

/** On two threads, beside ours on one. */
function onTwoThreads({ target: _, ...workload }: Workload): Workload {
  return { ...workload, name: `${workload.name}, two threads`, threads: 2 };
}

const trainMlp = mlp(64, [784, 256, 128, 10], 2.2);
const trainCnn = cnn(64, 28, [16, 32], 32);

export const workloads: readonly Workload[] = [
  ...matmuls,
  matmul("matmul [32,128,64]x[32,64,128]", { batch: 32, m: 128, k: 64, n: 128 }),
  matmul("matmul [64,784]x[784,256]", { m: 64, k: 784, n: 256 }),
  matmul("matmul matrix-vector 1024", { m: 1024, k: 1024, n: 1 }),
  conv2d("forward", images, 1.7),
  conv2d("input gradient", images, 1.7),
  conv2d("filter gradient", images, 1.7),
  unary("exp", "exp 4M", four),
  untidy(unary("exp", "exp 4M", four)),
  unary("tanh", "tanh 4M", four),
  unary("gelu", "gelu 4M", four),
  unary("erf", "erf 4M", four),
  softmax(4096, 1024, 3),
  layerNorm(4096, 512, 1.8),
  untidy(layerNorm(4096, 512, 1.8)),
  add(16, false, 1000, 0.8),
  add(16, true, 1000, 1.6),
  trainMlp,
  untidy(trainMlp),
  trainCnn,
  untidy(trainCnn),
  ...[512, 1024].map((n) => onTwoThreads(matmul(`matmul AB ${n}`, { m: n, k: n, n }))),
  onTwoThreads(matmul("matmul [32,128,64]x[32,64,128]", { batch: 32, m: 128, k: 64, n: 128 })),
  onTwoThreads(conv2d("forward", images)),
  onTwoThreads(conv2d("input gradient", images)),
  onTwoThreads(conv2d("filter gradient", images)),
  onTwoThreads(unary("tanh", "tanh 4M", four)),
  onTwoThreads(softmax(4096, 1024)),
  onTwoThreads(layerNorm(4096, 512)),
  onTwoThreads(trainMlp),
  onTwoThreads(trainCnn),
];

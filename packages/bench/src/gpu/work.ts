/** What is measured on GPUs: plain data, so that pages and Node are given the same. */

/** A workload. */
export interface GpuWork {
  readonly name: string;
  readonly task:
    | { readonly op: "matmul"; readonly n: number }
    | { readonly op: "conv2d"; readonly part: "forward" | "gradients" }
    | { readonly op: "chain" | "mlp" | "cnn" };
  /** Operations of a step, where the figure is a rate. */
  readonly flops?: number;
}

/** One side, set up: a step of the work, finished when a number of its result has been read. */
export interface Contestant {
  step(): Promise<number>;
}

/** All of them. */
export const works: readonly GpuWork[] = [
  ...[512, 1024, 2048, 4096].map(
    (n): GpuWork => ({ name: `matmul ${n}`, task: { op: "matmul", n }, flops: 2 * n ** 3 }),
  ),
  { name: "conv2d 8x16x28x28 to 32, 3x3", task: { op: "conv2d", part: "forward" } },
  { name: "conv2d, both gradients", task: { op: "conv2d", part: "gradients" } },
  { name: "elementwise chain, 4M", task: { op: "chain" } },
  { name: "train MLP 784-256-128-10, batch 64", task: { op: "mlp" } },
  { name: "train CNN 5x5x16, 5x5x32, batch 64", task: { op: "cnn" } },
];

/** Shapes that all sides share. */
export const sizes = {
  images: [8, 16, 28, 28],
  filters: [32, 16, 3, 3],
  chain: 4_194_304,
  batch: 64,
  classes: 10,
  mlp: [784, 256, 128, 10],
} as const;

/** Deterministic numbers around 0, the same on every side. */
export function numbers(length: number, scale = 1): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length }, (_, i) => scale * (((i * 7919) % 2003) / 1001.5 - 1));
}

/** Labels in turn. */
export function labels(): Int32Array {
  return Int32Array.from({ length: sizes.batch }, (_, i) => i % sizes.classes);
}

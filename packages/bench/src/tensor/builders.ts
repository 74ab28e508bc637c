/** Workloads by their sizes: the benchmark asks for large ones, its tests for tiny ones. */
import type { ConvPart, Input, Task, UnaryName, Workload } from "./workload.ts";

export interface MatmulSizes {
  readonly m: number;
  readonly k: number;
  readonly n: number;
  readonly batch?: number;
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
}

/** `op(A)[m, k] · op(B)[k, n]`, 2·m·k·n operations. */
export function matmul(name: string, sizes: MatmulSizes, target?: number): Workload {
  const { m, k, n, batch, transposeA = false, transposeB = false } = sizes;
  const lead = batch === undefined ? [] : [batch];
  const stored = (rows: number, columns: number, transposed: boolean): Input => ({
    shape: [...lead, ...(transposed ? [columns, rows] : [rows, columns])],
    values: "uniform",
  });
  return {
    name,
    task: { op: "matmul", transposeA, transposeB },
    inputs: [stored(m, k, transposeA), stored(k, n, transposeB)],
    unit: { name: "GFLOPS", flops: 2 * m * k * n * (batch ?? 1) },
    ...(target !== undefined && { target }),
  };
}

export interface ConvSizes {
  readonly batch: number;
  readonly inChannels: number;
  readonly outChannels: number;
  readonly size: number;
}

/** 3x3, padded by 1. */
export function conv2d(part: ConvPart, sizes: ConvSizes, target?: number): Workload {
  const { batch, inChannels, outChannels, size } = sizes;
  const image = (channels: number): Input => ({ shape: [batch, channels, size, size], values: "normal" });
  const weight: Input = { shape: [outChannels, inChannels, 3, 3], values: "normal", scale: 0.1 };
  const [x, g] = [image(inChannels), image(outChannels)];
  const inputs = { forward: [x, weight], "input gradient": [g, weight], "filter gradient": [g, x] };
  return milliseconds(`conv2d ${part}`, { op: "conv2d", part, padding: 1 }, inputs[part], target);
}

/** `rows` x `columns` normal numbers, one by one. */
export function unary(op: UnaryName, name: string, shape: readonly number[]): Workload {
  return milliseconds(name, { op }, [{ shape, values: "normal" }]);
}

export function softmax(rows: number, columns: number, target?: number): Workload {
  const x: Input = { shape: [rows, columns], values: "normal" };
  return milliseconds(`softmax ${rows}x${columns}`, { op: "softmax" }, [x], target);
}

export function layerNorm(rows: number, columns: number, target?: number): Workload {
  const inputs: Input[] = [
    { shape: [rows, columns], values: "normal" },
    { shape: [columns], values: "uniform" },
    { shape: [columns], values: "uniform" },
  ];
  return milliseconds(`layerNorm ${rows}x${columns}`, { op: "layerNorm" }, inputs, target);
}

/** `repeats` in one step, because the clock is too coarse for one. */
export function add(elements: number, recorded: boolean, repeats: number, target?: number): Workload {
  const x: Input = { shape: [elements], values: "uniform" };
  return {
    name: `add ${elements} ${recorded ? "recorded" : "eager"}`,
    task: { op: "add", recorded, repeats },
    inputs: [x, x],
    unit: { name: "µs", repeats },
    ...(target !== undefined && { target }),
  };
}

/** He's initial weights and zeros for biases, of a dense layer. */
function dense(inputs: number, outputs: number): Input[] {
  return [
    { shape: [inputs, outputs], values: "normal", scale: Math.sqrt(2 / inputs) },
    { shape: [outputs], values: "zeros" },
  ];
}

/** `sizes`: inputs, then the outputs of each layer; the last has ten. */
export function mlp(batch: number, sizes: readonly number[], target?: number): Workload {
  const inputs: Input[] = [
    { shape: [batch, sizes[0] as number], values: "uniform" },
    { shape: [batch], values: "labels" },
    ...sizes.slice(1).flatMap((outputs, i) => dense(sizes[i] as number, outputs)),
  ];
  return milliseconds(`train MLP ${sizes.join("-")}, batch ${batch}`, { op: "mlp" }, inputs, target);
}

/** Two convolutions of 5x5 with so many channels, on images of one; `size` is a multiple of 4. */
export function cnn(
  batch: number,
  size: number,
  [c, d]: readonly [number, number],
  target?: number,
): Workload {
  const conv = (from: number, to: number): Input[] => [
    { shape: [to, from, 5, 5], values: "normal", scale: Math.sqrt(2 / (25 * from)) },
    { shape: [to], values: "zeros" },
  ];
  const inputs: Input[] = [
    { shape: [batch, 1, size, size], values: "uniform" },
    { shape: [batch], values: "labels" },
    ...conv(1, c),
    ...conv(c, d),
    ...dense((d * size * size) / 16, 10),
  ];
  return milliseconds(`train CNN 5x5x${c}, 5x5x${d}, batch ${batch}`, { op: "cnn" }, inputs, target);
}

/** A workload that is measured in ms. */
export function milliseconds(name: string, task: Task, inputs: readonly Input[], target?: number): Workload {
  return { name, task, inputs, unit: { name: "ms" }, ...(target !== undefined && { target }) };
}

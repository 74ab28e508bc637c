/** What a workload of the tensor benchmark is: plain data, so that every peer, in whatever language, is given the same. */

/**
 * How the elements of an input are made, from a seed of its own. Labels are the classes 0 to 9 in turn, integers random ones from 0
 * to `scale` - 1.
 */
export interface Input {
  readonly shape: readonly number[];
  readonly values: "uniform" | "normal" | "zeros" | "ones" | "labels" | "integers";
  /** Factor of the elements, 1 if it is left out. */
  readonly scale?: number;
}

export type UnaryName = "exp" | "tanh" | "gelu" | "erf";

export type ConvPart = "forward" | "input gradient" | "filter gradient";

/**
 * What is computed, on the inputs in their order.
 *
 * - matmul: `op(A) · op(B)`, batched where there is a third axis; gelu: the exact one
 * - conv2d: stride 1; `forward` on x `[N, C, H, W]` and w `[K, C, 3, 3]`, the others on g `[N, K, H, W]` and w, or g and x
 * - softmax: along the last axis; layerNorm: over the last axis, with weight and bias, eps 1e-5
 * - add: `repeats` additions of two vectors in one step, recorded for backward or not
 * - mlp, cnn: one training step, mean cross entropy and Adam (β 0.9 and 0.999, ε 1e-8, learning rate 1e-3), on x, the labels
 *   and the parameters: weights `[in, out]` or `[K, C, 5, 5]` and their biases in turn. mlp: relu between layers. cnn:
 *   convolutions that keep the size, relu and 2x2 max pooling after each, then one dense layer.
 * - charLstm: one training step, as above, of a model that names the next character: on characters and labels `[T, B]`, a table
 *   `[V, E]`, PyTorch's parameters of an LSTM, and a dense layer's weight `[V, H]` and bias.
 * - gpt: one training step, as above, of a GPT (normalisation before each part, gelu by tanh) with so many heads: on characters and
 *   labels `[B, T]`, tables `[V, C]` and `[T, C]`, for each block weight and bias of the first normalisation, of queries, keys and
 *   values together `[3C, C]`, of what follows attention, of the second normalisation, and of two products for each character;
 *   at last those of a normalisation, and the weight `[V, C]`.
 */
export type Task =
  | { readonly op: "matmul"; readonly transposeA: boolean; readonly transposeB: boolean }
  | { readonly op: "conv2d"; readonly part: ConvPart; readonly padding: number }
  | Plain<UnaryName | "softmax" | "layerNorm" | "mlp" | "cnn" | "charLstm">
  | { readonly op: "gpt"; readonly heads: number }
  | { readonly op: "add"; readonly recorded: boolean; readonly repeats: number };

/** Tasks that their names say all about: one type for each. */
type Plain<Name extends string> = Name extends string ? { readonly op: Name } : never;

/** How the time of a step becomes a figure. */
export type Unit =
  | { readonly name: "GFLOPS"; readonly flops: number }
  | { readonly name: "ms" }
  | { readonly name: "µs"; readonly repeats: number };

export interface Workload {
  readonly name: string;
  readonly task: Task;
  readonly inputs: readonly Input[];
  readonly unit: Unit;
  /** Whether our side leaves the memory of what it made to the garbage collector, instead of giving it back after each step. */
  readonly untidy?: boolean;
  /** How many threads ours takes, and PyTorch; one if it is left out. */
  readonly threads?: number;
  /** What we want to reach, in that unit; without a number it is the best figure of the peers written in JavaScript. */
  readonly target?: number;
}

export function figure(unit: Unit, milliseconds: number): number {
  if (unit.name === "GFLOPS") return unit.flops / milliseconds / 1e6;
  return unit.name === "ms" ? milliseconds : (milliseconds * 1000) / unit.repeats;
}

export function better(unit: Unit): "more" | "less" {
  return unit.name === "GFLOPS" ? "more" : "less";
}

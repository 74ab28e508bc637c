/** Parameters of recurrent layers under PyTorch's names. */
import type { Tensor } from "@gradus/tensor";
import { uniform } from "../init/fill.ts";
import { made } from "../layer.ts";
import type { BiasOptions } from "../layers/linear.ts";
import type { LayerParameters } from "./kind.ts";

/** Tensors by name. */
export type Held = Record<string, Tensor>;

/**
 * Adds the parameters of one layer in one direction: `weight_ih [gates·H, in]`, `weight_hh [gates·H, H]` and, unless there is no
 * bias, `bias_ih` and `bias_hh [gates·H]`, each name with an ending; all uniform in ±1/√H, as in PyTorch.
 */
export function addParameters(
  held: Held,
  ending: string,
  { inputSize, hiddenSize, gates }: { inputSize: number; hiddenSize: number; gates: number },
  options: BiasOptions,
): void {
  const bound = 1 / Math.sqrt(hiddenSize);
  const rows = gates * hiddenSize;
  const add = (name: string, shape: readonly number[]): void => {
    held[`${name}${ending}`] = made(shape, options, (x) => uniform(x, -bound, bound, options));
  };
  add("weight_ih", [rows, inputSize]);
  add("weight_hh", [rows, hiddenSize]);
  if (options.bias === false) return;
  add("bias_ih", [rows]);
  add("bias_hh", [rows]);
}

/** The parameters with an ending. */
export function parametersOf(held: Held, ending: string): LayerParameters {
  const find = (name: string): Tensor | null => held[`${name}${ending}`] ?? null;
  return {
    weightIh: find("weight_ih") as Tensor,
    weightHh: find("weight_hh") as Tensor,
    biasIh: find("bias_ih"),
    biasHh: find("bias_hh"),
  };
}

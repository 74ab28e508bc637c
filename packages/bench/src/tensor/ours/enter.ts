import * as t from "@gradus/tensor";
import { trainCharLstm } from "../../nn/ours.ts";
import { trainGpt } from "../../nn/ours-gpt.ts";
import type { Contestant, Work } from "../contestant.ts";
import type { Given } from "../data.ts";
import type { ConvPart, Task } from "../workload.ts";
import { trainCnn, trainMlp } from "./train.ts";

/** This library, on one of its devices. Each step gives its memory back, as the peers' steps do; or not, if untidy. */
export function enterOurs(
  { task, untidy = false }: Work,
  inputs: readonly Given[],
  device: t.Device,
): Contestant {
  const tensors = inputs.map(({ shape, elements }) => t.tensor(elements, { shape, device }));
  if (task.op === "mlp") return trainMlp(tensors, untidy);
  if (task.op === "cnn") return trainCnn(tensors, untidy);
  if (task.op === "charLstm") return trainCharLstm(tensors, untidy);
  if (task.op === "gpt") return trainGpt(tensors, task.heads, untidy);
  if (task.op === "add") return addition(task.recorded, task.repeats, tensors);
  const compute = computation(task, tensors);
  return {
    step: untidy
      ? compute
      : () =>
          t.scope(() => {
            compute();
          }),
    result: () => compute().dataSync() as Float32Array,
  };
}

function computation(
  task: Exclude<Task, { op: "mlp" | "cnn" | "charLstm" | "gpt" | "add" }>,
  [x, y, z]: readonly t.Tensor[],
): () => t.Tensor {
  const [a, b, c] = [x as t.Tensor, y as t.Tensor, z as t.Tensor];
  switch (task.op) {
    case "matmul": {
      const { transposeA, transposeB } = task;
      return () => t.matmul(transposeA ? a.transpose() : a, transposeB ? b.transpose() : b);
    }
    case "conv2d":
      return convolution(task.part, task.padding, a, b);
    case "softmax":
      return () => t.softmax(a, -1);
    case "layerNorm":
      return () => t.layerNorm(a, a.shape.at(-1) as number, { weight: b, bias: c });
    default:
      return { exp: () => t.exp(a), tanh: () => t.tanh(a), gelu: () => t.gelu(a), erf: () => t.erf(a) }[
        task.op
      ];
  }
}

/** Gradients are linear in the cotangent `a`, and look at `b` alone: the other input can be zeros. */
function convolution(part: ConvPart, padding: number, a: t.Tensor, b: t.Tensor): () => t.Tensor {
  if (part === "forward") return () => t.conv2d(a, b, { padding });
  if (part === "input gradient") return () => t.convTranspose2d(a, b, { padding });
  const [outChannels, inChannels] = [a.shape[1] as number, b.shape[1] as number];
  const size = 2 * padding + 1;
  const weight = t.zeros([outChannels, inChannels, size, size], { device: a.device });
  const [, pull] = t.vjp((w) => t.conv2d(b, w, { padding }), weight);
  return () => t.noGrad(() => pull(a)[0] as t.Tensor);
}

function addition(recorded: boolean, repeats: number, [x, y]: readonly t.Tensor[]): Contestant {
  const [plain, b] = [x as t.Tensor, y as t.Tensor];
  const a = t.tensor(plain.dataSync(), { device: plain.device, requiresGrad: recorded });
  return {
    step: () => {
      for (let i = 0; i < repeats; i++) t.add(a, b);
    },
    result: () => t.add(a, b).dataSync() as Float32Array,
  };
}

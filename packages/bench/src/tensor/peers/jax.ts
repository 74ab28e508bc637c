/**
 * jax-js on its wasm backend, one thread. It is lazy, so each step waits for its result; functions take their arguments'
 * references, so what is used again is passed as `x.ref`. Compiled by `jit`, but for convolution, which that makes up to
 * eight times slower, and layerNorm.
 */
import { blockUntilReady, defaultDevice, init, jit, lax, nn, numpy as np, vjp } from "@jax-js/jax";
import { trainCharLstm } from "../../nn/peers/jax.ts";
import { trainGpt } from "../../nn/peers/jax-gpt.ts";
import type { Contestant, Work } from "../contestant.ts";
import type { Given } from "../data.ts";
import type { ConvPart, Task, UnaryName } from "../workload.ts";
import { trainCnn, trainMlp } from "./jax-train.ts";

export async function enterJax({ task }: Work, inputs: readonly Given[]): Promise<Contestant> {
  await init("wasm");
  defaultDevice("wasm");
  if (task.op === "mlp") return trainMlp(inputs);
  if (task.op === "cnn") return trainCnn(inputs);
  if (task.op === "charLstm") return trainCharLstm(inputs);
  if (task.op === "gpt") return trainGpt(inputs, task.heads);
  const arrays = inputs.map(({ shape, elements }) => np.array(elements, { shape: [...shape] }));
  if (task.op === "add") return addition(task.recorded, task.repeats, arrays);
  const compute = computation(task);
  const run = () => compute(...arrays.map((x) => x.ref));
  return {
    step: async () => (await blockUntilReady(run())).dispose(),
    result: async () => (await run().data()) as Float32Array,
  };
}

type Compute = (...x: np.Array[]) => np.Array;

function computation(task: Exclude<Task, { op: "mlp" | "cnn" | "charLstm" | "gpt" | "add" }>): Compute {
  switch (task.op) {
    case "matmul": {
      const swapped = (x: np.Array, swap: boolean) => (swap ? np.swapaxes(x, -2, -1) : x);
      return jit((a: np.Array, b: np.Array) =>
        np.matmul(swapped(a, task.transposeA), swapped(b, task.transposeB)),
      ) as Compute;
    }
    case "conv2d":
      return convolution(task.part, task.padding);
    case "softmax":
      return jit((x: np.Array) => nn.softmax(x, -1)) as Compute;
    case "layerNorm":
      return (x, weight, bias) =>
        nn
          .standardize(x as np.Array, -1, { epsilon: 1e-5 })
          .mul(weight as np.Array)
          .add(bias as np.Array);
    default:
      return jit(unary(task.op)) as Compute;
  }
}

function unary(op: UnaryName): (x: np.Array) => np.Array {
  return {
    exp: (x: np.Array) => np.exp(x),
    tanh: (x: np.Array) => np.tanh(x),
    gelu: (x: np.Array) => nn.gelu(x, { approximate: false }),
    erf: (x: np.Array) => lax.erf(x),
  }[op];
}

function convolution(part: ConvPart, padding: number): (a: np.Array, b: np.Array) => np.Array {
  const around: [number, number] = [padding, padding];
  const conv = (x: np.Array, w: np.Array) => lax.convGeneralDilated(x, w, [1, 1], [around, around]);
  if (part === "forward") return conv;
  // Gradients are linear in the cotangent `a`, and look at `b` alone: the other input can be zeros.
  return (a, b) => {
    const [n, k, h, w] = a.shape as [number, number, number, number];
    const c = b.shape[1] as number;
    const [wanted, forward] =
      part === "input gradient"
        ? [np.zeros([n, c, h, w]), (x: np.Array) => conv(x, b.ref)]
        : [np.zeros([k, c, 2 * padding + 1, 2 * padding + 1]), (weight: np.Array) => conv(b.ref, weight)];
    const [y, pull] = vjp(forward, [wanted]);
    y.dispose();
    const [gradient] = pull(a) as [np.Array];
    pull.dispose();
    b.dispose();
    return gradient;
  };
}

function addition(recorded: boolean, repeats: number, [x, y]: readonly np.Array[]): Contestant {
  if (recorded) throw new Error("it records only inside a function that is differentiated");
  const [a, b] = [x as np.Array, y as np.Array];
  return {
    step: async () => {
      for (let i = 0; i < repeats; i++) (await blockUntilReady(a.ref.add(b.ref))).dispose();
    },
    result: async () => (await a.ref.add(b.ref).data()) as Float32Array,
  };
}

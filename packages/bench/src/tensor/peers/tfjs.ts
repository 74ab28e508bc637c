/** TensorFlow.js on its wasm backend, one thread. Images are `[N, H, W, C]` there, filters `[h, w, C, K]`. */
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-wasm";
import { trainCharLstm } from "../../nn/peers/tfjs.ts";
import { trainGpt } from "../../nn/peers/tfjs-gpt.ts";
import type { Contestant, Work } from "../contestant.ts";
import type { Given } from "../data.ts";
import type { ConvPart, Task, UnaryName } from "../workload.ts";
import { trainCnn, trainMlp } from "./tfjs-train.ts";

export async function enterTfjs({ task }: Work, inputs: readonly Given[]): Promise<Contestant> {
  tf.enableProdMode();
  await tf.setBackend("wasm");
  await tf.ready();
  const tensors = inputs.map(({ shape, elements }) => tf.tensor(elements, [...shape]));
  if (task.op === "mlp") return trainMlp(tensors);
  if (task.op === "cnn") return trainCnn(tensors);
  if (task.op === "charLstm") return trainCharLstm(tensors);
  if (task.op === "gpt") return trainGpt(tensors, task.heads);
  if (task.op === "add") return addition(task.recorded, task.repeats, tensors);
  if (task.op === "conv2d") return convolution(task.part, tensors);
  const compute = computation(task, tensors);
  return contestant(compute, (y) => y, task.op === "layerNorm" ? "composed: it has no layerNorm" : undefined);
}

/** @param back gives the result the layout in which sides are compared */
function contestant(compute: () => tf.Tensor, back: (y: tf.Tensor) => tf.Tensor, note?: string): Contestant {
  return {
    step: () => compute().dispose(),
    result: () => back(compute()).dataSync() as Float32Array,
    ...(note !== undefined && { note }),
  };
}

function computation(
  task: Exclude<Task, { op: "mlp" | "cnn" | "charLstm" | "gpt" | "add" | "conv2d" }>,
  [x, y, z]: readonly tf.Tensor[],
): () => tf.Tensor {
  const [a, b, c] = [x as tf.Tensor, y as tf.Tensor, z as tf.Tensor];
  if (task.op === "matmul") return () => tf.matMul(a, b, task.transposeA, task.transposeB);
  if (task.op === "softmax") return () => tf.softmax(a);
  if (task.op === "layerNorm") return () => tf.tidy(() => layerNorm(a, b, c));
  return () => unary(task.op, a);
}

function unary(op: UnaryName, x: tf.Tensor): tf.Tensor {
  if (op === "gelu") return tf.tidy(() => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1)));
  return { exp: tf.exp, tanh: tf.tanh, erf: tf.erf }[op](x);
}

function layerNorm(x: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor): tf.Tensor {
  const centred = tf.sub(x, tf.mean(x, -1, true));
  const variance = tf.mean(tf.square(centred), -1, true);
  return tf.add(tf.mul(tf.mul(centred, tf.rsqrt(tf.add(variance, 1e-5))), weight), bias);
}

const imageToTheirs = [0, 2, 3, 1];
const imageToOurs = [0, 3, 1, 2];
const filterToTheirs = [2, 3, 1, 0];
const filterToOurs = [3, 2, 0, 1];

function convolution(part: ConvPart, [a, b]: readonly tf.Tensor[]): Contestant {
  const x = tf.transpose(a as tf.Tensor, imageToTheirs) as tf.Tensor4D;
  const [n, h, w] = x.shape;
  if (part === "filter gradient") {
    const image = tf.transpose(b as tf.Tensor, imageToTheirs) as tf.Tensor4D;
    const filterShape = [3, 3, image.shape[3], x.shape[3]];
    const attrs = { strides: [1, 1], pad: "same", dataFormat: "NHWC", filterShape };
    const compute = () =>
      tf.engine().runKernel("Conv2DBackpropFilter", { x: image, dy: x }, attrs) as tf.Tensor;
    return contestant(compute, (y) => tf.transpose(y, filterToOurs));
  }
  const filter = tf.transpose(b as tf.Tensor, filterToTheirs) as tf.Tensor4D;
  const compute =
    part === "forward"
      ? () => tf.conv2d(x, filter, 1, "same")
      : () => tf.conv2dTranspose(x, filter, [n, h, w, filter.shape[2]], 1, "same");
  return contestant(compute, (y) => tf.transpose(y, imageToOurs));
}

function addition(recorded: boolean, repeats: number, [x, y]: readonly tf.Tensor[]): Contestant {
  if (recorded) throw new Error("it records only inside a function that is differentiated");
  const [a, b] = [x as tf.Tensor, y as tf.Tensor];
  return {
    step: () => {
      for (let i = 0; i < repeats; i++) tf.add(a, b).dispose();
    },
    result: () => tf.add(a, b).dataSync() as Float32Array,
  };
}

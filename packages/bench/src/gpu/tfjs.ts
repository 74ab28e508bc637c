/** TensorFlow.js on its GPU backends, in a page. Images are `[N, H, W, C]` there, filters `[h, w, C, K]`. */
import "@tensorflow/tfjs-backend-webgl";
import "@tensorflow/tfjs-backend-webgpu";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-core/dist/register_all_gradients.js";
import { type Contestant, type GpuWork, labels, numbers, sizes } from "./work.ts";

const tensor = (shape: readonly number[], scale = 1): tf.Tensor =>
  tf.tensor(
    numbers(
      shape.reduce((a, b) => a * b, 1),
      scale,
    ),
    [...shape],
  );

/** Sets a workload up. */
export async function enterTfjs({ task }: GpuWork, backend: string): Promise<Contestant> {
  tf.enableProdMode();
  if (!(await tf.setBackend(backend))) throw new Error(`TensorFlow.js has no ${backend} here`);
  await tf.ready();
  if (task.op === "mlp") return mlp();
  if (task.op === "cnn") return cnn();
  const compute = computation(task);
  return {
    async step() {
      const y = tf.tidy(compute);
      const one = tf.slice(tf.reshape(y, [-1]), 0, 1);
      const [value] = await one.data();
      tf.dispose([y, one]);
      return value as number;
    },
  };
}

function computation(task: GpuWork["task"]): () => tf.Tensor {
  if (task.op === "matmul") {
    const [a, b] = [tensor([task.n, task.n]), tensor([task.n, task.n])];
    return () => tf.matMul(a, b);
  }
  if (task.op !== "conv2d") {
    const [x, y] = [tensor([sizes.chain]), tensor([sizes.chain])];
    return () => tf.exp(tf.relu(tf.add(tf.mul(tf.tanh(tf.add(tf.mul(x, y), x)), 0.5), y)));
  }
  const x = tf.transpose(tensor(sizes.images), [0, 2, 3, 1]) as tf.Tensor4D;
  const w = tf.transpose(tensor(sizes.filters, 0.1), [2, 3, 1, 0]) as tf.Tensor4D;
  const forward = (a: tf.Tensor, b: tf.Tensor): tf.Tensor =>
    tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, 1, "same");
  if (task.part === "forward") return () => tf.transpose(forward(x, w), [0, 3, 1, 2]);
  const g = tf.transpose(tensor([8, 32, 28, 28]), [0, 2, 3, 1]);
  const pull = tf.grads(forward);
  return () => {
    const [gx, gw] = pull([x, w], g) as [tf.Tensor, tf.Tensor];
    return tf.concat([
      tf.reshape(tf.transpose(gx, [0, 3, 1, 2]), [-1]),
      tf.reshape(tf.transpose(gw, [3, 2, 0, 1]), [-1]),
    ]);
  };
}

function parameter(shape: readonly number[], fanIn: number, order: readonly number[]): tf.Variable {
  return tf.variable(tf.transpose(tensor(shape, Math.sqrt(3 / fanIn)), [...order]));
}

const zeros = (n: number): tf.Variable => tf.variable(tf.zeros([n]));

function mlp(): Contestant {
  const x = tensor([sizes.batch, 784]);
  const layers = sizes.mlp
    .slice(1)
    .map(
      (n, i) => [parameter([n, sizes.mlp[i] as number], sizes.mlp[i] as number, [1, 0]), zeros(n)] as const,
    );
  const forward = (): tf.Tensor =>
    layers.reduce((h, [w, b], i) => {
      const y = tf.add(tf.matMul(h, w), b);
      return i < 2 ? tf.relu(y) : y;
    }, x);
  return training(forward, layers.flat());
}

function cnn(): Contestant {
  const x = tf.transpose(tensor([sizes.batch, 1, 28, 28]), [0, 2, 3, 1]);
  const [w1, b1] = [parameter([16, 1, 5, 5], 25, [2, 3, 1, 0]), zeros(16)];
  const [w2, b2] = [parameter([32, 16, 5, 5], 400, [2, 3, 1, 0]), zeros(32)];
  const [w3, b3] = [parameter([10, 1568], 1568, [1, 0]), zeros(10)];
  const layer = (h: tf.Tensor, w: tf.Variable, b: tf.Variable): tf.Tensor => {
    const y = tf.conv2d(h as tf.Tensor4D, w as unknown as tf.Tensor4D, 1, "same");
    return tf.maxPool(tf.relu(tf.add(y, b)) as tf.Tensor4D, 2, 2, "valid");
  };
  const forward = (): tf.Tensor => {
    const h = tf.transpose(layer(layer(x, w1, b1), w2, b2), [0, 3, 1, 2]);
    return tf.add(tf.matMul(tf.reshape(h, [sizes.batch, -1]), w3), b3);
  };
  return training(forward, [w1, b1, w2, b2, w3, b3]);
}

function training(forward: () => tf.Tensor, parameters: tf.Variable[]): Contestant {
  const target = tf.cast(tf.oneHot(tf.tensor1d(labels(), "int32"), sizes.classes), "float32");
  const optimizer = tf.train.adam(1e-3, 0.9, 0.999, 1e-8);
  return {
    async step() {
      const loss = optimizer.minimize(
        () => tf.losses.softmaxCrossEntropy(target, forward()) as tf.Scalar,
        true,
        parameters,
      ) as tf.Scalar;
      const [value] = await loss.data();
      loss.dispose();
      return value as number;
    },
  };
}

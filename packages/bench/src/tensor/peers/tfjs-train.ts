import { createRequire } from "node:module";
import * as tf from "@tensorflow/tfjs-core";
import { ADAM, type Contestant, training } from "../contestant.ts";

/** `[w₁, b₁, w₂, b₂, ...]` as dense layers, relu between them. */
export function trainMlp([x, labels, ...initial]: readonly tf.Tensor[]): Contestant {
  const parameters = initial.map((p) => tf.variable(p));
  const forward = () => {
    let h = x as tf.Tensor;
    for (let i = 0; i < parameters.length; i += 2) {
      h = dense(h, parameters[i] as tf.Tensor, parameters[i + 1] as tf.Tensor);
      if (i + 2 < parameters.length) h = tf.relu(h);
    }
    return h;
  };
  return train(forward, parameters, labels as tf.Tensor);
}

/** Images become `[N, H, W, C]`, filters `[h, w, C, K]`. */
export function trainCnn([x, labels, ...initial]: readonly tf.Tensor[]): Contestant {
  const images = tf.transpose(x as tf.Tensor, [0, 2, 3, 1]) as tf.Tensor4D;
  const parameters = initial.map((p) => tf.variable(p.rank === 4 ? tf.transpose(p, [2, 3, 1, 0]) : p));
  const layer = (h: tf.Tensor4D, i: number) => {
    const convolved = tf.conv2d(h, parameters[i] as unknown as tf.Tensor4D, 1, "same");
    const activated = tf.relu(tf.add(convolved, parameters[i + 1] as tf.Tensor)) as tf.Tensor4D;
    return tf.maxPool(activated, 2, 2, "valid");
  };
  const forward = () => {
    // channels before places, as the dense layer's weights count them
    const h = tf.transpose(layer(layer(images, 0), 2), [0, 3, 1, 2]);
    return dense(
      tf.reshape(h, [images.shape[0], -1]),
      parameters[4] as tf.Tensor,
      parameters[5] as tf.Tensor,
    );
  };
  return train(forward, parameters, labels as tf.Tensor);
}

function dense(x: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor): tf.Tensor {
  return tf.add(tf.matMul(x, weight), bias);
}

/** Adam on the mean cross entropy of what `forward` gives. */
export function train(
  forward: () => tf.Tensor,
  parameters: tf.Variable[],
  labels: tf.Tensor,
  { classes = 10, note }: { classes?: number; note?: string } = {},
): Contestant {
  registerGradients();
  const target = tf.cast(tf.oneHot(tf.cast(labels, "int32"), classes), "float32");
  const optimizer = tf.train.adam(ADAM.rate, ADAM.beta1, ADAM.beta2, ADAM.epsilon);
  const loss = (): tf.Scalar => tf.losses.softmaxCrossEntropy(target, forward());
  return training(() => {
    const value = optimizer.minimize(loss, true, parameters) as tf.Scalar;
    const [number] = value.dataSync();
    value.dispose();
    return number as number;
  }, note);
}

/**
 * Core comes without gradients; the package of everything registers them, but it is four times as large. The file that does
 * it is written for bundlers, which is why it is required: the loader of this program can resolve its imports only so.
 */
function registerGradients(): void {
  createRequire(import.meta.url)("@tensorflow/tfjs-core/dist/register_all_gradients.js");
}

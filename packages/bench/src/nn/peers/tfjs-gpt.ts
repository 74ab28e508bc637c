/** A GPT with TensorFlow.js, which has neither attention, layer normalisation nor gelu: all are composed. */
import * as tf from "@tensorflow/tfjs-core";
import type { Contestant } from "../../tensor/contestant.ts";
import { train } from "../../tensor/peers/tfjs-train.ts";

/** The table as a product: the gradient of looking rows up has no kernel there. Weights turned, as its products are faster. */
export function trainGpt([text, labels, ...initial]: readonly tf.Tensor[], heads: number): Contestant {
  const [batch, steps] = (text as tf.Tensor2D).shape;
  const [vocabulary, width] = (initial[0] as tf.Tensor2D).shape;
  const parameters = initial.map((p, i) => tf.variable(i > 1 && p.rank === 2 ? tf.transpose(p) : p));
  const places = tf.cast(
    tf.oneHot(tf.cast(tf.reshape(text as tf.Tensor, [-1]), "int32"), vocabulary),
    "float32",
  );
  const future = Float32Array.from({ length: steps * steps }, (_, i) =>
    i % steps > Math.floor(i / steps) ? -1e9 : 0,
  );
  const mask = tf.tensor(future, [steps, steps]);
  const attend = (all: tf.Tensor) => {
    const apart = tf.reshape(all, [batch, steps, 3, heads, width / heads]);
    const [q, k, v] = tf.unstack(tf.transpose(apart, [2, 0, 3, 1, 4])) as [tf.Tensor, tf.Tensor, tf.Tensor];
    const scores = tf.mul(tf.matMul(q, k, false, true), (width / heads) ** -0.5);
    const seen = tf.matMul(tf.softmax(tf.add(scores, mask)), v);
    return tf.reshape(tf.transpose(seen, [0, 2, 1, 3]), [batch * steps, width]);
  };
  const forward = () => {
    const [table, positions, ...rest] = parameters as tf.Tensor[] as [tf.Tensor, tf.Tensor, ...tf.Tensor[]];
    const [weight, bias, head] = rest.splice(-3) as [tf.Tensor, tf.Tensor, tf.Tensor];
    const read = tf.reshape(tf.matMul(places, table), [batch, steps, width]);
    let h = tf.reshape(tf.add(read, positions), [batch * steps, width]);
    for (let at = 0; at < rest.length; at += 12) {
      const part = (i: number) => rest[at + i] as tf.Tensor;
      const all = dense(norm(h, part(0), part(1)), part(2), part(3));
      h = tf.add(h, dense(attend(all), part(4), part(5)));
      const hidden = gelu(dense(norm(h, part(6), part(7)), part(8), part(9)));
      h = tf.add(h, dense(hidden, part(10), part(11)));
    }
    return tf.matMul(norm(h, weight, bias), head);
  };
  const flat = tf.reshape(labels as tf.Tensor, [-1]);
  return train(forward, parameters, flat, {
    classes: vocabulary,
    note: "composed: it has no attention, layerNorm or gelu",
  });
}

function dense(x: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor): tf.Tensor {
  return tf.add(tf.matMul(x, weight), bias);
}

function norm(x: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor): tf.Tensor {
  const centred = tf.sub(x, tf.mean(x, -1, true));
  const variance = tf.mean(tf.square(centred), -1, true);
  return tf.add(tf.mul(tf.mul(centred, tf.rsqrt(tf.add(variance, 1e-5))), weight), bias);
}

function gelu(x: tf.Tensor): tf.Tensor {
  const inner = tf.add(x, tf.mul(0.044715, tf.mul(x, tf.square(x))));
  return tf.mul(tf.mul(x, 0.5), tf.add(1, tf.tanh(tf.mul(Math.sqrt(2 / Math.PI), inner))));
}

/** Models with TensorFlow.js. */
import * as tf from "@tensorflow/tfjs-core";
import type { Contestant } from "../../tensor/contestant.ts";
import { train } from "../../tensor/peers/tfjs-train.ts";

/** With its own LSTM cell, whose gates stand in the order i, g, f, o, and the table as a product: it is faster so. */
export function trainCharLstm([text, labels, ...initial]: readonly tf.Tensor[]): Contestant {
  const [table, ofInput, ofState, ...rest] = initial as tf.Tensor2D[];
  const [vocabulary, embedding] = (table as tf.Tensor2D).shape;
  const [steps, batch] = (text as tf.Tensor2D).shape;
  const hidden = (ofState as tf.Tensor2D).shape[1];
  const turned = tf.transpose(
    tf.concat([reordered(ofInput as tf.Tensor2D), reordered(ofState as tf.Tensor2D)], 1),
  );
  const [b, c] = [rest[0], rest[1]].map((bias) => tf.variable(reordered(bias as tf.Tensor)));
  const kernel = tf.variable(turned);
  const [rows, w] = [tf.variable(table as tf.Tensor), tf.variable(tf.transpose(rest[2] as tf.Tensor))];
  const last = tf.variable(rest[3] as tf.Tensor);
  const places = tf.cast(
    tf.oneHot(tf.cast(tf.reshape(text as tf.Tensor, [-1]), "int32"), vocabulary),
    "float32",
  );
  const noForgetBias = tf.scalar(0);
  const forward = () => {
    const inputs = tf.unstack(
      tf.reshape(tf.matMul(places, rows), [steps, batch, embedding]),
    ) as tf.Tensor2D[];
    const bias = tf.add(b as tf.Tensor, c as tf.Tensor) as tf.Tensor1D;
    let [cell, state] = [tf.zeros([batch, hidden]), tf.zeros([batch, hidden])] as [tf.Tensor2D, tf.Tensor2D];
    const states = inputs.map((input) => {
      [cell, state] = tf.basicLSTMCell(
        noForgetBias,
        kernel as unknown as tf.Tensor2D,
        bias,
        input,
        cell,
        state,
      );
      return state;
    });
    return tf.add(tf.matMul(tf.concat(states, 0), w), last);
  };
  const parameters = [rows, kernel, b, c, w, last] as tf.Variable[];
  const flat = tf.reshape(labels as tf.Tensor, [-1]);
  return train(forward, parameters, flat, { classes: vocabulary, note: "basicLSTMCell at each step" });
}

/** Blocks i, f, g, o of rows as i, g, f, o. */
function reordered<T extends tf.Tensor>(x: T): T {
  const [i, f, g, o] = tf.split(x, 4, 0) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
  return tf.concat([i, g, f, o], 0) as T;
}

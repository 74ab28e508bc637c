/** A GPT with jax-js: its own attention, normalisation and gelu. */
import { nn, numpy as np } from "@jax-js/jax";
import type { Contestant } from "../../tensor/contestant.ts";
import type { Given } from "../../tensor/data.ts";
import { array, type Forward, oneHot, train } from "../../tensor/peers/jax-train.ts";

/** The table as a product, since the gradient of `take` cannot be compiled; weights turned, as its products want them. */
export function trainGpt([text, labels, ...initial]: readonly Given[], heads: number): Contestant {
  const [batch, steps] = (text as Given).shape as [number, number];
  const [vocabulary, width] = (initial[0] as Given).shape as [number, number];
  const parameters = initial.map((given, i) =>
    i > 1 && given.shape.length === 2 ? np.transpose(array(given)) : array(given),
  );
  const norm = (x: np.Array, weight: np.Array, bias: np.Array) =>
    nn.standardize(x, -1, { epsilon: 1e-5 }).mul(weight).add(bias);
  const dense = (x: np.Array, weight: np.Array, bias: np.Array) => np.dot(x, weight).add(bias);
  const forward: Forward = (given, places) => {
    const [table, positions, ...rest] = given as [np.Array, np.Array, ...np.Array[]];
    const [weight, bias, head] = rest.splice(-3) as [np.Array, np.Array, np.Array];
    let h = np
      .dot(places, table)
      .reshape([batch, steps, width])
      .add(positions)
      .reshape([batch * steps, width]);
    for (let at = 0; at < rest.length; at += 12) {
      const [g1, b1, wq, bq, wp, bp, g2, b2, f1, c1, f2, c2] = rest.slice(at, at + 12) as Block;
      const all = dense(norm(h.ref, g1, b1), wq, bq).reshape([batch, steps, 3 * heads, width / heads]);
      const [q, k, v] = np.split(all, 3, 2) as [np.Array, np.Array, np.Array];
      const seen = nn.dotProductAttention(q, k, v, { isCausal: true }).reshape([batch * steps, width]);
      h = h.add(dense(seen, wp, bp));
      h = h.ref.add(dense(nn.gelu(dense(norm(h, g2, b2), f1, c1)), f2, c2));
    }
    return np.dot(norm(h, weight, bias), head);
  };
  const places = oneHot(text as Given, vocabulary);
  return train(forward, places, labels as Given, parameters, "nn.dotProductAttention", vocabulary);
}

type Block = [
  np.Array,
  np.Array,
  np.Array,
  np.Array,
  np.Array,
  np.Array,
  np.Array,
  np.Array,
  np.Array,
  np.Array,
  np.Array,
  np.Array,
];

/** Models with jax-js. */
import { nn, numpy as np } from "@jax-js/jax";
import type { Contestant } from "../../tensor/contestant.ts";
import type { Given } from "../../tensor/data.ts";
import { array, type Forward, oneHot, train } from "../../tensor/peers/jax-train.ts";

/** The steps written out, since it has neither a loop inside `jit` nor a cell; the table as a product. */
export function trainCharLstm([text, labels, ...initial]: readonly Given[]): Contestant {
  const [steps, batch] = (text as Given).shape as [number, number];
  const vocabulary = (initial[0] as Given).shape[0] as number;
  const hidden = (initial[2] as Given).shape[1] as number;
  const parameters = initial.map((given, i) =>
    i > 0 && given.shape.length === 2 ? np.transpose(array(given)) : array(given),
  );
  const forward: Forward = (given, places) => {
    const [table, w, u, b, c, last, bias] = given as Parameters;
    const shares = np
      .dot(np.dot(places, table), w)
      .add(b.add(c))
      .reshape([steps, batch, 4 * hidden]);
    let [state, cell] = [np.zeros([batch, hidden]), np.zeros([batch, hidden])];
    const states: np.Array[] = [];
    for (let t = 0; t < steps; t++) {
      const sum = np.dot(state, u.ref).add(shares.ref.slice(t));
      const [i, f, g, o] = np.split(sum, 4, 1) as [np.Array, np.Array, np.Array, np.Array];
      cell = cell.mul(nn.sigmoid(f)).add(nn.sigmoid(i).mul(np.tanh(g)));
      state = np.tanh(cell.ref).mul(nn.sigmoid(o));
      states.push(state.ref);
    }
    for (const each of [state, cell, shares, u]) each.dispose();
    return np.dot(np.concatenate(states, 0), last).add(bias);
  };
  const places = oneHot(text as Given, vocabulary);
  return train(forward, places, labels as Given, parameters, "steps written out", vocabulary);
}

type Parameters = [np.Array, np.Array, np.Array, np.Array, np.Array, np.Array, np.Array];

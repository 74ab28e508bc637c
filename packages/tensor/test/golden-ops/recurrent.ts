/** Networks of several layers and directions, put together from layers. */
import { concat, gru, lstm, matmul, rnn, select, stack, type Tensor, transpose, zeros } from "@gradus/tensor";
import type { GoldenOp } from "../golden.ts";

type Named = Readonly<Record<string, Tensor>>;

/** Result of one layer in one direction: h of all steps, and the final states. */
type Layer = (
  x: Tensor,
  state: Named,
  parameters: Named,
  reverse: boolean,
) => { output: Tensor; states: Named };

function network(layer: Layer, states: readonly string[]): GoldenOp {
  return (inputs, { hidden_size, num_layers, bidirectional, batch_first }) => {
    let x = batch_first ? transpose(inputs["x"]!, 0, 1) : inputs["x"]!;
    const finals: Record<string, Tensor[]> = Object.fromEntries(states.map((name) => [name, []]));
    for (let l = 0; l < num_layers; l++) {
      const directions = bidirectional ? ["", "_reverse"] : [""];
      const outputs = directions.map((suffix, d) => {
        const initial = states.map((name): [string, Tensor] => {
          const given = inputs[`${name}0`];
          const none = zeros([x.shape[1]!, hidden_size], { dtype: x.dtype });
          return [name, given ? select(given, 0, l * directions.length + d) : none];
        });
        const of = (name: string) => inputs[`${name}_l${l}${suffix}`]!;
        const [w, u, b, c] = ["weight_ih", "weight_hh", "bias_ih", "bias_hh"].map(of);
        const parameters = { w: w!, u: u!, b: b!, c: c! };
        const made = layer(x, Object.fromEntries(initial), parameters, suffix !== "");
        for (const name of states) finals[name]?.push(made.states[name]!);
        return made.output;
      });
      x = concat(outputs, 2);
    }
    const named = states.map((name): [string, Tensor] => [`${name}_n`, stack(finals[name]!)]);
    return { output: batch_first ? transpose(x, 0, 1) : x, ...Object.fromEntries(named) };
  };
}

/** `x·Wᵀ + b`. */
const projected = (x: Tensor, { w, b }: Named): Tensor => matmul(x, transpose(w!)).add(b!);

export const recurrentGolden: Readonly<Record<string, GoldenOp>> = {
  lstm: network(
    (x, { h, c }, parameters, reverse) => {
      const { u, c: bias } = parameters;
      const options = { bias: bias!, reverse };
      const { output, hidden, cell } = lstm(projected(x, parameters), h!, c!, u!, options);
      return { output, states: { h: hidden, c: cell } };
    },
    ["h", "c"],
  ),
  gru: network(
    (x, { h }, parameters, reverse) => {
      const { u, c: bias } = parameters;
      const { output, hidden } = gru(projected(x, parameters), h!, u!, { bias: bias!, reverse });
      return { output, states: { h: hidden } };
    },
    ["h"],
  ),
  rnn: (inputs, attrs) =>
    network(
      (x, { h }, parameters, reverse) => {
        const { u, c: bias } = parameters;
        const options = { bias: bias!, reverse, nonlinearity: attrs.nonlinearity };
        const { output, hidden } = rnn(projected(x, parameters), h!, u!, options);
        return { output, states: { h: hidden } };
      },
      ["h"],
    )(inputs, attrs),
};

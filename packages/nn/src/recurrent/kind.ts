/** The three kinds of recurrent layers: how one layer is run in one direction, and what its states are. */
import { gru, linear, lstm, type RecurrentResult, rnn, type Tensor } from "@gradus/tensor";

/** Parameters of one layer in one direction. */
export interface LayerParameters {
  /** `[gates·H, in]`. */
  readonly weightIh: Tensor;
  /** `[gates·H, H]`. */
  readonly weightHh: Tensor;
  /** `[gates·H]`. */
  readonly biasIh: Tensor | null;
  /** `[gates·H]`. */
  readonly biasHh: Tensor | null;
}

/** What one layer gives in one direction: h at every step, and the states after the step that comes last. */
export interface LayerResult {
  readonly output: Tensor;
  readonly states: readonly Tensor[];
}

/** How steps are taken. */
export interface Direction {
  readonly reverse?: boolean;
  readonly lengths?: readonly number[] | null;
}

/** A kind of layer. `S` are its states, as users see them. */
export interface Kind<S> {
  /** Rows of the weights, in multiples of H. */
  readonly gates: number;
  /** The names of the states. */
  readonly states: readonly string[];
  readonly unpack: (state: S) => readonly Tensor[];
  readonly pack: (states: readonly Tensor[]) => S;
  /** All steps of `x [T, B, in]` from states `[B, H]`. */
  readonly run: (
    x: Tensor,
    states: readonly Tensor[],
    parameters: LayerParameters,
    direction: Direction,
  ) => LayerResult;
}

/** An LSTM's states: h and c. */
export type LstmState = readonly [hidden: Tensor, cell: Tensor];

/** Both biases go to the same sums: one addition of two vectors in place of one to every step. */
function bothBiases({ biasIh, biasHh }: LayerParameters): Tensor | null {
  return biasIh === null || biasHh === null ? null : biasIh.add(biasHh);
}

/** See `lstm` of `@gradus/tensor`. */
export const lstmKind: Kind<LstmState> = {
  gates: 4,
  states: ["h", "c"],
  unpack: (state) => state,
  pack: (states) => states as LstmState,
  run: (x, [h, c], parameters, direction) => {
    const { weightIh, weightHh } = parameters;
    const options = { ...direction, bias: bothBiases(parameters) };
    const { output, hidden, cell } = lstm(linear(x, weightIh), h as Tensor, c as Tensor, weightHh, options);
    return { output, states: [hidden, cell] };
  },
};

/** A kind whose only state is h. */
function plain(
  gates: number,
  run: (x: Tensor, h: Tensor, parameters: LayerParameters, direction: Direction) => RecurrentResult,
): Kind<Tensor> {
  return {
    gates,
    states: ["h"],
    unpack: (state) => [state],
    pack: ([state]) => state as Tensor,
    run: (x, [h], parameters, direction) => {
      const { output, hidden } = run(x, h as Tensor, parameters, direction);
      return { output, states: [hidden] };
    },
  };
}

/** See `gru` of `@gradus/tensor`. The reset gate comes between the two biases of the new gate, so they stay apart. */
export const gruKind: Kind<Tensor> = plain(3, (x, h, { weightIh, weightHh, biasIh, biasHh }, direction) =>
  gru(linear(x, weightIh, biasIh), h, weightHh, { ...direction, bias: biasHh }),
);

/** See `rnn` of `@gradus/tensor`. */
export function rnnKind(nonlinearity: "tanh" | "relu"): Kind<Tensor> {
  return plain(1, (x, h, parameters, direction) => {
    const { weightIh, weightHh } = parameters;
    const options = { ...direction, bias: bothBiases(parameters), nonlinearity };
    return rnn(linear(x, weightIh), h, weightHh, options);
  });
}

/**
 * @throws RangeError if there is no such nonlinearity
 */
export function checkNonlinearity(layer: string, nonlinearity: "tanh" | "relu"): void {
  if (nonlinearity !== "tanh" && nonlinearity !== "relu")
    throw new RangeError(`${layer}: nonlinearity is "${String(nonlinearity)}"; it must be "tanh" or "relu"`);
}

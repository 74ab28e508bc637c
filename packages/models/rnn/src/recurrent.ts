/** The three recurrent networks under one name. */
import {
  GRU,
  LSTM,
  type LstmState,
  type Module,
  type RecurrentNetworkOptions,
  RNN,
  type SequenceOptions,
} from "@gradus/nn";
import { concat, type Tensor } from "@gradus/tensor";

/** Which network: Elman's (1990), Hochreiter and Schmidhuber's (1997) or Cho et al.'s (2014). */
export type Cell = "rnn" | "lstm" | "gru";

/** What a network remembers: h, for an LSTM h and c, each `[layers, B, H]`. */
export type State = Tensor | LstmState;

/** A network of any of the three kinds. */
export type Recurrent = Module<[x: Tensor, state?: State | null, options?: SequenceOptions], [Tensor, State]>;

const networks: {
  readonly [cell in Cell]: new (
    inputSize: number,
    hiddenSize: number,
    options: RecurrentNetworkOptions,
  ) => Recurrent;
} = { rnn: RNN, lstm: LSTM, gru: GRU };

/**
 * The network of this kind, batch first.
 *
 * @throws RangeError if there is no such kind, or a size is no whole number above 0
 */
export function recurrent(
  cell: Cell,
  inputSize: number,
  hiddenSize: number,
  options: RecurrentNetworkOptions = {},
): Recurrent {
  if (!Object.hasOwn(networks, cell))
    throw new RangeError(`no cell "${cell}"; choose one of ${Object.keys(networks).join(", ")}`);
  return new networks[cell](inputSize, hiddenSize, { ...options, batchFirst: true });
}

/**
 * h of the last layer after the last step, `[B, H]`; of a network that reads from both ends, both directions side by side,
 * `[B, 2·H]`.
 */
export function lastHidden(state: State, bidirectional = false): Tensor {
  const h = Array.isArray(state) ? (state[0] as Tensor) : (state as Tensor); // [layers · directions, B, H]
  const last = (h.shape[0] as number) - 1;
  return bidirectional ? concat([h.select(0, last - 1), h.select(0, last)], 1) : h.select(0, last);
}

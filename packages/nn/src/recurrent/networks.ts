/** Recurrent networks. */
import type { Tensor } from "@gradus/tensor";
import { checkNonlinearity, gruKind, type LstmState, lstmKind, rnnKind } from "./kind.ts";
import { RecurrentNetwork, type RecurrentNetworkOptions } from "./network.ts";

/** Options of {@link RNN}. */
export interface RNNOptions extends RecurrentNetworkOptions {
  /** `tanh` by default. */
  readonly nonlinearity?: "tanh" | "relu";
}

/**
 * Elman's recurrent network (1990), `h ← f(W·x + b + U·h + c)`; f is tanh or relu.
 *
 *     const [output, h] = new RNN(inputSize, hiddenSize).forward(x);
 *
 * Parameters of layer k, with the ending `_reverse` for its second direction: `weight_ih_lk [H, in]` (W), `weight_hh_lk [H, H]`
 * (U), `bias_ih_lk [H]` (b), `bias_hh_lk [H]` (c), drawn uniformly from ±1/√H, as in PyTorch.
 */
export class RNN extends RecurrentNetwork<Tensor> {
  /** @throws RangeError if a size is no whole number above 0, or there is no such nonlinearity */
  constructor(inputSize: number, hiddenSize: number, options: RNNOptions = {}) {
    const { nonlinearity = "tanh" } = options;
    checkNonlinearity("RNN", nonlinearity);
    super(rnnKind(nonlinearity), inputSize, hiddenSize, options);
  }
}

/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997; with forget gates, Gers et al. 2000). With the blocks i, f, g, o of
 * `W·x + b + U·h + c` in this order, σ the logistic function:
 *
 *     c ← σ(f)·c + σ(i)·tanh(g)
 *     h ← σ(o)·tanh(c)
 *
 *     const [output, [h, c]] = new LSTM(inputSize, hiddenSize).forward(x);
 *
 * Parameters of layer k, with the ending `_reverse` for its second direction: `weight_ih_lk [4H, in]` (W), `weight_hh_lk [4H, H]`
 * (U), `bias_ih_lk [4H]` (b), `bias_hh_lk [4H]` (c), drawn uniformly from ±1/√H, as in PyTorch.
 */
export class LSTM extends RecurrentNetwork<LstmState> {
  /** @throws RangeError if a size is no whole number above 0 */
  constructor(inputSize: number, hiddenSize: number, options: RecurrentNetworkOptions = {}) {
    super(lstmKind, inputSize, hiddenSize, options);
  }
}

/**
 * Gated recurrent units (Cho et al. 2014). With the blocks r, z, n of `v = W·x + b` and of `u = U·h + c` in this order, σ the
 * logistic function; the reset gate comes after the product:
 *
 *     z = σ(v_z + u_z)
 *     h ← (1 - z)·tanh(vₙ + σ(v_r + u_r)·uₙ) + z·h
 *
 *     const [output, h] = new GRU(inputSize, hiddenSize).forward(x);
 *
 * Parameters of layer k, with the ending `_reverse` for its second direction: `weight_ih_lk [3H, in]` (W), `weight_hh_lk [3H, H]`
 * (U), `bias_ih_lk [3H]` (b), `bias_hh_lk [3H]` (c), drawn uniformly from ±1/√H, as in PyTorch.
 */
export class GRU extends RecurrentNetwork<Tensor> {
  /** @throws RangeError if a size is no whole number above 0 */
  constructor(inputSize: number, hiddenSize: number, options: RecurrentNetworkOptions = {}) {
    super(gruKind, inputSize, hiddenSize, options);
  }
}

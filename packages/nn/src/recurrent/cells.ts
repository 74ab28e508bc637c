/** Recurrent cells: one step, for loops that decide at each step what comes next. */
import { select, type Tensor, unsqueeze, zeros } from "@gradus/tensor";
import { checkFeatures, checkRank, checkSizes } from "../layer.ts";
import type { BiasOptions } from "../layers/linear.ts";
import { Module } from "../module.ts";
import { checkNonlinearity, gruKind, type Kind, type LstmState, lstmKind, rnnKind } from "./kind.ts";
import { addParameters, type Held, parametersOf } from "./parameters.ts";

/** Options of {@link RNNCell}. */
export interface RNNCellOptions extends BiasOptions {
  /** `tanh` by default. */
  readonly nonlinearity?: "tanh" | "relu";
}

/**
 * One step of a {@link Kind}. Parameters, drawn uniformly from ±1/√H as in PyTorch: `weight_ih [gates·H, in]`,
 * `weight_hh [gates·H, H]`, `bias_ih` and `bias_hh [gates·H]`.
 */
export abstract class RecurrentCell<S> extends Module<[x: Tensor, state?: S | null], S> {
  readonly inputSize: number;
  readonly hiddenSize: number;
  readonly #kind: Kind<S>;
  /** All parameters, by PyTorch's names. */
  readonly weights: Held = {};

  constructor(kind: Kind<S>, inputSize: number, hiddenSize: number, options: BiasOptions) {
    super();
    checkSizes(new.target.name, { inputSize, hiddenSize });
    this.inputSize = inputSize;
    this.hiddenSize = hiddenSize;
    this.#kind = kind;
    addParameters(this.weights, "", { inputSize, hiddenSize, gates: kind.gates }, options);
  }

  /** The parameters are the module's own. */
  override held(): object {
    return this.weights;
  }

  /**
   * @param x `[B, in]`, or `[in]` for one sequence
   * @param state the states before, each `[B, H]` (`[H]`); 0 if they are left out
   * @returns the states after
   * @throws RangeError if shapes do not fit
   */
  forward(x: Tensor, state: S | null = null): S {
    const name = this.constructor.name;
    checkRank(name, x, ["[B, inputSize]", "[inputSize]"]);
    checkFeatures(name, x, -1, this.inputSize, "inputSize");
    const single = x.rank === 1;
    const { dtype, device } = x;
    const shape = single ? [this.hiddenSize] : [x.shape[0] as number, this.hiddenSize];
    const given = state === null ? null : this.#kind.unpack(state);
    const before = this.#kind.states.map((what, i) => {
      const own = given?.[i] ?? zeros(shape, { dtype, device });
      if (own.shape.join() !== shape.join())
        throw new RangeError(
          `${name}: the state ${what} has shape [${own.shape.join(", ")}]; for an input of shape [${x.shape.join(", ")}] it must ` +
            `be [${shape.join(", ")}]`,
        );
      return single ? unsqueeze(own, 0) : own;
    });
    const step = unsqueeze(single ? unsqueeze(x, 0) : x, 0); // [1, B, in]
    const { states } = this.#kind.run(step, before, parametersOf(this.weights, ""), {});
    return this.#kind.pack(states.map((each) => (single ? select(each, 0, 0) : each)));
  }
}

/** One step of an {@link RNN}: `h' = cell.forward(x, h)`. */
export class RNNCell extends RecurrentCell<Tensor> {
  /** @throws RangeError if a size is no whole number above 0, or there is no such nonlinearity */
  constructor(inputSize: number, hiddenSize: number, options: RNNCellOptions = {}) {
    const { nonlinearity = "tanh" } = options;
    checkNonlinearity("RNNCell", nonlinearity);
    super(rnnKind(nonlinearity), inputSize, hiddenSize, options);
  }
}

/** One step of an {@link LSTM}: `[h', c'] = cell.forward(x, [h, c])`. */
export class LSTMCell extends RecurrentCell<LstmState> {
  /** @throws RangeError if a size is no whole number above 0 */
  constructor(inputSize: number, hiddenSize: number, options: BiasOptions = {}) {
    super(lstmKind, inputSize, hiddenSize, options);
  }
}

/** One step of a {@link GRU}: `h' = cell.forward(x, h)`. */
export class GRUCell extends RecurrentCell<Tensor> {
  /** @throws RangeError if a size is no whole number above 0 */
  constructor(inputSize: number, hiddenSize: number, options: BiasOptions = {}) {
    super(gruKind, inputSize, hiddenSize, options);
  }
}

/** What recurrent networks have in common: layers upon layers, in one direction or both. */
import { concat, select, stack, Tensor, tensor, transpose, unsqueeze, where, zeros } from "@gradus/tensor";
import { checkFeatures, checkProbability, checkRank, checkSizes } from "../layer.ts";
import { type DropoutOptions, dropout } from "../layers/dropout.ts";
import type { BiasOptions } from "../layers/linear.ts";
import { Module } from "../module.ts";
import type { Kind } from "./kind.ts";
import { addParameters, type Held, parametersOf } from "./parameters.ts";

/** Options of recurrent networks. */
export interface RecurrentNetworkOptions extends BiasOptions {
  /** How many layers, each on the outputs of the one before; 1 by default. */
  readonly numLayers?: number;
  /** Whether a second set of layers runs from the last step to the first; both outputs stand side by side. */
  readonly bidirectional?: boolean;
  /** Whether sequences come first: `[B, T, in]` in place of `[T, B, in]`. The states' shape does not change. */
  readonly batchFirst?: boolean;
  /** The probability with which elements are left out between layers, in training; 0 by default. */
  readonly dropout?: number;
}

/** Options of a call. */
export interface SequenceOptions {
  /**
   * How many steps each sequence of the batch has, where they differ: what PyTorch packs sequences for. What the input holds
   * after a sequence's end has no effect; there the output is 0, and the final states are those after its own last step.
   */
  readonly lengths?: readonly number[] | Tensor | null;
}

/** A recurrent network of one {@link Kind}. `S` are its states. */
export abstract class RecurrentNetwork<S> extends Module<
  [x: Tensor, state?: S | null, options?: SequenceOptions],
  [output: Tensor, state: S]
> {
  readonly inputSize: number;
  readonly hiddenSize: number;
  readonly numLayers: number;
  readonly bidirectional: boolean;
  readonly batchFirst: boolean;
  readonly dropout: number;
  readonly #kind: Kind<S>;
  readonly #dropout: DropoutOptions;
  /** All parameters, by PyTorch's names. */
  readonly weights: Held = {};

  constructor(kind: Kind<S>, inputSize: number, hiddenSize: number, options: RecurrentNetworkOptions = {}) {
    super();
    const { numLayers = 1, bidirectional = false, batchFirst = false, dropout: p = 0, generator } = options;
    const name = new.target.name;
    checkSizes(name, { inputSize, hiddenSize, numLayers });
    checkProbability(name, p);
    this.inputSize = inputSize;
    this.hiddenSize = hiddenSize;
    this.numLayers = numLayers;
    this.bidirectional = bidirectional;
    this.batchFirst = batchFirst;
    this.dropout = p;
    this.#kind = kind;
    this.#dropout = { generator };
    const { gates } = kind;
    for (let l = 0; l < numLayers; l++)
      for (const ending of this.#endings(l)) {
        const width = l === 0 ? inputSize : this.#directions * hiddenSize;
        addParameters(this.weights, ending, { inputSize: width, hiddenSize, gates }, options);
      }
  }

  /** The parameters are the module's own. */
  override held(): object {
    return this.weights;
  }

  /**
   * @param x `[T, B, in]`, `[B, T, in]` with `batchFirst`, or `[T, in]` for one sequence
   * @param state the states before the first step, each `[layers · directions, B, H]` (`[layers · directions, H]` for one
   *   sequence), layer 0 forward, layer 0 reverse, layer 1 forward, ...; 0 if they are left out
   * @returns the last layer's h at every step, `[T, B, directions · H]` in the layout of `x`, and the states after the last step
   * @throws RangeError if shapes do not fit, or a length is no number of steps
   */
  forward(x: Tensor, state: S | null = null, { lengths = null }: SequenceOptions = {}): [Tensor, S] {
    const name = this.constructor.name;
    checkRank(name, x, [this.batchFirst ? "[B, T, inputSize]" : "[T, B, inputSize]", "[T, inputSize]"]);
    checkFeatures(name, x, -1, this.inputSize, "inputSize");
    const single = x.rank === 2;
    const timeFirst = single ? unsqueeze(x, 1) : this.batchFirst ? transpose(x, 0, 1) : x; // [T, B, in]
    const ends = lengths === null ? null : numbersOf(name, lengths, timeFirst);
    const initial = this.#initial(state, timeFirst, single);
    const finals: Tensor[][] = this.#kind.states.map(() => []);
    let y = ends === null ? timeFirst : withoutPadding(timeFirst, ends);
    for (let l = 0; l < this.numLayers; l++) {
      if (l > 0 && this.training) y = dropout(y, this.dropout, this.#dropout);
      const outputs = this.#endings(l).map((ending, d) => {
        const own = initial.map((each) => select(each, 0, l * this.#directions + d));
        const direction = { reverse: d === 1, lengths: ends };
        const { output, states } = this.#kind.run(y, own, parametersOf(this.weights, ending), direction);
        for (const [i, each] of states.entries()) finals[i]?.push(each);
        return output;
      });
      y = outputs.length === 1 ? (outputs[0] as Tensor) : concat(outputs, 2);
    }
    const states = finals.map((each) => (single ? select(stack(each), 1, 0) : stack(each)));
    const output = single ? select(y, 1, 0) : this.batchFirst ? transpose(y, 0, 1) : y;
    return [output, this.#kind.pack(states)];
  }

  get #directions(): number {
    return this.bidirectional ? 2 : 1;
  }

  #endings(layer: number): string[] {
    return this.bidirectional ? [`_l${layer}`, `_l${layer}_reverse`] : [`_l${layer}`];
  }

  /** The states before the first step, each `[layers · directions, B, H]`. */
  #initial(state: S | null, x: Tensor, single: boolean): readonly Tensor[] {
    const { dtype, device } = x;
    const shape = [this.numLayers * this.#directions, x.shape[1] as number, this.hiddenSize];
    if (state === null) return this.#kind.states.map(() => zeros(shape, { dtype, device }));
    const given = this.#kind.unpack(state).map((each) => (single ? unsqueeze(each, 1) : each));
    given.forEach((each, i) => {
      if (each.shape.join() === shape.join()) return;
      const [found, wanted] = [each.shape, shape].map((of) => (single ? [of[0], of[2]] : of).join(", "));
      throw new RangeError(
        `${this.constructor.name}: the initial state ${this.#kind.states[i]} has shape [${found}]; for this input it must be ` +
          `[${wanted}]: [layers · directions, ${single ? "" : "batch, "}hiddenSize], also with batchFirst`,
      );
    });
    return given;
  }
}

/** The lengths as plain numbers. */
function numbersOf(name: string, lengths: readonly number[] | Tensor, x: Tensor): readonly number[] {
  const [steps, batch] = x.shape as [number, number];
  const ends = lengths instanceof Tensor ? [...lengths.dataSync()] : lengths;
  if (ends.length !== batch || ends.some((end) => !(Number.isInteger(end) && end >= 0 && end <= steps)))
    throw new RangeError(
      `${name}: lengths are [${ends.join(", ")}]; for ${batch} sequences of ${steps} steps give ${batch} whole numbers from 0 to ${steps}`,
    );
  return ends;
}

/** The input, 0 behind each sequence's end: NaN times a gradient of 0 would be NaN in the weight's. */
function withoutPadding(x: Tensor, ends: readonly number[]): Tensor {
  const [steps, batch] = x.shape as [number, number];
  const running = Array.from({ length: steps }, (_, t) => ends.map((end) => t < end)).flat();
  return where(tensor(running, { shape: [steps, batch, 1], device: x.device }), x, 0);
}

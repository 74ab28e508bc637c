/**
 * A neuron, a layer, a multilayer perceptron, losses and gradient descent, on `Value`s. Small enough to read at one
 * sitting; not a framework.
 *
 * Glossary: n examples, each with inputs x (as many as the network has inputs) and a label or target y.
 */
import type { UnaryOp } from "@gradus/scalar/op";
import { tanh } from "@gradus/scalar/ops";
import { Value, zeroGrad } from "@gradus/scalar/value";

/**
 * The perceptron's learning rule for one example (Rosenblatt 1958). With the weights `w = [w₁, ..., wₙ, bias]`, the
 * prediction is the sign of `w₁x₁ + ... + wₙxₙ + bias`. If the label `y` is predicted right, that is if
 * `y · (w₁x₁ + ... + wₙxₙ + bias) > 0`, the weights stay. If not (0 is not right), they move towards the example:
 *
 *     wᵢ ← wᵢ + y·xᵢ        bias ← bias + y
 *
 * No derivative is needed, and none would help: the sign has derivative 0. The price: one neuron only. Where a line
 * separates the two classes, the rule finds one after finitely many mistakes (Novikoff 1962).
 *
 * @param w n + 1 numbers, the bias last; left unchanged
 * @param x n numbers
 * @param y the label, 1 or -1
 * @returns the new weights, n + 1 numbers
 */
export function perceptronUpdate(w: readonly number[], x: readonly number[], y: number): number[] {
  throw new Error("TODO 05.perceptronUpdate");
}

/** A neuron: `y = activation(w₁x₁ + ... + wₙxₙ + bias)`. */
export class Neuron {
  readonly weights: Value[];
  readonly bias: Value = new Value(0);
  readonly activation: UnaryOp | null;

  /**
   * Weights start uniformly between ±√(3/n), which keeps the size of the signal about the same from layer to layer
   * (LeCun et al. 1998, "Efficient BackProp", section 4.6); the bias at 0.
   *
   * @param inputs n
   * @param activation an op: `tanh`, `relu`, ...; `null` for none: the neuron is then linear
   * @param random a source of uniform numbers in [0, 1)
   */
  constructor(inputs: number, activation: UnaryOp | null, random: () => number) {
    const bound = Math.sqrt(3 / inputs);
    this.weights = Array.from({ length: inputs }, () => new Value(bound * (2 * random() - 1)));
    this.activation = activation;
  }

  /**
   * The neuron's output, `activation(bias + Σᵢ weightᵢ·xᵢ)`; without an activation (`null`) the sum itself.
   *
   * Computed on `Value`s from the weights to the result, so that `backward` finds the way back. `z.unary(op)` applies an
   * op to the `Value` z.
   *
   * @param x n inputs, `Value`s or plain numbers
   */
  forward(x: readonly (Value | number)[]): Value {
    throw new Error("TODO 05.neuron");
  }

  /** The weights, then the bias. */
  parameters(): Value[] {
    return [...this.weights, this.bias];
  }
}

/** Neurons side by side, all with the same inputs. */
export class Layer {
  readonly neurons: Neuron[];

  constructor(inputs: number, outputs: number, activation: UnaryOp | null, random: () => number) {
    this.neurons = Array.from({ length: outputs }, () => new Neuron(inputs, activation, random));
  }

  /**
   * The output of every neuron for the same inputs `x`: yᵢ is that of neuron i.
   *
   * @param x as many inputs as each neuron has weights
   * @returns one output for each neuron, in their order
   */
  forward(x: readonly (Value | number)[]): Value[] {
    throw new Error("TODO 05.layer");
  }

  parameters(): Value[] {
    return this.neurons.flatMap((neuron) => neuron.parameters());
  }
}

/** A multilayer perceptron: layers one after the other, each with an activation except the last. */
export class MLP {
  readonly layers: Layer[];
  /** How many inputs the network takes. */
  readonly inputs: number;

  /**
   * @param sizes the number of inputs, then that of each layer's outputs: `[2, 16, 16, 1]`
   * @param random a source of uniform numbers in [0, 1), for the initial weights
   */
  constructor(sizes: readonly number[], random: () => number, activation: UnaryOp = tanh) {
    if (sizes.length < 2)
      throw new RangeError(`MLP: sizes [${sizes}] name no layer; give inputs and outputs: [2, 16, 1]`);
    this.inputs = sizes[0] as number;
    this.layers = sizes.slice(1).map((outputs, i) => {
      const last = i === sizes.length - 2;
      return new Layer(sizes[i] as number, outputs, last ? null : activation, random);
    });
  }

  /**
   * Feeds `x` to the first layer, its outputs to the second, and so on; returns the last layer's outputs. The layers
   * bring their own activations.
   *
   * @param x as many inputs as the network takes: `this.inputs`
   * @throws RangeError that names both numbers if there are more or fewer
   */
  forward(x: readonly (Value | number)[]): Value[] {
    throw new Error("TODO 05.mlp");
  }

  parameters(): Value[] {
    return this.layers.flatMap((layer) => layer.parameters());
  }
}

/**
 * The mean squared error, `(1/n) Σᵢ (predictionᵢ - targetᵢ)²`: for regression.
 *
 * @param predictions n outputs of the network
 * @param targets n numbers that they should be
 * @throws RangeError if there are more of one than of the other, or none: `sameCount` and `mean` see to it
 */
export function mseLoss(predictions: readonly Value[], targets: readonly number[]): Value {
  throw new Error("TODO 05.mseLoss");
}

/**
 * The hinge loss, `(1/n) Σᵢ max(0, 1 - labelᵢ·scoreᵢ)`: for two classes, labels 1 and -1. It asks every score to be on
 * the right side of 0 by a margin of 1, and wants nothing more (Cortes and Vapnik 1995, section 3: the slack ξᵢ).
 *
 * Use `relu` for `max(0, ·)`.
 *
 * @param scores n outputs of the network, any real number
 * @param labels n, each 1 or -1
 * @throws RangeError if there are more of one than of the other, or none: `sameCount` and `mean` see to it
 */
export function hingeLoss(scores: readonly Value[], labels: readonly number[]): Value {
  throw new Error("TODO 05.hingeLoss");
}

function sameCount(loss: string, predictions: readonly Value[], wanted: readonly number[]): void {
  if (predictions.length !== wanted.length)
    throw new RangeError(
      `${loss}: ${predictions.length} predictions, but ${wanted.length} targets; give one for each`,
    );
}

/** The mean of n values, `(1/n) Σᵢ xᵢ`. Throws a RangeError if there is none. */
export function mean(values: readonly Value[]): Value {
  const [first, ...rest] = values;
  if (first === undefined) throw new RangeError("mean: of no values; a loss needs at least one example");
  return rest.reduce((sum, value) => sum.add(value), first).mul(1 / values.length);
}

/** Stochastic gradient descent (Robbins and Monro 1951). */
export class SGD {
  readonly parameters: readonly Value[];
  learningRate: number;

  constructor(parameters: readonly Value[], learningRate: number) {
    this.parameters = parameters;
    this.learningRate = learningRate;
  }

  /**
   * One step downhill, by the gradients that `backward` has left: for every parameter
   *
   *     parameter.data ← parameter.data - learningRate · parameter.grad
   *
   * The gradients stay as they are.
   */
  step(): void {
    throw new Error("TODO 05.sgd");
  }
}

/**
 * One training step: computes the loss, clears the old gradients of the optimizer's parameters (`zeroGrad`), runs
 * `backward`, and lets the optimizer step. Whatever gradients the parameters had before do not matter; afterwards they
 * have those of this step.
 *
 * @param loss computes the loss afresh, on the current parameters; called once
 * @returns the loss before the step
 */
export function trainStep(loss: () => Value, optimizer: SGD): number {
  throw new Error("TODO 05.trainStep");
}

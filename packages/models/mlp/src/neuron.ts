/** One neuron, written out in plain numbers: perceptron, linear and logistic regression. */

/** What stands between the weighted sum z and the output. */
export type NeuronKind = "perceptron" | "linear" | "logistic";

const outputs: Readonly<Record<NeuronKind, (z: number) => number>> = {
  perceptron: (z) => (z > 0 ? 1 : 0),
  linear: (z) => z,
  logistic: (z) => 1 / (1 + Math.exp(-z)),
};

/**
 * `ŷ = f(w·x + b)`, and one rule that teaches it, whatever f is:
 *
 *     w ← w + rate·(y - ŷ)·x        b ← b + rate·(y - ŷ)
 *
 * | kind | f(z) | the rule is | source |
 * |---|---|---|---|
 * | perceptron | 1 if z > 0, else 0 | the perceptron's: nothing moves while it is right | Rosenblatt 1958 |
 * | linear | z | gradient descent on (y - ŷ)²/2 | Widrow and Hoff 1960 |
 * | logistic | 1/(1 + e^-z) | gradient descent on the cross entropy | Cox 1958 |
 *
 * The slopes of f and of the loss cancel in the last two, which is why these pairs of activation and loss belong together.
 */
export class Neuron {
  readonly kind: NeuronKind;
  readonly weights: Float64Array;
  bias = 0;

  /** @throws RangeError unless there is at least one input */
  constructor(inputs: number, kind: NeuronKind) {
    if (!Number.isInteger(inputs) || inputs < 1)
      throw new RangeError(`Neuron: ${inputs} inputs; it needs a whole number of them, at least 1`);
    this.kind = kind;
    this.weights = new Float64Array(inputs);
  }

  /** `w·x + b`: for classes, above 0 is class 1. */
  score(x: readonly number[]): number {
    return x.reduce((sum, xi, i) => sum + xi * (this.weights[i] as number), this.bias);
  }

  /** `f(w·x + b)`. */
  output(x: readonly number[]): number {
    return outputs[this.kind](this.score(x));
  }

  /** One step of the rule. Returns the error `y - ŷ` that it had before. */
  learn(x: readonly number[], y: number, rate: number): number {
    const error = y - this.output(x);
    for (const [i, xi] of x.entries()) this.weights[i] = (this.weights[i] as number) + rate * error * xi;
    this.bias += rate * error;
    return error;
  }

  /**
   * Learns each example in turn, `epochs` times over, or until a whole epoch has shown no error: a perceptron gets there if a
   * line parts the classes (Novikoff 1962). Returns the sum of squared errors of each epoch.
   *
   * @throws RangeError if inputs and targets differ in number, or an example in its number of inputs
   */
  fit(
    x: readonly (readonly number[])[],
    y: readonly number[],
    { epochs = 100, rate = 0.1 }: { readonly epochs?: number; readonly rate?: number } = {},
  ): number[] {
    const odd = x.findIndex((each) => each.length !== this.weights.length);
    if (x.length !== y.length || odd >= 0)
      throw new RangeError(
        odd >= 0
          ? `Neuron.fit: example ${odd} has ${x[odd]?.length} inputs, the neuron ${this.weights.length}`
          : `Neuron.fit: ${x.length} examples, but ${y.length} targets; each needs one`,
      );
    const history: number[] = [];
    for (let epoch = 0; epoch < epochs && history.at(-1) !== 0; epoch++)
      history.push(x.reduce((sum, each, i) => sum + this.learn(each, y[i] as number, rate) ** 2, 0));
    return history;
  }
}

/** The multilayer perceptron. */
import { Dropout, init, type LayerOptions, Linear, Module } from "@gradus/nn";
import { Generator, type LinearActivation, type Tensor } from "@gradus/tensor";
import { heads, type Task } from "./heads.ts";

/** What an {@link MLP} is like. */
export interface MLPOptions extends LayerOptions {
  /** Decides the head: see `heads`. */
  readonly task: Task;
  /** Widths of the hidden layers; none makes it a linear, logistic or softmax regression. */
  readonly hidden?: readonly number[];
  /** Numbers or classes to predict; 1 by default. */
  readonly outputs?: number;
  /** Of the hidden layers; "relu" by default. */
  readonly activation?: LinearActivation;
  /** The share of hidden values that are left out in training; 0 by default. */
  readonly dropout?: number;
}

/**
 * Layers of neurons, each seeing all of the layer before (Rumelhart, Hinton and Williams 1986, "Learning representations by
 * back-propagating errors"):
 *
 *     h₀ = x        hᵢ = f(Wᵢ hᵢ₋₁ + bᵢ)        z = W h + b
 *
 * `[N, inputs] → z: [N, outputs]`. PyTorch's twin holds its layers in a `ModuleList` of this name: `layers.0.weight`, ...
 */
export class MLP extends Module {
  readonly task: Task;
  readonly layers: Linear[];
  readonly dropout: Dropout;

  /** @throws RangeError if a width is no whole number above 0, or a binary model has more than one output */
  constructor(inputs: number, options: MLPOptions) {
    super();
    const { task, hidden = [], outputs = 1, activation = "relu", dropout = 0, ...layer } = options;
    if (task === "binary" && outputs !== 1)
      throw new RangeError(`MLP: a binary model has 1 output, not ${outputs}; "multiclass" has one a class`);
    this.task = task;
    const widths = [inputs, ...hidden, outputs];
    this.layers = widths.slice(1).map((width, i) => {
      const last = i === hidden.length;
      return new Linear(widths[i] as number, width, { ...layer, activation: last ? "none" : activation });
    });
    // He et al. 2015, section 2.2: half of what a ReLU sees is lost, so its weights start larger. Biases start at 0.
    if (activation === "relu")
      for (const { weight, bias } of this.layers.slice(0, -1)) {
        init.kaimingNormal(weight, { nonlinearity: "relu", generator: options.generator });
        if (bias !== null) init.zeros(bias);
      }
    this.dropout = new Dropout(dropout, { generator: options.generator });
  }

  /** z, before the head's activation. @throws RangeError if the last axis of x has not as many elements as there are inputs */
  forward(x: Tensor): Tensor {
    return this.layers.reduce((h, layer, i) => layer.forward(i === 0 ? h : this.dropout.forward(h)), x);
  }

  /** Numbers, or probabilities. */
  predict(x: Tensor): Tensor {
    return heads[this.task].activation(this.forward(x));
  }
}

/** An {@link MLP} whose first values, and what dropout leaves out, follow from the seed. */
export function build(
  inputs: number,
  { seed = 1, ...options }: MLPOptions & { readonly seed?: number },
): MLP {
  return new MLP(inputs, { ...options, generator: new Generator(seed) });
}

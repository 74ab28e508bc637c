/**
 * The peer of the scalar benchmark: an engine in the shape of micrograd (A. Karpathy, 2020), written for the purpose.
 *
 * Each node has a `Set` of its children and a closure that passes its gradient on to them; `backward` finds a topological order
 * by recursion. It has what the benchmark's network needs, and builds the same graph as `@gradus/scalar`, node for node.
 */

const nothing = (): void => {};

/** A node. Numbers are lifted to nodes where they meet one. */
export class Value {
  data: number;
  grad = 0;
  passOn: () => void = nothing;
  readonly children: Set<Value> = new Set();

  // one by one, because a list of them would be an allocation more for each node
  constructor(data: number, a?: Value, b?: Value) {
    this.data = data;
    if (a !== undefined) this.children.add(a);
    if (b !== undefined) this.children.add(b);
  }

  add(other: Value | number): Value {
    const b = lift(other);
    const out = new Value(this.data + b.data, this, b);
    out.passOn = () => {
      this.grad += out.grad;
      b.grad += out.grad;
    };
    return out;
  }

  sub(other: Value | number): Value {
    const b = lift(other);
    const out = new Value(this.data - b.data, this, b);
    out.passOn = () => {
      this.grad += out.grad;
      b.grad -= out.grad;
    };
    return out;
  }

  mul(other: Value | number): Value {
    const b = lift(other);
    const out = new Value(this.data * b.data, this, b);
    out.passOn = () => {
      this.grad += b.data * out.grad;
      b.grad += this.data * out.grad;
    };
    return out;
  }

  tanh(): Value {
    const out = new Value(Math.tanh(this.data), this);
    out.passOn = () => {
      this.grad += (1 - out.data * out.data) * out.grad;
    };
    return out;
  }

  backward(): void {
    const order = topologicalOrder(this);
    this.grad = 1;
    for (let i = order.length - 1; i >= 0; i--) (order[i] as Value).passOn();
  }
}

function lift(x: Value | number): Value {
  return x instanceof Value ? x : new Value(x);
}

/** Every node that `root` was computed from, each once, children first, by recursion. */
export function topologicalOrder(root: Value): Value[] {
  const order: Value[] = [];
  const visited = new Set<Value>();
  const visit = (node: Value): void => {
    if (visited.has(node)) return;
    visited.add(node);
    for (const child of node.children) visit(child);
    order.push(node);
  };
  visit(root);
  return order;
}

interface Neuron {
  readonly weights: Value[];
  readonly bias: Value;
  readonly isLinear: boolean;
}

/** Layers of tanh neurons, the last layer linear. */
export class MLP {
  readonly layers: Neuron[][];

  /** @param initial neuron by neuron, its weights and then its bias: the order of `parameters()` */
  constructor(sizes: readonly number[], initial: readonly number[]) {
    const values = initial.map((data) => new Value(data));
    this.layers = sizes.slice(1).map((outputs, i) =>
      Array.from({ length: outputs }, () => ({
        weights: values.splice(0, sizes[i] as number),
        bias: values.shift() as Value,
        isLinear: i === sizes.length - 2,
      })),
    );
  }

  forward(x: readonly number[]): Value[] {
    let inputs: readonly (Value | number)[] = x;
    for (const layer of this.layers) inputs = layer.map((neuron) => output(neuron, inputs));
    return inputs as Value[];
  }

  parameters(): Value[] {
    return this.layers.flat().flatMap(({ weights, bias }) => [...weights, bias]);
  }
}

function output({ weights, bias, isLinear }: Neuron, x: readonly (Value | number)[]): Value {
  let sum = bias;
  for (let i = 0; i < weights.length; i++) {
    sum = sum.add((weights[i] as Value).mul(x[i] as Value | number));
  }
  return isLinear ? sum : sum.tanh();
}

/** `(1/n) Σᵢ (predictionᵢ - targetᵢ)²` */
export function mseLoss(predictions: readonly Value[], targets: readonly number[]): Value {
  const squares = predictions.map((prediction, i) => {
    const error = prediction.sub(targets[i] as number);
    return error.mul(error);
  });
  return squares.reduce((sum, square) => sum.add(square)).mul(1 / squares.length);
}

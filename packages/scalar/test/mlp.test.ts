import {
  ancestors,
  Dual,
  hingeLoss,
  Layer,
  MLP,
  mean,
  mseLoss,
  Neuron,
  perceptronUpdate,
  relu,
  SGD,
  tanh,
  trainStep,
  Value,
} from "@gradus/scalar";
import { describe, expect, test } from "vitest";
import { random } from "./random.ts";

const data = (values: readonly Value[]): number[] => values.map((value) => value.data);
const numbers = (...xs: number[]): Value[] => xs.map((x) => new Value(x));

describe("a neuron", () => {
  test("computes activation(w·x + b), and differentiates it", () => {
    const neuron = new Neuron(2, tanh, random(1));
    const [w0, w1] = neuron.weights as [Value, Value];
    [w0.data, w1.data, neuron.bias.data] = [0.5, -1, 0.25];
    const y = neuron.forward([2, 3]);
    const expected = Math.tanh(0.25 + 0.5 * 2 - 1 * 3);
    expect(y.data).toBe(expected);
    y.backward();
    const slope = 1 - expected * expected;
    expect(neuron.parameters().map(({ grad }) => grad)).toEqual([2 * slope, 3 * slope, slope]);
  });

  test("without an activation is linear", () => {
    const neuron = new Neuron(1, null, random(1));
    (neuron.weights[0] as Value).data = 2;
    expect(neuron.forward([10]).data).toBe(20);
  });

  test("starts with weights within ±√(3/n), both signs, and bias 0", () => {
    const { weights, bias } = new Neuron(300, relu, random(1));
    const bound = Math.sqrt(3 / 300);
    expect(Math.max(...data(weights))).toBeGreaterThan(0.9 * bound);
    expect(Math.min(...data(weights))).toBeLessThan(-0.9 * bound);
    expect(Math.max(...data(weights).map(Math.abs))).toBeLessThanOrEqual(bound);
    expect(bias.data).toBe(0);
  });
});

describe("a network", () => {
  test("has as many parameters and outputs as its sizes say", () => {
    const network = new MLP([2, 16, 16, 1], random(1));
    expect(network.parameters()).toHaveLength(2 * 16 + 16 + 16 * 16 + 16 + 16 + 1);
    expect(network.forward([1, 2])).toHaveLength(1);
    expect(new MLP([3, 4], random(1)).forward([1, 2, 3])).toHaveLength(4);
    expect(new Layer(3, 5, relu, random(1)).forward([1, 2, 3])).toHaveLength(5);
  });

  test("activates every layer but the last, with tanh unless told otherwise", () => {
    const labels = (network: MLP) =>
      ancestors(network.forward([1, 2])[0] as Value).filter(({ op }) => op === tanh || op === relu);
    const plain = new MLP([2, 3, 1], random(1));
    expect(labels(plain).map(({ op }) => op?.label)).toEqual(["tanh", "tanh", "tanh"]);
    const rectified = new MLP([2, 3, 4, 1], random(1), relu);
    expect(labels(rectified).map(({ op }) => op?.label)).toEqual(Array(7).fill("relu"));
    expect(rectified.layers.at(-1)?.neurons.map(({ activation }) => activation)).toEqual([null]);
  });

  test("takes Values as inputs, and passes gradients on to them", () => {
    const x = numbers(0.5, -0.5);
    (new MLP([2, 3, 1], random(1)).forward(x)[0] as Value).backward();
    for (const { grad } of x) expect(grad).not.toBe(0);
  });

  test("is the same again from the same seed", () => {
    const outputs = (seed: number) => data(new MLP([2, 8, 1], random(seed)).forward([0.3, 0.4]));
    expect(outputs(5)).toEqual(outputs(5));
    expect(outputs(5)).not.toEqual(outputs(6));
  });
});

describe("losses, worked out by hand", () => {
  test("mean squared error", () => {
    const predictions = numbers(1, 2, -1);
    const loss = mseLoss(predictions, [0, 4, -1]);
    loss.backward();
    expect(loss.data).toBeCloseTo(5 / 3, 15);
    const expected = [2 / 3, -4 / 3, 0];
    for (const [i, { grad }] of predictions.entries()) expect(grad).toBeCloseTo(expected[i] as number, 15);
  });

  test("hinge loss: only what lies within the margin, or on the wrong side, counts", () => {
    const scores = numbers(2, 0.5, 0.5, -3);
    const loss = hingeLoss(scores, [1, 1, -1, -1]);
    loss.backward();
    expect(loss.data).toBe((0 + 0.5 + 1.5 + 0) / 4);
    expect(scores.map(({ grad }) => grad + 0)).toEqual([0, -0.25, 0.25, 0]);
  });

  test("a score exactly on the margin has no gradient", () => {
    const scores = numbers(1);
    hingeLoss(scores, [1]).backward();
    expect(scores[0]?.grad).toBe(0);
  });

  test("mean", () => {
    const values = numbers(1, 2, 6);
    const m = mean(values);
    m.backward();
    expect(m.data).toBeCloseTo(3, 15);
    for (const { grad } of values) expect(grad).toBeCloseTo(1 / 3, 15);
  });
});

describe("gradient descent", () => {
  test("SGD moves each parameter by -learningRate · gradient", () => {
    const [a, b] = numbers(1, -2) as [Value, Value];
    [a.grad, b.grad] = [10, -4];
    new SGD([a, b], 0.1).step();
    expect([a.data, b.data]).toEqual([0, -1.6]);
  });

  test("trainStep gives the loss before the step, and forgets older gradients", () => {
    const w = new Value(3);
    const optimizer = new SGD([w], 0.25);
    const loss = () => w.mul(w);
    w.grad = 1000;
    expect(trainStep(loss, optimizer)).toBe(9);
    expect(w.data).toBe(1.5);
    expect(trainStep(loss, optimizer)).toBe(2.25);
    expect(w.data).toBe(0.75);
  });

  test("learns exclusive or, from a seed", () => {
    const network = new MLP([2, 6, 1], random(3));
    const optimizer = new SGD(network.parameters(), 0.2);
    const x = [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ];
    const y = [-1, 1, 1, -1];
    const loss = () =>
      mseLoss(
        x.flatMap((xi) => network.forward(xi)),
        y,
      );
    const first = trainStep(loss, optimizer);
    for (let step = 0; step < 400; step++) trainStep(loss, optimizer);
    expect(first).toBeGreaterThan(0.9);
    expect(loss().data).toBeLessThan(0.001);
  });
});

describe("the perceptron", () => {
  test("leaves its weights where the prediction is right, and moves towards the example where it is not", () => {
    expect(perceptronUpdate([1, 0, 0], [2, 5], 1)).toEqual([1, 0, 0]);
    expect(perceptronUpdate([1, 0, 0], [2, 5], -1)).toEqual([-1, -5, -1]);
    expect(perceptronUpdate([0, 0, 0], [2, 5], 1)).toEqual([2, 5, 1]);
  });

  test("leaves the weights it is given unchanged", () => {
    const w = [0, 0, 0];
    perceptronUpdate(w, [2, 5], 1);
    expect(w).toEqual([0, 0, 0]);
  });

  test("ends without a mistake on separable data, after no more of them than Novikoff's bound", () => {
    const uniform = random(7);
    const points = Array.from({ length: 200 }, () => [2 * uniform() - 1, 2 * uniform() - 1] as const);
    // label: which side of x + 2y = 0.3; points nearer to that line than the margin are left out
    const side = ([x, y]: readonly [number, number]) => (x + 2 * y - 0.3) / Math.hypot(1, 2, 0.3);
    const margin = 0.1;
    const examples = points.filter((point) => Math.abs(side(point)) > margin);
    expect(examples.length).toBeGreaterThan(100);

    let w = [0, 0, 0];
    let mistakes = 0;
    for (let mistakesInPass = 1; mistakesInPass > 0; ) {
      mistakesInPass = 0;
      for (const example of examples) {
        const next = perceptronUpdate(w, example, Math.sign(side(example)));
        if (next.some((wi, i) => wi !== w[i])) mistakesInPass++;
        w = next;
      }
      mistakes += mistakesInPass;
      if (mistakes > 1000) break;
    }
    // (R / margin)², with R² at most 1 + 1 + 1 for the inputs and the bias's own
    expect(mistakes).toBeLessThanOrEqual(3 / margin ** 2);
    for (const [x, y] of examples) {
      const [w0, w1, bias] = w as [number, number, number];
      expect(Math.sign(w0 * x + w1 * y + bias)).toBe(Math.sign(side([x, y])));
    }
  });
});

describe("bad input gets one clear line", () => {
  test("something that is neither a Value nor a number", () => {
    const x = new Value(1);
    const message = (found: string, kind = "Value") =>
      new TypeError(`expected a ${kind} or a number, got ${found}; wrap plain data as new ${kind}(x)`);
    expect(() => x.add("3" as never)).toThrow(message("string 3"));
    expect(() => x.mul(undefined as never)).toThrow(message("undefined"));
    expect(() => x.mul(null as never)).toThrow(message("null"));
    expect(() => x.pow([1, 2] as never)).toThrow(message("Array 1,2"));
    expect(() => x.pow(new Dual(1, 0) as never)).toThrow(message("Dual Dual(1, 0)"));
    expect(() => new Dual(1).add("3" as never)).toThrow(message("string 3", "Dual"));
  });

  test("a mean, or a loss, of nothing", () => {
    const message = "mean: of no values; a loss needs at least one example";
    expect(() => mean([])).toThrow(new RangeError(message));
    expect(() => mseLoss([], [])).toThrow(new RangeError(message));
  });

  test("as many targets as predictions", () => {
    expect(() => mseLoss(numbers(1, 2), [1])).toThrow(
      new RangeError("mseLoss: 2 predictions, but 1 targets; give one for each"),
    );
    expect(() => hingeLoss(numbers(1), [1, -1])).toThrow(
      new RangeError("hingeLoss: 1 predictions, but 2 targets; give one for each"),
    );
  });

  test("a network without a layer", () => {
    expect(() => new MLP([2], random(1))).toThrow(
      new RangeError("MLP: sizes [2] name no layer; give inputs and outputs: [2, 16, 1]"),
    );
  });

  test("the wrong number of inputs", () => {
    const network = new MLP([2, 3, 1], random(1));
    expect(() => network.forward([1])).toThrow(new RangeError("MLP: x has 1 entries; this network takes 2"));
    expect(() => network.forward([1, 2, 3])).toThrow(
      new RangeError("MLP: x has 3 entries; this network takes 2"),
    );
  });
});

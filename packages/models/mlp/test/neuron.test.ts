/** The neuron written in plain numbers is the one that tensors compute, and learns what a line can say. */
import { blobs } from "@gradus/data";
import { build, heads, Neuron, type Task } from "@gradus/mlp";
import { SGD } from "@gradus/optim";
import { setDefaultDevice, tensor } from "@gradus/tensor";
import fc from "fast-check";
import { expect, test } from "vitest";

setDefaultDevice("cpu");

const number = fc.double({ min: -3, max: 3, noNaN: true });

// The squared error of a regression has no ½: half the rate undoes it.
test.each([
  ["linear", "regression", 0.05, number],
  ["logistic", "binary", 0.1, fc.constantFrom(0, 1)],
] as const)("%s: its rule is a step of gradient descent", (kind, task, rate, targets) => {
  fc.assert(
    fc.property(fc.array(number, { minLength: 2, maxLength: 2 }), targets, number, number, (x, y, w, b) => {
      const neuron = new Neuron(2, kind);
      neuron.weights.set([w, -w]);
      neuron.bias = b;
      const model = build(2, { task: task as Task, dtype: "float64" });
      const [weight, bias] = model.parameters();
      weight?.assign(tensor([[w, -w]], { dtype: "float64" }));
      bias?.assign(b);

      neuron.learn(x, y, 0.1);
      const target = tensor([y], { dtype: "float64" });
      heads[model.task].loss(model.forward(tensor([x], { dtype: "float64" })), target).backward();
      new SGD(model.parameters(), { lr: rate }).step();

      const expected = [...(weight?.dataSync() ?? []), bias?.item()];
      for (const [i, each] of [...neuron.weights, neuron.bias].entries())
        expect(each).toBeCloseTo(expected[i] as number, 10);
    }),
  );
});

test("a perceptron parts what a line can part, and then rests", () => {
  const { x, y } = blobs({
    count: 60,
    centers: [
      [-2, -2],
      [2, 2],
    ],
    noise: 0.4,
    seed: 1,
  });
  const neuron = new Neuron(2, "perceptron");
  const errors = neuron.fit(x, y);
  expect(errors.length).toBeLessThan(20);
  expect(errors.at(-1)).toBe(0);
  expect(x.map((each) => neuron.output(each))).toEqual(y);
});

test("a perceptron never learns XOR", () => {
  const neuron = new Neuron(2, "perceptron");
  const [x, y] = [
    [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ],
    [0, 1, 1, 0],
  ];
  expect(Math.min(...neuron.fit(x, y, { epochs: 500 }))).toBeGreaterThan(0);
});

test("a linear neuron finds the line that made the points", () => {
  const x = Array.from({ length: 50 }, (_, i) => [Math.sin(i), Math.cos(3 * i)]);
  const neuron = new Neuron(2, "linear");
  neuron.fit(
    x,
    x.map(([a, b]) => 2 * (a as number) - (b as number) + 0.5),
    { epochs: 200 },
  );
  for (const [i, expected] of [2, -1, 0.5].entries())
    expect([...neuron.weights, neuron.bias][i]).toBeCloseTo(expected, 6);
});

test("bad examples are refused", () => {
  expect(() => new Neuron(0, "linear")).toThrow("Neuron: 0 inputs");
  expect(() => new Neuron(2, "linear").fit([[1, 2]], [])).toThrow("Neuron.fit: 1 examples, but 0 targets");
  expect(() => new Neuron(2, "linear").fit([[1, 2], [1]], [0, 1])).toThrow(
    "example 1 has 1 inputs, the neuron 2",
  );
});

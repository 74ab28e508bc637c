/** What goes on inside a model, in figures. */
import { Linear, Sequential } from "@gradus/nn";
import { SGD } from "@gradus/optim";
import { mseLoss, relu, type Tensor, tensor } from "@gradus/tensor";
import { fit, Statistics, type TensorStatistics } from "@gradus/train";
import { expect, test } from "vitest";

const batch = [
  tensor([
    [1, 2],
    [3, -4],
  ]),
  tensor([[1], [0]]),
] as const;

function figures(x: Tensor): Omit<TensorStatistics, "step" | "name" | "kind"> {
  const values = Array.from(x.dataSync());
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const square = values.reduce((a, b) => a + b * b, 0);
  return {
    mean,
    std: Math.sqrt(square / values.length - mean ** 2),
    min: Math.min(...values),
    max: Math.max(...values),
    zeros: values.filter((x) => x === 0).length / values.length,
    norm: Math.sqrt(square),
  };
}

test("activations, weights and gradients are those of the step", async () => {
  const first = new Linear(2, 3);
  const model = new Sequential(first, relu, new Linear(3, 1));
  const [x, y] = batch;
  mseLoss(model.forward(x), y).backward();
  const expected = [
    ["activation", "0", figures(first.forward(x))],
    ["activation", "", figures(model.forward(x))],
    ["weight", "0.weight", figures(first.weight)],
    ["gradient", "0.weight", figures(first.weight.grad as Tensor)],
  ] as const;
  const statistics = new Statistics({ every: 2 });
  const optimizer = new SGD(model.parameters(), { lr: 0.1 });
  await fit(model, [batch], { loss: mseLoss, optimizer, epochs: 3, callbacks: [statistics], clip: 1e-9 });
  for (const [kind, name, figures] of expected) {
    const found = statistics.records.find(
      (each) => each.step === 1 && each.kind === kind && each.name === name,
    );
    for (const [figure, value] of Object.entries(figures))
      expect(found?.[figure as "mean"], `${kind} ${name} ${figure}`).toBeCloseTo(value, 4);
  }
  expect([...new Set(statistics.records.map(({ step }) => step))]).toEqual([1, 3]);
  expect(statistics.records.filter(({ step }) => step === 1).length).toBe(3 + 2 * 4);
  // Nothing looks on any more.
  expect(Object.getOwnPropertyDescriptor(model, "forward")).toBeUndefined();
});

test("units that are dead are seen", async () => {
  const first = new Linear(2, 3);
  first.bias?.assign(tensor([-99, -99, 99]));
  class Relu extends Sequential {}
  const model = new Sequential(first, new Relu(relu), new Linear(3, 1));
  const statistics = new Statistics();
  await fit(model, [batch], {
    loss: mseLoss,
    optimizer: new SGD(model.parameters()),
    epochs: 1,
    callbacks: [statistics],
  });
  const after = statistics.records.find(({ kind, name }) => kind === "activation" && name === "1");
  expect(after?.zeros).toBeCloseTo(2 / 3, 6);
});

test("an observer is let go of when training fails", async () => {
  const model = new Sequential(new Linear(2, 1));
  const failing = fit(model, [batch], {
    loss: () => {
      throw new Error("on purpose");
    },
    optimizer: new SGD(model.parameters()),
    epochs: 1,
    callbacks: [new Statistics()],
  });
  await expect(failing).rejects.toThrow("on purpose");
  expect(Object.getOwnPropertyDescriptor(model, "forward")).toBeUndefined();
  expect(() => new Statistics({ every: 0 })).toThrow("every is 0");
});

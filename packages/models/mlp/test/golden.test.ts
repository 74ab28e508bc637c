/** The model is PyTorch's: loss, gradients and five steps of Adam. */
import { heads, MLP } from "@gradus/mlp";
import { Adam } from "@gradus/optim";
import { setDefaultDevice, type Tensor } from "@gradus/tensor";
import { expect, test } from "vitest";
import { expectAll, expectClose, type GoldenCase, goldenCases, goldenTensor } from "./golden.ts";

setDefaultDevice("cpu");

/** `fc1.weight` is the first layer's. */
const nameOf = (name: string) => name.replace(/^fc(\d)/, (_, i) => `layers.${Number(i) - 1}`);

function made({ inputs, attrs }: GoldenCase): MLP {
  const widths = [1, 2, 3].map((i) => inputs[`fc${i}.bias`]?.shape[0] as number);
  const model = new MLP(inputs["x"]?.shape[1] as number, {
    task: attrs.loss === "mse" ? "regression" : "multiclass",
    hidden: widths.slice(0, 2),
    outputs: widths[2] as number,
    activation: attrs.activation,
    dtype: "float64",
  });
  const state = (attrs.params as string[]).map((name) => [nameOf(name), goldenTensor(inputs[name]!)]);
  model.loadStateDict(Object.fromEntries(state));
  return model;
}

test("both cases are there", () => {
  expect(goldenCases().map(({ attrs }) => attrs.loss)).toEqual(["cross_entropy", "mse"]);
});

test.each(goldenCases().map((golden) => [golden.name, golden] as const))("%s", (_name, golden) => {
  const model = made(golden);
  const [x, target] = ["x", "target"].map((name) => goldenTensor(golden.inputs[name]!)) as [Tensor, Tensor];
  const loss = () => heads[model.task].loss(model.forward(x), target);
  expectClose(model.forward(x), golden.outputs["logits"]!, "logits");
  loss().backward();
  const own = new Map(model.namedParameters());
  for (const [name, expected] of Object.entries(golden.grads))
    expectClose(own.get(nameOf(name))?.grad as Tensor, expected, `gradient of ${name}`);

  const optimizer = new Adam(model.parameters(), { lr: golden.attrs.train.lr });
  const losses = [loss().item()];
  for (let step = 0; step < golden.attrs.train.steps; step++) {
    optimizer.zeroGrad();
    loss().backward();
    optimizer.step();
    losses.push(loss().item());
  }
  expectAll(losses, golden.loss_curve.data, "loss");
});

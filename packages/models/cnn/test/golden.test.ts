/** The model is PyTorch's: loss, gradients, running statistics and five steps of Adam. */
import { SmallCNN } from "@gradus/cnn";
import { Adam } from "@gradus/optim";
import { crossEntropy, setDefaultDevice, type Tensor } from "@gradus/tensor";
import { expect, test } from "vitest";
import { expectAll, expectClose, type GoldenCase, goldenCases, goldenTensor } from "./golden.ts";

setDefaultDevice("cpu");

function made({ inputs }: GoldenCase): SmallCNN {
  const channels = ["conv1.weight", "conv2.weight"].map((name) => inputs[name]?.shape[0] as number);
  const model = new SmallCNN({
    channels: channels as [number, number],
    kernelSize: 3,
    grid: 2,
    classes: 3,
    dtype: "float64",
  });
  const names = Object.keys(inputs).filter((name) => name.includes("."));
  const state = Object.fromEntries(names.map((name) => [name, goldenTensor(inputs[name]!)]));
  const { missing } = model.loadStateDict(state, { strict: false });
  // PyTorch writes it from 0, too.
  expect(missing).toEqual(["bn1.num_batches_tracked", "bn2.num_batches_tracked"]);
  return model;
}

const cases = goldenCases();

test("the case is there, and what the model has built in is what it asks for", () => {
  expect(cases.map(({ name }) => name)).toEqual(["model_cnn/small"]);
  const {
    stride1,
    padding1,
    pool,
    padding2,
    groups2,
    adaptive,
    activation,
    bn_momentum,
    bn_eps,
    label_smoothing,
  } = cases[0]!.attrs;
  expect([stride1, padding1, pool, padding2, groups2, adaptive, activation]).toEqual([
    1,
    1,
    2,
    1,
    1,
    [2, 2],
    "relu",
  ]);
  expect([bn_momentum, bn_eps, label_smoothing]).toEqual([0.1, 1e-5, 0]);
});

test.each(cases.map((golden) => [golden.name, golden] as const))("%s", (_name, golden) => {
  const [x, target] = ["x", "target"].map((name) => goldenTensor(golden.inputs[name]!)) as [Tensor, Tensor];
  const model = made(golden);
  const scores = model.forward(x);
  expectClose(scores, golden.outputs["logits"]!, "logits");
  const buffers = new Map(model.namedBuffers());
  for (const [name, expected] of Object.entries(golden.outputs).filter(([name]) => name.endsWith("_after")))
    expectClose(buffers.get(name.replace("_after", "")) as Tensor, expected, name);
  crossEntropy(scores, target).backward();
  const own = new Map(model.namedParameters());
  expect(Object.keys(golden.grads).length).toBe(own.size);
  for (const [name, expected] of Object.entries(golden.grads))
    expectClose(own.get(name)?.grad as Tensor, expected, `gradient of ${name}`);

  const optimizer = new Adam(model.parameters(), { lr: golden.attrs.train.lr });
  const loss = () => crossEntropy(model.forward(x), target);
  const losses = [loss().item()];
  for (let step = 0; step < golden.attrs.train.steps; step++) {
    optimizer.zeroGrad();
    loss().backward();
    optimizer.step();
    losses.push(loss().item());
  }
  expectAll(losses, golden.loss_curve.data, "loss");
});

/** What holds for every network, and what makes each what it is. */
import { type Architecture, architectures, build, Inception, ResidualBlock } from "@gradus/cnn";
import { Identity } from "@gradus/nn";
import { Adam } from "@gradus/optim";
import { crossEntropy, randn, relu, scope, type Tensor, tensor } from "@gradus/tensor";
import { expect, test } from "vitest";

const names = Object.keys(architectures) as Architecture[];
const images = randn([4, 1, 28, 28], { seed: 1 });
const classes = tensor(Int32Array.of(3, 0, 9, 1));
const list = (x: Tensor) => Array.from(x.dataSync());

test.each(names)("%s learns a batch by heart", (name) => {
  const model = build(name);
  const optimizer = new Adam(model.parameters(), { lr: 0.003 });
  let loss = Infinity;
  for (let step = 0; step < 150 && loss > 0.02; step++)
    scope(() => {
      optimizer.zeroGrad();
      const y = crossEntropy(model.forward(images), classes);
      y.backward();
      optimizer.step();
      loss = y.item();
    });
  expect(loss).toBeLessThan(0.02);
});

test.each(names)("%s gives the same for a seed, and another for another", (name) => {
  const scores = (seed: number) => list(build(name, { seed }).forward(images));
  expect(scores(1)).toEqual(scores(1));
  expect(scores(1)).not.toEqual(scores(2));
});

test.each(names)("%s: in use, an image's scores do not depend on those beside it", (name) => {
  const model = build(name).eval();
  const together = list(model.forward(images));
  const order = [2, 0, 3, 1];
  const mixed = list(model.forward(images.indexSelect(0, tensor(Int32Array.from(order)))));
  order.forEach((from, to) => {
    for (let c = 0; c < 10; c++) expect(mixed[10 * to + c]).toBeCloseTo(together[10 * from + c] as number, 4);
  });
});

test.each(names)("%s refuses images of other channels, and weights of another network", (name) => {
  expect(() => build(name).forward(randn([1, 3, 28, 28]))).toThrow(/3/);
  const other = build(name === "small" ? "lenet" : "small").stateDict();
  expect(() => build(name).loadStateDict(other)).toThrow("loadStateDict: ");
});

test("images of several channels and other classes", () => {
  expect(build("small", { inChannels: 3, classes: 4 }).forward(randn([2, 3, 12, 10])).shape).toEqual([2, 4]);
  expect(build("resnet", { inChannels: 3, classes: 4 }).forward(randn([2, 3, 12, 10])).shape).toEqual([2, 4]);
  expect(() => build("mlp" as Architecture)).toThrow(
    'build: "mlp" is no network; these are: small, lenet, vgg',
  );
});

test("a residual block whose last batch norm is 0 passes on its shortcut", () => {
  const x = randn([2, 3, 6, 6], { seed: 2 });
  const same = new ResidualBlock(3, 3);
  same.bn2.weight?.assign(0);
  expect(same.downsample).toBeInstanceOf(Identity);
  expect(list(same.forward(x))).toEqual(list(relu(x)));

  const halving = new ResidualBlock(3, 5, { stride: 2 });
  halving.bn2.weight?.assign(0);
  expect(halving.namedParameters().map(([name]) => name)).toContain("downsample.0.weight");
  const projected = halving.forward(x);
  expect(projected.shape).toEqual([2, 5, 3, 3]);
  expect(list(projected)).toEqual(list(relu(halving.downsample.forward(x))));
});

test("Inception lays its branches side by side, in order", () => {
  const block = new Inception(3, { one: 2, three: [1, 4], five: [1, 3], pool: 1 }).eval();
  const x = randn([2, 3, 5, 5], { seed: 3 });
  const y = block.forward(x);
  expect(y.shape).toEqual([2, 10, 5, 5]);
  let channel = 0;
  for (const branch of [block.branch1, block.branch2, block.branch3, block.branch4]) {
    const part = branch.forward(x);
    const width = part.shape[1] as number;
    expect(list(y.slice(1, channel, channel + width))).toEqual(list(part));
    channel += width;
  }
  expect(channel).toBe(block.outChannels);
});

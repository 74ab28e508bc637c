/** Law: dense and convolutional networks give in a runtime what they give here, for every batch. */
import {
  AdaptiveAvgPool2d,
  AdaptiveMaxPool2d,
  AvgPool2d,
  BatchNorm1d,
  BatchNorm2d,
  Conv1d,
  Conv2d,
  ConvTranspose2d,
  Dropout,
  Flatten,
  GELU,
  GroupNorm,
  Linear,
  MaxPool2d,
  Module,
  PReLU,
  Sequential,
  Softmax,
  Upsample,
} from "@gradus/nn";
import { exportOnnx } from "@gradus/onnx";
import { concat, Generator, rand, randn, relu, sigmoid, type Tensor, tanh } from "@gradus/tensor";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { checkModel } from "./check-model.ts";

const images =
  (...shape: readonly number[]) =>
  (batch: number): readonly Tensor[] => [randn([batch, ...shape], { seed: batch })];

/** Statistics as after some training: at first they would change nothing. */
function trained<M extends Module>(model: M): M {
  for (const [name, x] of model.namedBuffers())
    if (name.endsWith("running_mean")) x.assign(randn(x.shape, { seed: 21 }));
    else if (name.endsWith("running_var")) x.assign(rand(x.shape, { seed: 22 }).add(0.5));
  return model;
}

const activations = { relu, tanh, sigmoid, gelu: new GELU(), prelu: new PReLU() } as const;

test("multi-layer perceptrons of all sizes, with batch norm and dropout", async () => {
  const layers = fc.record({
    sizes: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 4 }),
    fused: fc.constantFrom("none", "relu", "tanh", "sigmoid", "gelu", "silu"),
    activation: fc.constantFrom<keyof typeof activations>("relu", "tanh", "sigmoid", "gelu", "prelu"),
    normed: fc.boolean(),
  });
  const law = fc.asyncProperty(layers, async ({ sizes, fused, activation, normed }) => {
    const generator = new Generator(5);
    const steps = sizes
      .slice(1)
      .flatMap((size, i) => [
        new Linear(sizes[i] as number, size, { activation: fused, generator }),
        ...(normed ? [new BatchNorm1d(size)] : []),
        activations[activation],
        new Dropout(0.5),
      ]);
    await checkModel({ model: trained(new Sequential(...steps)), inputs: images(sizes[0] as number) });
  });
  await fc.assert(law, { numRuns: 15 });
});

test("convolutions with any stride, padding, dilation and groups, and pooling after them", async () => {
  const small = { min: 1, max: 3 };
  const layer = fc.record({
    kernel: fc.tuple(fc.integer(small), fc.integer(small)),
    stride: fc.integer({ min: 1, max: 2 }),
    padding: fc.integer({ min: 0, max: 2 }),
    dilation: fc.integer({ min: 1, max: 2 }),
    groups: fc.constantFrom(1, 2),
    bias: fc.boolean(),
    pool: fc.constantFrom(
      new MaxPool2d(2),
      new MaxPool2d(3, { stride: 2, padding: 1 }),
      new AvgPool2d(2, { ceilMode: true }),
      new AdaptiveAvgPool2d(3),
      new AdaptiveMaxPool2d([2, 3]),
    ),
  });
  const law = fc.asyncProperty(layer, async ({ kernel, pool, ...options }) => {
    const convolution = new Conv2d(4, 6, kernel, { ...options, generator: new Generator(6) });
    await checkModel({ model: new Sequential(convolution, pool), inputs: images(4, 11, 10) });
  });
  await fc.assert(law, { numRuns: 25 });
});

test("LeNet", async () => {
  const generator = new Generator(7);
  const model = new Sequential(
    new Conv2d(1, 6, 5, { padding: 2, generator }),
    relu,
    new AvgPool2d(2),
    new Conv2d(6, 16, 5, { generator }),
    tanh,
    new MaxPool2d(2),
    new Flatten(),
    new Linear(16 * 5 * 5, 84, { generator, activation: "relu" }),
    new Linear(84, 10, { generator }),
    new Softmax(-1),
  );
  await checkModel({ model, inputs: images(1, 28, 28) });
});

class Block extends Module {
  readonly conv1: Conv2d;
  readonly bn1: BatchNorm2d;
  readonly conv2: Conv2d;
  readonly bn2: BatchNorm2d;
  readonly shortcut: Module | null;

  constructor(channels: number, out: number, stride: number) {
    super();
    const generator = new Generator(8);
    this.conv1 = new Conv2d(channels, out, 3, { stride, padding: 1, bias: false, generator });
    this.bn1 = new BatchNorm2d(out);
    this.conv2 = new Conv2d(out, out, 3, { padding: 1, bias: false, generator });
    this.bn2 = new BatchNorm2d(out);
    this.shortcut =
      stride === 1 && channels === out
        ? null
        : new Sequential(
            new Conv2d(channels, out, 1, { stride, bias: false, generator }),
            new BatchNorm2d(out),
          );
  }

  forward(x: Tensor): Tensor {
    const y = this.bn2.forward(this.conv2.forward(relu(this.bn1.forward(this.conv1.forward(x)))));
    return relu(y.add(this.shortcut === null ? x : this.shortcut.forward(x)));
  }
}

test("residual blocks, with an identity and with a projection", async () => {
  const model = new Sequential(
    new Block(3, 3, 1),
    new Block(3, 8, 2),
    new AdaptiveAvgPool2d(1),
    new Flatten(),
  );
  await checkModel({ model: trained(model), inputs: images(3, 9, 9) });
});

test("branches put together, up- and downwards, group norm", async () => {
  class Branches extends Module {
    readonly one = new Conv2d(4, 2, 1);
    readonly three = new Conv2d(4, 3, 3, { padding: "same" });
    readonly pool = new MaxPool2d(3, { stride: 1, padding: 1 });
    readonly norm = new GroupNorm(3, 9);
    readonly down = new Conv2d(9, 4, 3, { stride: 2, padding: 1, paddingMode: "reflect" });
    readonly up = new ConvTranspose2d(4, 4, 3, { stride: 2, padding: 1 });
    readonly wide = new Upsample({ scaleFactor: 2, mode: "bilinear" });
    forward(x: Tensor): Tensor {
      const all = concat(
        [this.one, this.three, this.pool].map((each) => each.forward(x)),
        1,
      );
      return this.wide.forward(this.up.forward(this.down.forward(this.norm.forward(all))));
    }
  }
  await checkModel({ model: new Branches(), inputs: images(4, 7, 7) });
});

test("sequences through one-dimensional convolutions, in float64 too", async () => {
  const model = new Sequential(
    new Conv1d(2, 4, 3, { padding: 1 }),
    relu,
    new Flatten(),
    new Linear(4 * 9, 3),
  );
  await checkModel({ model, inputs: images(2, 9) });
  const wide = new Sequential(
    new Linear(3, 4, { dtype: "float64" }),
    tanh,
    new Linear(4, 2, { dtype: "float64" }),
  );
  await checkModel({ model: wide, inputs: (batch) => [randn([batch, 3], { dtype: "float64", seed: 3 })] });
});

test("export leaves the model as it was: what trains, trains on, and gradients stay", () => {
  const model = new Sequential(new Linear(2, 2), new Dropout(0.5), new BatchNorm1d(2).eval());
  model
    .forward(randn([4, 2]))
    .sum()
    .backward();
  const gradients = model.parameters().map((x) => x.grad);
  exportOnnx(model, [randn([2, 2])]);
  expect(model.namedModules().map(([, each]) => each.training)).toEqual([true, true, true, false]);
  expect(model.parameters().every((x, i) => x.grad === gradients[i] && x.requiresGrad)).toBe(true);
});

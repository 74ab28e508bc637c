/** Gradients through whole networks, for images and parameters, in both modes, in training and in use. */
import { type ConvNet, InceptionNet, LeNet, ResNet, SmallCNN, VGG } from "@gradus/cnn";
import { checkJvp, checkVjp, formatReport, type Report } from "@gradus/gradcheck";
import { functionalCall } from "@gradus/nn";
import {
  crossEntropy,
  Generator,
  jvp,
  narrow,
  randn,
  setDefaultDevice,
  type Tensor,
  tensor,
  vjp,
} from "@gradus/tensor";
import { describe, expect, test } from "vitest";

setDefaultDevice("cpu");

const float64 = { dtype: "float64" } as const;
const make = { ...float64, classes: 3 };
const target = tensor(Int32Array.of(2, 0, 1));

const lines: readonly (readonly [string, number, (generator: Generator) => ConvNet])[] = [
  [
    "small",
    6,
    (generator) =>
      new SmallCNN({ ...make, channels: [2, 2], kernelSize: 3, grid: 2, dropout: 0.2, generator }),
  ],
  ["lenet", 28, (generator) => new LeNet({ ...make, generator })],
  ["vgg", 4, (generator) => new VGG({ ...make, stages: [[2, 2], [3]], hidden: 4, size: 4, generator })],
  ["resnet", 6, (generator) => new ResNet({ ...make, channels: [2, 3], blocks: 2, generator })],
  [
    "inception",
    8,
    (generator) =>
      new InceptionNet({
        ...make,
        stem: 2,
        channels: { one: 1, three: [1, 2], five: [1, 1], pool: 1 },
        generator,
      }),
  ],
];

describe.each(lines)("%s", (name, size, build) => {
  // In use, batch norm takes running statistics: they begin anew with each model, away from 0 and 1.
  const model = (training: boolean) => {
    const made = build(new Generator(3)).train(training);
    for (const [at, x] of made.namedBuffers())
      if (at.includes("running"))
        x.assign(
          randn(x.shape, { ...float64, seed: 4 })
            .square()
            .add(0.5),
        );
    return made;
  };
  // Image and parameters as one long vector: a wrong gradient anywhere shows in nearly every direction.
  const x = randn([3, 1, size, size], { ...float64, seed: 1 });
  const own = model(true).namedParameters();
  const shapes = [x.shape, ...own.map(([, each]) => each.shape)];
  const at = Float64Array.from([x, ...own.map(([, each]) => each)].flatMap((each) => [...each.dataSync()]));
  const parts = (flat: Tensor) => {
    let start = 0;
    return shapes.map((shape) => {
      const size = shape.reduce((product, extent) => product * extent, 1);
      start += size;
      return narrow(flat, 0, start - size, size).reshape(shape);
    });
  };
  const vector = (data: ArrayLike<number>) => tensor(Float64Array.from(data));
  const flat = (y: Tensor) => Float64Array.from(y.dataSync());
  const ok = (report: Report) => expect(report.ok, formatReport(report)).toBe(true);
  const directions = at.length > 10_000 ? 1 : 3;
  const effort = { inputs: [at], mode: "directional", directions } as const;

  test.each([
    ["training", true],
    ["use", false],
  ] as const)("in %s", async (_mode, training) => {
    const f = (all: Tensor) => {
      const [images, ...others] = parts(all);
      const parameters = Object.fromEntries(own.map(([each], i) => [each, others[i]!]));
      return crossEntropy(functionalCall(model(training), parameters, images!), target);
    };
    const value = (data: Float64Array) => flat(f(vector(data)));
    const pullback = ([data]: readonly ArrayLike<number>[], g: ArrayLike<number>) =>
      vjp(f, vector(data!))[1](tensor(Float64Array.from(g), { shape: [] })).map(flat);
    const push = ([data]: readonly ArrayLike<number>[], [v]: readonly ArrayLike<number>[]) =>
      flat(jvp(f, [vector(data!)], [vector(v!)])[1]);
    ok(await checkVjp({ name, f: value, vjp: pullback, ...effort }));
    ok(await checkJvp({ name, f: value, jvp: push, ...effort }));
  });
});

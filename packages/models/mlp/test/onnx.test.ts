/** Exported, models give in another runtime what they give here, for every batch. */
import { build, buildForTable } from "@gradus/mlp";
import { exportOnnx } from "@gradus/onnx";
import { noGrad, randint, randn, type Tensor } from "@gradus/tensor";
import * as ort from "onnxruntime-web";
import { expect, test } from "vitest";

ort.env.wasm.numThreads = 1;
ort.env.logLevel = "error";

const numbers = (batch: number) => randn([batch, 3], { seed: batch });
const table = buildForTable(
  { numbers: 3, cardinalities: [4, 5] },
  { task: "multiclass", hidden: [6], outputs: 3, dropout: 0.5 },
);

const cases = {
  regression: {
    model: build(3, { task: "regression", hidden: [5], activation: "tanh" }),
    inputs: (n: number) => [numbers(n)],
  },
  digits: {
    model: build(3, { task: "multiclass", hidden: [8, 5], outputs: 4, dropout: 0.5 }),
    inputs: (n: number) => [numbers(n)],
  },
  table: { model: table, inputs: (n: number) => [numbers(n), randint(0, 4, [n, 2], { seed: n })] },
};

test.each(Object.entries(cases))("%s", async (_name, { model, inputs }) => {
  model.eval();
  const forward = model.forward.bind(model) as (...x: Tensor[]) => Tensor;
  const session = await ort.InferenceSession.create(exportOnnx(model, inputs(2)));
  for (const batch of [1, 5]) {
    const given = inputs(batch);
    const feeds = given.map((x, i) => [
      session.inputNames[i],
      new ort.Tensor(x.dtype as "float32", x.dataSync().slice() as Float32Array, x.shape),
    ]);
    const found = (await session.run(Object.fromEntries(feeds)))["output"] as ort.Tensor;
    const expected = noGrad(() => forward(...given));
    expect(found.dims).toEqual(expected.shape);
    const data = (await found.getData()) as Float32Array;
    for (const [i, value] of expected.dataSync().entries()) expect(data[i]).toBeCloseTo(value, 5);
  }
});

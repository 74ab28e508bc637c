/** Exported, every network gives in another runtime what it gives here, for every batch. */
import { type Architecture, architectures, build } from "@gradus/cnn";
import { exportOnnx } from "@gradus/onnx";
import { noGrad, rand, randn } from "@gradus/tensor";
import * as ort from "onnxruntime-web";
import { expect, test } from "vitest";

ort.env.wasm.numThreads = 1;
ort.env.logLevel = "error";

const images = (batch: number) => randn([batch, 1, 28, 28], { seed: batch });

test.each(Object.keys(architectures) as Architecture[])("%s", async (name) => {
  const model = build(name).eval();
  // As after some training: at first batch norm would change nothing.
  for (const [at, x] of model.namedBuffers())
    if (at.endsWith("running_var")) x.assign(rand(x.shape, { seed: 1 }).add(0.5));
  const session = await ort.InferenceSession.create(exportOnnx(model, [images(2)]));
  for (const batch of [1, 5]) {
    const x = images(batch);
    const feed = new ort.Tensor("float32", x.dataSync().slice() as Float32Array, x.shape);
    const found = (await session.run({ input: feed }))["output"] as ort.Tensor;
    const expected = noGrad(() => model.forward(x));
    expect(found.dims).toEqual(expected.shape);
    const data = (await found.getData()) as Float32Array;
    for (const [i, value] of expected.dataSync().entries())
      expect(Math.abs(data[i]! - value)).toBeLessThan(1e-5 * Math.max(1, Math.abs(value)));
  }
});

/** Models as ONNX compute in a runtime what they compute here, for any batch. */
import { exportOnnx } from "@gradus/onnx";
import { setDefaultDevice, type Tensor } from "@gradus/tensor";
import { EncoderClassifier, EncoderDecoder, Gpt } from "@gradus/transformer";
import * as ort from "onnxruntime-web";
import { expect, test } from "vitest";
import { shaken, texts } from "./tiny.ts";

setDefaultDevice("cpu");

const float32 = { dtype: "float32", device: "cpu" } as const;

/** The outputs of a file for int32 inputs. */
async function run(file: Uint8Array, inputs: Readonly<Record<string, Tensor>>): Promise<ort.Tensor> {
  const session = await ort.InferenceSession.create(file);
  const given = Object.entries(inputs).map(([name, x]) => {
    return [name, new ort.Tensor("int32", x.dataSync().slice() as Int32Array, x.shape)] as const;
  });
  const { output } = await session.run(Object.fromEntries(given));
  return output as ort.Tensor;
}

function expectSame(got: ort.Tensor, expected: Tensor): void {
  expect(got.dims).toEqual(expected.shape);
  const found = got.data as Float32Array;
  for (const [i, value] of Array.from(expected.dataSync()).entries())
    expect(Math.abs((found[i] as number) - value)).toBeLessThan(1e-4);
}

test("a GPT", async () => {
  const model = shaken(new Gpt({ ...float32, vocabSize: 7, blockSize: 6, nLayer: 2, nHead: 2, nEmbd: 8 }));
  const file = exportOnnx(model, [texts([1, 2, 3, 4])]);
  const index = texts([1, 5, 0, 3], [2, 2, 6, 4], [6, 0, 0, 1]);
  expectSame(await run(file, { input: index }), model.forward(index));
});

test("an encoder-decoder", async () => {
  const sizes = { vocabSize: 6, dModel: 8, nhead: 2, numLayers: 1, maxLength: 8 };
  const model = shaken(new EncoderDecoder({ ...float32, ...sizes }));
  const file = exportOnnx(model, [texts([3, 5, 2]), texts([1, 4])], { inputNames: ["source", "target"] });
  const [source, target] = [texts([3, 5, 2], [4, 2, 0], [5, 5, 2]), texts([1, 3], [1, 5], [1, 4])];
  expectSame(await run(file, { source, target }), model.forward(source, target));
});

test("a classifier", async () => {
  const sizes = { vocabSize: 5, numClasses: 3, dModel: 8, nhead: 2, numLayers: 1, maxLength: 6 };
  const model = shaken(new EncoderClassifier({ ...float32, ...sizes }));
  const file = exportOnnx(model, [texts([1, 4, 2])]);
  const tokens = texts([1, 4, 2], [3, 3, 0], [2, 0, 0]);
  expectSame(await run(file, { input: tokens }), model.forward(tokens));
});

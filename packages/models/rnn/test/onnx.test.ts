/** Exported models give in ONNX Runtime what they give here, for other batches than the exported one too. */
import type { AnyModule } from "@gradus/nn";
import { exportOnnx } from "@gradus/onnx";
import { build, CharacterModel, SequenceClassifier, SeriesModel } from "@gradus/rnn";
import { noGrad, randint, randn, type Tensor } from "@gradus/tensor";
import * as ort from "onnxruntime-web";
import { expect, test } from "vitest";

ort.env.wasm.numThreads = 1;
ort.env.logLevel = "error";

const text = (batch: number) => randint(0, 7, [batch, 6], { seed: batch });
const series = (batch: number) => randn([batch, 6, 1], { seed: batch });
const cells = ["rnn", "lstm", "gru"] as const;
const lines: [string, AnyModule, (batch: number) => Tensor][] = cells.flatMap((cell) => [
  [`CharacterModel, ${cell}`, build(CharacterModel, { vocabulary: 7, cell, hiddenSize: 5, layers: 2 }), text],
  [
    `SequenceClassifier, ${cell}`,
    build(SequenceClassifier, { vocabulary: 7, classes: 3, cell, hiddenSize: 5, bidirectional: true }),
    text,
  ],
  [`SeriesModel, ${cell}`, build(SeriesModel, { cell, hiddenSize: 5 }), series],
]);

test.each(lines)("%s", async (_, model, example) => {
  const session = await ort.InferenceSession.create(exportOnnx(model, [example(2)]));
  for (const batch of [1, 3]) {
    const x = example(batch);
    const feed = new ort.Tensor(x.dtype as "float32", x.dataSync().slice() as Float32Array, x.shape);
    const { output } = await session.run({ input: feed });
    const expected = noGrad(() => model.eval().forward(x));
    expect(output?.dims).toEqual(expected.shape);
    const found = output?.data as Float32Array;
    for (const [i, y] of expected.dataSync().entries())
      expect(Math.abs((found[i] as number) - y)).toBeLessThan(1e-5);
  }
});

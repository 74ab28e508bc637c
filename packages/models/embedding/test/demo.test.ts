/** The demo in its quick settings, and the model it leaves in a runtime. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { play, Screen } from "@gradus/demo";
import { build } from "@gradus/embedding";
import { skipGram } from "@gradus/embedding/demo";
import { exportOnnx } from "@gradus/onnx";
import { randint } from "@gradus/tensor";
import { loadFile } from "@gradus/train/node";
import * as ort from "onnxruntime-web";
import { afterAll, expect, test } from "vitest";

ort.env.wasm.numThreads = 1;
ort.env.logLevel = "error";

const runs = mkdtempSync(join(tmpdir(), "gradus-embedding-"));
afterAll(() => rmSync(runs, { recursive: true }));

test("it runs, leaves what it promises, and its model can be loaded", async () => {
  const screen = new Screen({ write: () => true, columns: 80 } as unknown as NodeJS.WriteStream);
  const result = await play(skipGram, { quick: true, runs, screen });
  expect(result.testAccuracy).toBeGreaterThanOrEqual(0);
  const folder = join(runs, "skipgram-quick");
  for (const file of [
    "curve.svg",
    "curve.json",
    "words-capital.svg",
    "words-superlative.svg",
    "neighbours.txt",
    "result.json",
  ])
    expect(existsSync(join(folder, file)), file).toBe(true);
  const { tokens } = JSON.parse(readFileSync(join(folder, "vocabulary.json"), "utf8"));
  const model = build({ vocabulary: tokens.length, dimensions: 16 });
  model.loadStateDict((await loadFile(join(folder, "model.safetensors"))).tensors);
});

test("exported, the model gives in ONNX Runtime what it gives here, for other batches too", async () => {
  const model = build({ vocabulary: 9, dimensions: 4 });
  model.context.weight.assign(model.center.weight.detach().add(0.5));
  const inputs = (batch: number) => [
    randint(0, 9, [batch], { seed: batch }),
    randint(0, 9, [batch, 3], { seed: batch + 1 }),
  ];
  const session = await ort.InferenceSession.create(exportOnnx(model, inputs(2)));
  for (const batch of [1, 4]) {
    const [center, context] = inputs(batch);
    const feed = [center!, context!].map(
      (x) => new ort.Tensor("int32", x.dataSync().slice() as Int32Array, x.shape),
    );
    const { output } = await session.run({ input0: feed[0]!, input1: feed[1]! });
    const expected = model.forward(center!, context!);
    expect(output?.dims).toEqual(expected.shape);
    const found = output?.data as Float32Array;
    for (const [i, y] of expected.dataSync().entries())
      expect(Math.abs((found[i] as number) - y)).toBeLessThan(1e-5);
  }
});

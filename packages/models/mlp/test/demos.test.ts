/** Demos in their quick settings: they run, leave what they promise, and say why data will not do. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Demo, play, Screen } from "@gradus/demo";
import { mlpBribes, mlpDigits, mlpMoons, mlpTable } from "@gradus/mlp";
import { initDevice } from "@gradus/tensor";
import { loadFile } from "@gradus/train/node";
import { afterAll, expect, test } from "vitest";

const runs = mkdtempSync(join(tmpdir(), "gradus-mlp-"));
afterAll(() => rmSync(runs, { recursive: true }));

const quiet = () => new Screen({ write: () => true, columns: 80 } as unknown as NodeJS.WriteStream);
const options = () => ({ quick: true, runs, screen: quiet() });

test.each<[Demo, string[]]>([
  [mlpDigits, ["confusion.svg", "mistakes.svg"]],
  [mlpBribes, ["fit.svg"]],
  [mlpMoons, ["perceptron.svg", "logistic.svg", "mlp.svg"]],
  [mlpTable, ["confusion.svg", "encoder.json"]],
])("%o", async (demo, files) => {
  const result = await play(demo, options());
  expect(Number.isFinite(result.testAccuracy ?? result.validationLoss)).toBe(true);
  const folder = join(runs, `${demo.name}-quick`);
  for (const file of ["curve.svg", "curve.json", "model.safetensors", "result.json", ...files])
    expect(existsSync(join(folder, file)), file).toBe(true);
  const { tensors } = await loadFile(join(folder, "model.safetensors"));
  expect(Object.keys(tensors).some((name) => name.endsWith("layers.0.weight"))).toBe(true);
});

test("on the gpu too", async () => {
  // The graphics library's own interpreter: slow, but everywhere.
  await initDevice("gpu", { mode: "webasm" });
  for (const demo of [mlpDigits, mlpTable]) {
    expect(await play(demo, { ...options(), device: "gpu" })).toMatchObject({
      device: "gpu",
      testAccuracy: expect.any(Number),
    });
  }
});

test("a folder without digits is a clear line", async () => {
  await expect(play(mlpDigits, { ...options(), data: runs })).rejects.toThrow("missing MNIST files");
});

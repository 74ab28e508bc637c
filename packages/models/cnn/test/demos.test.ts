/** Demos in their quick settings: they run, leave what they promise, go on after a stop, and say why data will not do. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, cnnDigits, cnnDrawn, cnnTransfer } from "@gradus/cnn";
import { type Demo, play, Screen } from "@gradus/demo";
import { loadFile } from "@gradus/train/node";
import { afterAll, expect, test } from "vitest";

const runs = mkdtempSync(join(tmpdir(), "gradus-cnn-"));
afterAll(() => rmSync(runs, { recursive: true }));

const quiet = () => new Screen({ write: () => true, columns: 80 } as unknown as NodeJS.WriteStream);
const options = () => ({ quick: true, runs, screen: quiet() });

test.each<Demo>([cnnDigits, cnnDrawn, cnnTransfer])("$name", async (demo) => {
  const result = await play(demo, options());
  expect(result.testAccuracy).toBeGreaterThan(0);
  const folder = join(runs, `${demo.name}-quick`);
  const pictures = ["filters", "features-conv1", "features-conv2", "predictions", "confusion", "curve"];
  for (const file of [...pictures.map((name) => `${name}.svg`), "curve.json", "result.json"])
    expect(existsSync(join(folder, file)), file).toBe(true);
  const { tensors } = await loadFile(join(folder, "model.safetensors"));
  build("small", { classes: demo === cnnTransfer ? 5 : 10 }).loadStateDict(tensors);
});

test("stopped and taken up again, it ends with the same weights", async () => {
  const weights = (folder: string) =>
    readFileSync(join(runs, folder, "cnn-digits-quick", "model.safetensors"));
  await play(cnnDigits, { ...options(), runs: join(runs, "whole") });
  let asked = 0;
  // Asked before the first step and after each one: it stops after the second.
  const signal = {
    get aborted() {
      return ++asked > 4;
    },
  } as AbortSignal;
  const first = await play(cnnDigits, { ...options(), runs: join(runs, "parts"), signal });
  expect(first["stopped"]).toBe(true);
  await play(cnnDigits, { ...options(), runs: join(runs, "parts") });
  expect(weights("parts").equals(weights("whole"))).toBe(true);
});

test("a folder without digits is a clear line", async () => {
  for (const demo of [cnnDigits, cnnDrawn, cnnTransfer])
    await expect(play(demo, { ...options(), data: runs })).rejects.toThrow("missing MNIST files");
});

/** Every op that can be differentiated, on every mode of the gpu backend: nothing of it may be done elsewhere. */
import { gpuFallbacks, gpuInfo, initDevice, setDefaultDevice } from "@gradus/tensor";
import { afterAll, beforeAll, expect, test } from "vitest";
import { allCases } from "./cases/index.ts";
import { checkOnGpu } from "./gpu-gradients.ts";
import { forEachMode } from "./gpu-modes.ts";

/** Software that stands in for a card is slow on a busy machine. */
const MINUTE = 60_000;
const depth = Number(process.env["GRADUS_RUNS"] ?? 1);
const samples = { webasm: 3, webgpu: 1, webgl2: 1, headlessgl: 1 };

await forEachMode((mode) => {
  beforeAll(async () => {
    await initDevice("gpu", { mode });
  });
  afterAll(() => setDefaultDevice("wasm"));

  test.each(allCases)(
    "$name",
    async (line) => {
      await checkOnGpu(line, samples[mode] * depth);
      expect(gpuInfo().executed).toMatch(new RegExp(`^(${mode}|none)$`));
      expect(gpuFallbacks()).toEqual({});
    },
    MINUTE,
  );
});

/** Every layer computes on the gpu backend what it computes on the cpu, and nothing of it elsewhere. */
import { existsSync } from "node:fs";
import { type GpuMode, gpuFallbacks, gpuInfo, initDevice } from "@gradus/tensor";
import { beforeAll, describe, expect, test } from "vitest";
import { allCases, called, inputsOf, made, titleOf } from "./cases/index.ts";

/** Chromium's Vulkan without a card: with it Node has WebGPU. */
const software = "/usr/lib/chromium/vk_swiftshader_icd.json";
if (existsSync(software)) process.env["VK_ICD_FILENAMES"] ??= software;

const modes: readonly GpuMode[] = ["webasm", "webgpu"];
const missing = new Map<GpuMode, string>();
for (const mode of modes) {
  await initDevice("gpu", { mode }).catch(() => {
    console.info(`layers are not tested on ${mode}: ${gpuInfo().modes[mode]}`);
    missing.set(mode, gpuInfo().modes[mode]);
  });
}

describe.each(modes.filter((mode) => !missing.has(mode)))("on %s", (mode) => {
  beforeAll(async () => {
    await initDevice("gpu", { mode });
  });

  test.each(allCases.map((line) => [titleOf(line), line] as const))(
    "%s",
    async (_title, line) => {
      const layer = made(line).to("float32").to("gpu");
      const inputs = inputsOf(line).map((x) => (x.dtype === "float64" ? x.cast("float32") : x).to("gpu"));
      const y = called(line, layer, inputs);
      expect([y.device, y.dtype]).toEqual(["gpu", "float32"]);
      const expected = called(line, made(line), inputsOf(line)).dataSync();
      const got = await y.data();
      expect(got.length).toBe(expected.length);
      got.forEach((value, i) => {
        expect(value).toBeCloseTo(expected[i] as number, 4);
      });
      expect(gpuFallbacks()).toEqual({});
    },
    60_000,
  );
});

/** The gpu backend gives what the definition gives, in every mode that this machine has. */
import { gpuFallbacks, gpuInfo, initDevice } from "@gradus/tensor";
import { gpu } from "@gradus/tensor/backend/gpu/index";
import { afterAll, beforeAll, expect, test } from "vitest";
import { gpuTerms } from "./backends-agree/gpu-terms.ts";
import { lawsOf } from "./backends-agree/laws.ts";
import { forEachMode } from "./gpu-modes.ts";

/** Software that stands in for a card is slow on a busy machine. */
const MINUTE = 60_000;
const depth = Number(process.env["GRADUS_RUNS"] ?? 1);
// A software card compiles each shape anew, so it gets fewer of them.
const runs = { webasm: 10, webgpu: 2, headlessgl: 2, webgl2: 2 };

await forEachMode((mode) => {
  beforeAll(async () => {
    await initDevice("gpu", { mode });
  });
  test.each(lawsOf(gpu, { ...gpuTerms, runs: Math.round(runs[mode] * depth) }))(
    "$name",
    async ({ hold }) => {
      await hold();
      expect(gpuInfo().executed).toBe(mode);
    },
    MINUTE,
  );
  afterAll(() => {
    expect(gpuFallbacks()).toEqual({});
  });
});

/**
 * Which modes of the gpu backend this machine has. `webasm` is everywhere; `webgpu` needs Vulkan, which Chromium brings in software;
 * `headlessgl` needs the package gl and a display. A mode that GRADUS_REQUIRE_GPU_MODES names must be there.
 */
import { existsSync } from "node:fs";
import { type GpuMode, gpuInfo, initDevice } from "@gradus/tensor";
import { describe, test } from "vitest";

/** Chromium's Vulkan without a card. */
const SOFTWARE = "/usr/lib/chromium/vk_swiftshader_icd.json";

/** The modes that can be there in Node. */
export const nodeModes: readonly GpuMode[] = ["webasm", "webgpu", "headlessgl"];

/**
 * Opens a mode. Returns why it cannot be had, or nothing.
 *
 * @throws Error if it must be there and is not
 */
export async function open(mode: GpuMode): Promise<string | undefined> {
  // A card in this machine would be faster, but not the same everywhere: tests use it only if asked to.
  if (process.env["GRADUS_GPU"] !== "card" && existsSync(SOFTWARE))
    process.env["VK_ICD_FILENAMES"] ??= SOFTWARE;
  try {
    await initDevice("gpu", { mode });
    return undefined;
  } catch (error) {
    const reason = gpuInfo().modes[mode];
    if (isRequired(mode))
      throw new Error(`GRADUS_REQUIRE_GPU_MODES names ${mode}, which does not work: ${reason}`, {
        cause: error,
      });
    console.info(`not tested on ${mode}: ${reason}`);
    return reason;
  }
}

function isRequired(mode: GpuMode): boolean {
  return (process.env["GRADUS_REQUIRE_GPU_MODES"] ?? "").split(",").includes(mode);
}

/** Makes tests for every mode that this machine has; for the others one that is skipped and says why. */
export async function forEachMode(tests: (mode: GpuMode) => void): Promise<void> {
  for (const mode of nodeModes) {
    const missing = await open(mode);
    describe(`gpu on ${mode}`, () => {
      if (missing === undefined) tests(mode);
      else test.skip(`not here: ${missing}`);
    });
  }
}

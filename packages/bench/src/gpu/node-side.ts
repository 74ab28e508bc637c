/** `node node-side.ts MODE WORKLOAD`: measures ours in Node, in a process of its own, and prints what came of it as JSON. */
import { existsSync } from "node:fs";
import { type GpuMode, gpuInfo, initDevice, setDefaultDevice } from "@gradus/tensor";
import { type Taken, take } from "./measure.ts";
import { enterOurs } from "./ours.ts";
import { type GpuWork, works } from "./work.ts";

const SOFTWARE = "/usr/lib/chromium/vk_swiftshader_icd.json";
if (process.env["GRADUS_GPU"] !== "card" && existsSync(SOFTWARE))
  process.env["VK_ICD_FILENAMES"] ??= SOFTWARE;

async function run([mode, name]: readonly string[]): Promise<Taken> {
  const work = works.find((each) => each.name === name) as GpuWork;
  if (mode === "wasm") return take(enterOurs(work), "wasm");
  await initDevice("gpu", { mode: mode as GpuMode });
  setDefaultDevice("gpu");
  return take(enterOurs(work), gpuInfo().description);
}

const taken = await run(process.argv.slice(2)).catch((error: unknown): Taken => {
  return { numbers: [], times: [], description: "", failure: String(error) };
});
process.stdout.write(`${JSON.stringify(taken)}\n`, () => process.exit());

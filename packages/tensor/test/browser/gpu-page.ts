/** The script of a page that tests the gpu backend in the mode that its address names: `#webgl2`. */
import { gpuFallbacks, gpuInfo, initDevice, setDefaultDevice } from "@gradus/tensor";
import { gpu } from "@gradus/tensor/backend/gpu/index";
import { gpuTerms } from "../backends-agree/gpu-terms.ts";
import { lawsOf } from "../backends-agree/laws.ts";
import { allCases } from "../cases/index.ts";
import { checkOnGpu } from "../gpu-gradients.ts";
import { losses, trainings } from "../networks.ts";
import type { GpuReport } from "./gpu-report.ts";

// As far as it is used here: the names of a browser are not declared where Node's are.
const { document, location } = globalThis as unknown as {
  document: { body: { textContent: string }; title: string };
  location: { hash: string };
};

const STEPS = 12;

async function report(mode: "webgpu" | "webgl2"): Promise<GpuReport> {
  await initDevice("gpu", { mode });
  const complaints: string[] = [];
  const attempt = async (name: string, hold: () => Promise<void>): Promise<number> => {
    // On WebGL2 everything happens at once, and a page that never yields counts as hanging.
    await new Promise((resolve) => setTimeout(resolve));
    try {
      await hold();
      return 1;
    } catch (error) {
      complaints.push(`${name}: ${(error as Error).message}`);
      return 0;
    }
  };
  let [laws, gradients] = [0, 0];
  for (const { name, hold } of lawsOf(gpu, { ...gpuTerms, runs: 1 })) laws += await attempt(name, hold);
  for (const line of allCases) gradients += await attempt(line.name, () => checkOnGpu(line, 1));
  const found: { [name: string]: { gpu: number[]; wasm: number[] } } = {};
  for (const training of trainings) {
    setDefaultDevice("wasm");
    const wasm = await losses(training, STEPS);
    setDefaultDevice("gpu");
    found[training.name] = { gpu: await losses(training, STEPS), wasm };
  }
  return { info: gpuInfo(), fallbacks: gpuFallbacks(), complaints, laws, gradients, losses: found };
}

report(location.hash.slice(1) as "webgpu")
  .catch((error: unknown) => ({ failure: String(error) }))
  .then((found) => {
    document.body.textContent = JSON.stringify(found);
    document.title = "done";
  });

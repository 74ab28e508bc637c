/** The script of a page: measures what its address asks for, and shows what came of it as JSON. */
import { gpuInfo, initDevice, setDefaultDevice } from "@gradus/tensor";
import { type Taken, take } from "./measure.ts";
import { enterOurs } from "./ours.ts";
import { enterTfjs } from "./tfjs.ts";
import { type GpuWork, works } from "./work.ts";

const { document, location } = globalThis as unknown as {
  document: { body: { textContent: string }; title: string };
  location: { hash: string };
};

async function run(): Promise<Taken> {
  const [side, mode, name] = decodeURIComponent(location.hash.slice(1)).split("|") as [
    string,
    string,
    string,
  ];
  const work = works.find((each) => each.name === name) as GpuWork;
  if (side === "tfjs") return take(await enterTfjs(work, mode), `TensorFlow.js ${mode}`);
  if (mode === "wasm") return take(enterOurs(work), "wasm");
  await initDevice("gpu", { mode: mode as "webgpu" });
  setDefaultDevice("gpu");
  return take(enterOurs(work), gpuInfo().description);
}

run()
  .catch((error: unknown) => ({ numbers: [], times: [], description: "", failure: String(error) }))
  .then((taken) => {
    document.body.textContent = JSON.stringify(taken);
    document.title = "done";
  });

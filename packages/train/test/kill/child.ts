/** Trains into the directory that it is given, from the checkpoint that it finds there, and says so after each step. */
import { writeSync } from "node:fs";
import { join } from "node:path";
import { type Callback, fit, loadCheckpoint } from "@gradus/train";
import { directory, saveFile } from "@gradus/train/node";
import { tinyRun } from "../tiny-run.ts";

const [path = "", seed = "0"] = process.argv.slice(2);
const store = directory(path);
const report: Callback = { name: "report", onStepEnd: ({ step }) => void writeSync(1, `step ${step}\n`) };
const { model, loader, options } = tinyRun(Number(seed), {
  store,
  resume: await loadCheckpoint(store),
  callbacks: [report],
});
await fit(model, loader, options);
await saveFile(model.stateDict(), join(path, "weights", "final.safetensors"));
writeSync(1, "done\n");

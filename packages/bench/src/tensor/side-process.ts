/**
 * The program of a child process: one side of one workload, for all sides written in JavaScript.
 *
 * Arguments: the folder of the workload, the file for the result, the side, and for ours the device and the number of threads.
 */
import { writeFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import type { Device } from "@gradus/tensor";
import { timeSteps } from "../time.ts";
import type { Contestant, Enter } from "./contestant.ts";
import { readWorkload } from "./data.ts";
import type { Answer, Greeting, Request } from "./protocol.ts";

const [folder, resultFile, side, device, threads] = process.argv.slice(2) as [
  string,
  string,
  string,
  Device,
  string,
];

/** Loaded only where it is needed: no side shares its process with another library. */
const enter: { readonly [side: string]: () => Promise<Enter> } = {
  ours: async () => {
    const { enterOurs } = await import("./ours/enter.ts");
    const { setThreads } = await import("@gradus/tensor");
    const used = await setThreads(Number(threads));
    if (used !== Number(threads)) throw new Error(`${threads} threads asked for, ${used} in use`);
    return (work, inputs) => enterOurs(work, inputs, device);
  },
  "tfjs-wasm": async () => (await import("./peers/tfjs.ts")).enterTfjs,
  "jax-js": async () => (await import("./peers/jax.ts")).enterJax,
};

function say(message: Greeting | Answer): void {
  console.log(JSON.stringify(message));
}

async function prepare(): Promise<Contestant> {
  const load = enter[side];
  if (load === undefined) throw new RangeError(`there is no side "${side}"`);
  const { workload, inputs } = await readWorkload(folder);
  const contestant = await (await load())(workload, inputs);
  await writeFile(resultFile, await contestant.result());
  return contestant;
}

try {
  const { step, note } = await prepare();
  say({ ready: true, ...(note !== undefined && { note }) });
  for await (const line of createInterface({ input: process.stdin })) {
    const { measure } = JSON.parse(line) as Request;
    const start = performance.now();
    const cpu = process.cpuUsage();
    const milliseconds = await timeSteps(step, measure);
    const { user, system } = process.cpuUsage(cpu);
    say({ milliseconds, busy: (user + system) / 1000 / (performance.now() - start) });
  }
} catch (error) {
  say({ error: error instanceof Error ? error.message : String(error) });
}
// What a library leaves running (timers, workers) keeps nobody waiting.
process.exit();

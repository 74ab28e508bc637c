import { defaultDevice } from "@gradus/tensor";
import type { Benchmark } from "../benchmark.ts";
import type { Row } from "../rows.ts";
import { measure } from "./measure.ts";
import { heading, text } from "./report.ts";
import { javaScriptPeers, oursOn, pyTorch } from "./sides.ts";
import { workloads } from "./workloads.ts";

export const tensor: Benchmark = {
  name: "tensor",
  summary: "tensors on the CPU against TensorFlow.js, jax-js and PyTorch, one thread each",
  workloads: workloads.map(({ name }) => name),
  measure: measureAll,
  heading,
  text,
};

async function* measureAll(names: readonly string[]): AsyncGenerator<readonly Row[]> {
  const device = defaultDevice();
  console.error(`bench: ours runs on the device "${device}"`);
  const torch = await pyTorch();
  if (torch === undefined)
    console.error(
      "bench: PyTorch is left out: no python3 here can import torch (apt-get install python3-torch)",
    );
  const peers = torch === undefined ? javaScriptPeers : [...javaScriptPeers, torch];
  for (const workload of workloads) {
    if (!names.includes(workload.name)) continue;
    console.error(`bench: ${workload.name}`);
    yield await measure(workload, oursOn(device), peers);
  }
}

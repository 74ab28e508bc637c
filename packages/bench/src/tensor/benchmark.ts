import { defaultDevice } from "@gradus/tensor";
import type { Benchmark } from "../benchmark.ts";
import type { Row } from "../rows.ts";
import { measure } from "./measure.ts";
import { heading, text } from "./report.ts";
import { javaScriptPeers, ONE_THREAD, oursOn, pyTorch } from "./sides.ts";
import type { Workload } from "./workload.ts";
import { workloads } from "./workloads.ts";

export const tensor: Benchmark = {
  name: "tensor",
  summary: "tensors on the CPU against TensorFlow.js, jax-js and PyTorch, one thread each unless said",
  workloads: workloads.map(({ name }) => name),
  measure: (names) => measureNamed(workloads, names),
  heading,
  text,
};

/** The rows of those workloads that are named, against all peers that are here. */
export async function* measureNamed(
  workloads: readonly Workload[],
  names: readonly string[],
): AsyncGenerator<readonly Row[]> {
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
    const { threads } = workload;
    yield await (threads === undefined
      ? measure(workload, oursOn(device), peers)
      : measure(workload, oursOn(device, threads), [
          oursOn(device, 1, ONE_THREAD),
          ...(torch === undefined ? [] : [torch]),
        ]));
  }
}

import { rm } from "node:fs/promises";
import { describe, expect, test, vi } from "vitest";
import { maxRelativeDifference } from "../src/tensor/agree.ts";
import { givens, readElements, writeWorkload } from "../src/tensor/data.ts";
import { start } from "../src/tensor/match.ts";
import { enterOurs } from "../src/tensor/ours/enter.ts";
import { javaScriptPeers, oursOn, pyTorch, type Side } from "../src/tensor/sides.ts";
import type { Workload } from "../src/tensor/workload.ts";
import { tiny } from "./tensor-tiny.ts";

// A process, and the library in it, has to start each time.
vi.setConfig({ testTimeout: 60_000 });

/** With the flags for Node that `npm run bench` gives; the test runner's own process has others. */
function flagged({ program, ...side }: Side): Side {
  const flags = ["--conditions=@gradus/source", "--import=tsx"];
  return { ...side, program: [program[0] as string, ...flags, program.at(-1) as string] };
}

const [tfjs, jax] = javaScriptPeers.map(flagged) as [Side, Side];
const torch = await pyTorch();

async function resultOf(side: Side, workload: Workload): Promise<Float32Array> {
  const folder = await writeWorkload(workload);
  try {
    const player = await start(side, folder);
    player.end();
    return await readElements(player.resultFile);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function expectAgreement(side: Side, workload: Workload): Promise<void> {
  const ours = await enterOurs(workload, givens(workload), "cpu").result();
  expect(maxRelativeDifference(ours, await resultOf(side, workload))).toBeLessThan(1e-5);
}

const named = (...names: string[]) => tiny.filter(({ name }) => names.some((part) => name.includes(part)));

test("ours, in a process of its own", () =>
  expectAgreement(flagged(oursOn("cpu")), named("MLP")[0] as Workload));

test("ours on two threads gives the very same; more than there can be are an error", async () => {
  const workload = named("CNN")[0] as Workload;
  const [one, two] = [oursOn("wasm"), oursOn("wasm", 2)].map(flagged) as [Side, Side];
  expect(await resultOf(two, workload)).toEqual(await resultOf(one, workload));
  await expect(resultOf(flagged(oursOn("wasm", 1000)), workload)).rejects.toThrow(
    "1000 is no number of threads",
  );
});

// Layouts of images and weights differ between libraries, so these are the workloads where a side could do other work.
test.each(named("AtBt", "input gradient", "MLP", "LSTM", "GPT"))("tfjs: $name", (workload) =>
  expectAgreement(tfjs, workload),
);

test.each(named("filter gradient", "CNN", "LSTM", "GPT"))("jax-js: $name", (workload) =>
  expectAgreement(jax, workload),
);

test("a side that cannot do the work says why", async () => {
  await expect(resultOf(tfjs, named("filter gradient")[0] as Workload)).rejects.toThrow(
    /Conv2DBackpropFilter.*not registered/,
  );
});

test("without a Python that can import torch, PyTorch takes no part", async () => {
  expect(await pyTorch(["no-such-python", process.execPath])).toBeUndefined();
});

describe.skipIf(torch === undefined)("PyTorch", () => {
  test.each(named("filter gradient", "CNN", "LSTM", "GPT"))("$name", (workload) =>
    expectAgreement(torch as Side, workload),
  );
});

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Benchmark } from "../benchmark.ts";
import { type Row, row } from "../rows.ts";
import { type Measurer, openBrowser } from "./browser.ts";
import type { Taken } from "./measure.ts";
import { type GpuWork, works } from "./work.ts";

/** Beyond so many operations in one step, software that stands in for a card takes minutes. */
const MOST_FLOPS_IN_SOFTWARE = 5e9;
/** How far the sides' numbers may lie apart, as a fraction. */
const AGREEMENT = 2e-2;

export const gpu: Benchmark = {
  name: "gpu",
  summary:
    "tensors on a GPU (GRADUS_GPU=card; else in software) against TensorFlow.js in the same browser, and wasm",
  workloads: works.map(({ name }) => name),
  measure,
  text: (rows) =>
    rows
      .map(({ workload, peer, ours, theirs, unit, ratio, note }) => {
        const figures = `${ours ?? "-"} | ${theirs ?? "-"} ${unit}${ratio === null ? "" : ` (${ratio}x)`}`;
        return `${workload.padEnd(64)} ${peer.padEnd(22)} ${figures}${note === undefined ? "" : `  ${note}`}`;
      })
      .join("\n"),
};

async function* measure(names: readonly string[]): AsyncGenerator<readonly Row[]> {
  const browser = await openBrowser();
  if (browser === undefined) console.error("bench: no browser was found; only Node is measured");
  try {
    for (const work of works.filter(({ name }) => names.includes(name))) {
      console.error(`bench: ${work.name}`);
      yield* [await rowsOf(work, browser)];
    }
  } finally {
    await browser?.close();
  }
}

async function rowsOf(work: GpuWork, browser: Measurer | undefined): Promise<Row[]> {
  if (process.env["GRADUS_GPU"] !== "card" && (work.flops ?? 0) > MOST_FLOPS_IN_SOFTWARE)
    return [compared(work, "gpu", nothing("left out: too slow without a card"), "wasm", nothing(""))];
  const wasm = inNode("wasm", work);
  const rows = (["webasm", "webgpu"] as const).map((mode) =>
    compared(work, `${mode} in Node`, inNode(mode, work), "wasm", wasm),
  );
  if (browser === undefined) return rows;
  for (const [mode, theirs] of [
    ["webgpu", "webgpu"],
    ["webgl2", "webgl"],
  ] as const) {
    const ours = await browser.measure("ours", mode, work.name);
    const peer = await browser.measure("tfjs", theirs, work.name);
    rows.push(compared(work, `${mode} in Chromium`, ours, `TensorFlow.js ${theirs}`, peer));
    rows.push(compared(work, `${mode} in Chromium`, ours, "wasm", wasm));
  }
  return rows;
}

function nothing(failure: string): Taken {
  return { numbers: [], times: [], description: "", failure };
}

function inNode(mode: string, { name }: GpuWork): Taken {
  const program = fileURLToPath(new URL("node-side.ts", import.meta.url));
  const flags = ["--conditions=@gradus/source", "--import=tsx"];
  const { stdout, stderr } = spawnSync(process.execPath, [...flags, program, mode, name], {
    encoding: "utf8",
    timeout: 180_000,
  });
  try {
    return JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as Taken;
  } catch {
    return nothing(stderr.trim().split("\n").at(-1) ?? "no answer");
  }
}

function compared({ name, flops }: GpuWork, where: string, ours: Taken, peer: string, theirs: Taken): Row {
  const figures = ({ times }: Taken): number[] =>
    times.map((ms) => (flops === undefined ? ms : flops / ms / 1e6));
  const apart = ours.numbers.some((x, i) => {
    const other = theirs.numbers[i];
    return other !== undefined && Math.abs(x - other) > AGREEMENT * Math.max(1, Math.abs(other));
  });
  const notes = [
    ours.description,
    ...[ours, theirs].map(({ failure }) => failure ?? ""),
    apart ? `results differ: ${ours.numbers} | ${theirs.numbers}` : "",
  ].filter((note) => note !== "");
  return row({
    workload: `${name}, ${where}`,
    peer,
    unit: flops === undefined ? "ms" : "GFLOPS",
    better: flops === undefined ? "less" : "more",
    ours: figures(ours),
    theirs: figures(theirs),
    note: notes.join("; "),
  });
}

import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { chosen } from "../src/benchmark.ts";
import { jsonLine } from "../src/rows.ts";
import { maxRelativeDifference } from "../src/tensor/agree.ts";
import { tensor } from "../src/tensor/benchmark.ts";
import { matmul, softmax } from "../src/tensor/builders.ts";
import { measure } from "../src/tensor/measure.ts";
import { text } from "../src/tensor/report.ts";
import type { Side } from "../src/tensor/sides.ts";
import { figure } from "../src/tensor/workload.ts";

const program = [process.execPath, fileURLToPath(new URL("./fake-side.mjs", import.meta.url))];

/** A side with this result and these times, or these failures, instead of work. The first answer is the warm-up's. */
function fake(name: string, isJavaScript: boolean, behaviour: object): Side {
  return { name, isJavaScript, program, options: [JSON.stringify(behaviour)] };
}

const result = [1, -2, 3];
const ours = fake("ours", false, { result, answers: [99, 2, 1, 3, 2, 9] });
const slow = fake("tfjs-wasm", true, { result, answers: [8] });
const quick = fake("jax-js", true, { result: [1, -2, 3.0001], answers: [4], note: "in its own way" });

test("a row for the target and one for each peer: medians of the rounds, above 1 is ours ahead", async () => {
  const workload = { ...softmax(2, 3), target: 3 };
  const rows = await measure(workload, ours, [slow, quick]);
  const common = { workload: "softmax 2x3", unit: "ms", ours: 2, oursMin: 1, oursMax: 9, runs: 5 };
  expect(rows.map((row) => JSON.parse(jsonLine(row)))).toEqual([
    { ...common, peer: "target", theirs: 3, theirsMin: 3, theirsMax: 3, ratio: 1.5 },
    {
      ...common,
      ...{ peer: "tfjs-wasm", theirs: 8, theirsMin: 8, theirsMax: 8, ratio: 4 },
      note: "max relative difference 0.0",
    },
    {
      ...common,
      ...{ peer: "jax-js", theirs: 4, theirsMin: 4, theirsMax: 4, ratio: 2 },
      note: "in its own way; max relative difference 0.000033",
    },
  ]);
});

test("without a number, the target is the best peer in JavaScript; where more is better, that has the highest figure", async () => {
  const torch = fake("PyTorch", false, { result, answers: [1] });
  const [target] = await measure(matmul("a product", { m: 100, k: 100, n: 100 }), ours, [slow, quick, torch]);
  expect(target).toMatchObject({
    peer: "target",
    unit: "GFLOPS",
    ours: 1,
    theirs: 0.5,
    ratio: 2,
    note: "the best peer in JavaScript",
  });
});

test("a side that cannot do the work, crashes or gives another result has no figure, and a note that says why", async () => {
  const rows = await measure(softmax(2, 3), ours, [
    fake("unable", true, { error: "no such kernel\nand a trace" }),
    fake("crashing", true, { crash: "out of luck" }),
    fake("wrong", true, { result: [1, -2, 3.01], answers: [1] }),
    fake("short", true, { result: [1, -2], answers: [1] }),
    fake("lost", true, { result: [1, -2, "NaN"], answers: [1] }),
  ]);
  expect(rows.map(({ peer, theirs, ratio, note }) => ({ peer, theirs, ratio, note }))).toEqual([
    { peer: "target", theirs: null, ratio: null, note: "the best peer in JavaScript" },
    { peer: "unable", theirs: null, ratio: null, note: "no such kernel" },
    {
      peer: "crashing",
      theirs: null,
      ratio: null,
      note: expect.stringMatching(/^its process ended early: .*out of luck/),
    },
    { peer: "wrong", theirs: null, ratio: null, note: "not timed: max relative difference 0.0033 to ours" },
    {
      peer: "short",
      theirs: null,
      ratio: null,
      note: "not timed: max relative difference Infinity to ours",
    },
    { peer: "lost", theirs: null, ratio: null, note: "not timed: max relative difference Infinity to ours" },
  ]);
});

test("what we cannot do has no figure either, and the peers keep theirs", async () => {
  const [, row] = await measure(softmax(2, 3), fake("ours", false, { error: "not yet" }), [slow]);
  expect(row).toMatchObject({ ours: null, theirs: 8, ratio: null, note: "ours: not yet" });
});

test("a run that others disturb is measured again, and if that does not help, the row says so", async () => {
  const away = { milliseconds: 100, busy: 0.5 };
  const once = fake("jax-js", true, { result, answers: [4, away, 4] });
  const always = fake("tfjs-wasm", true, { result, answers: [away] });
  const [, lucky, unlucky] = await measure(softmax(2, 3), ours, [once, always]);
  expect(lucky).toMatchObject({ theirs: 4, theirsMax: 4, note: "max relative difference 0.0" });
  expect(unlucky?.note).toContain("disturbed by other programs in 5 of 5 rounds");
});

test("a line for a person has the workload, all figures and the ratios", async () => {
  const line = text(await measure({ ...softmax(2, 3), target: 3 }, ours, [slow, quick]));
  expect(line).toMatch(/^softmax 2x3 +ms +2 +3 \(1\.5x\) +8 \(4x\) +4 \(2x\) +- +-$/);
});

test("the difference of two results: relative, with the root mean square as the least that counts", () => {
  const of = (a: number[], b: number[]) => maxRelativeDifference(Float32Array.from(a), Float32Array.from(b));
  expect(of([1.5, 2], [1, 2])).toBeCloseTo(0.5 / Math.sqrt(2.5), 12);
  expect(of([0, 8], [0, 4])).toBe(1);
  expect(of([Number.NaN], [Number.NaN])).toBe(0);
  expect(of([Number.NaN], [1])).toBe(Infinity);
  expect(of([1], [Number.NaN])).toBe(Infinity);
});

test("figures from the time of a step", () => {
  expect(figure({ name: "GFLOPS", flops: 3e9 }, 100)).toBe(30);
  expect(figure({ name: "ms" }, 100)).toBe(100);
  expect(figure({ name: "µs", repeats: 1000 }, 2)).toBe(2);
});

test("every workload has a name of its own, by which --only finds it", () => {
  expect(new Set(tensor.workloads).size).toBe(tensor.workloads.length);
  for (const name of tensor.workloads) expect(chosen(tensor, [name.toUpperCase()])).toContain(name);
});

test("--only takes parts of names; without any, all are measured", () => {
  expect(chosen(tensor, ["softmax 4096x1024, two", "CONV2D F"])).toEqual([
    "conv2d forward",
    "conv2d filter gradient",
    "conv2d forward, two threads",
    "conv2d filter gradient, two threads",
    "softmax 4096x1024, two threads",
  ]);
  expect(chosen(tensor, [])).toBe(tensor.workloads);
  expect(() => chosen(tensor, ["softmax", "gemm"])).toThrow(
    /^tensor has no workload "gemm"; known are: matmul AB 256, /,
  );
});

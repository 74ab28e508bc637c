/**
 * Every op that can be differentiated, on every mode of the gpu backend: values and gradients in float32 against float64 on the cpu.
 * Nothing of it may be done elsewhere.
 */
import {
  gpuFallbacks,
  gpuInfo,
  initDevice,
  setDefaultDevice,
  type Tensor,
  tensor,
  vjp,
} from "@gradus/tensor";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { allCases } from "./cases/index.ts";
import { forEachMode } from "./gpu-modes.ts";
import type { OpCase, Sample } from "./op-case.ts";

/** What an error may be, beside the largest number of a result: float32 leaves 6e-8 of it at each step. */
const tolerances: { readonly [op: string]: number } = {};
const TOLERANCE = 2e-5;

const depth = Number(process.env["GRADUS_RUNS"] ?? 1);
const samples = { webasm: 3, webgpu: 1, webgl2: 1, headlessgl: 1 };

/** The value and all gradients of a sample. Elements are rounded to float32 first, so that both sides start from the same. */
async function derivatives(
  line: OpCase,
  { inputs, attrs }: Sample<never>,
  dtype: "float32" | "float64",
): Promise<number[][]> {
  const x = inputs.map(({ shape, data }) => tensor(Float32Array.from(data), { shape, dtype }));
  const [y, pull] = vjp((...given: Tensor[]) => line.f(given, attrs), ...x);
  const cotangent = tensor(
    Float32Array.from({ length: y.size }, (_, i) => 0.5 + ((i * 7) % 5) / 4),
    { shape: y.shape, dtype },
  );
  const all = [y, ...pull(cotangent)];
  return Promise.all(all.map(async (each) => Array.from(await each.data())));
}

async function check(line: OpCase, sample: Sample<never>): Promise<void> {
  setDefaultDevice("cpu");
  const exact = await derivatives(line, sample, "float64");
  setDefaultDevice("gpu");
  const got = await derivatives(line, sample, "float32");
  expect(got.length).toBe(exact.length);
  got.forEach((numbers, r) => {
    const wanted = exact[r] as number[];
    expect(numbers.length).toBe(wanted.length);
    const size = Math.max(1, ...wanted.map(Math.abs));
    const error = Math.max(0, ...numbers.map((y, i) => Math.abs(y - (wanted[i] as number))));
    const tolerance = tolerances[line.name] ?? TOLERANCE;
    if (!(error <= tolerance * size))
      throw new Error(
        `${r === 0 ? "the value" : `the gradient of input ${r - 1}`} is off by ${error} (largest ${size}) at ` +
          `${JSON.stringify(sample)}:\n  ${numbers.slice(0, 12)}\n  for ${wanted.slice(0, 12)}`,
      );
  });
}

await forEachMode((mode) => {
  beforeAll(async () => {
    await initDevice("gpu", { mode });
  });
  afterAll(() => setDefaultDevice("wasm"));

  test.each(allCases)("$name", async (line) => {
    for (const sample of fc.sample(line.samples, { numRuns: samples[mode] * depth, seed: 7 }))
      await check(line, sample as Sample<never>);
    if (gpuInfo().launched > 0) expect(gpuInfo().executed).toBe(mode);
    expect(gpuFallbacks()).toEqual({});
  });
}, describe);

/** Values and gradients of an op on the default device in float32, against float64 on the cpu. */
import { setDefaultDevice, type Tensor, tensor, vjp } from "@gradus/tensor";
import * as fc from "fast-check";
import type { OpCase, Sample } from "./op-case.ts";

/** What an error may be, as a fraction of the largest number of the result (or of 1): float32 leaves 6e-8 of it at each step. */
export const TOLERANCE = 2e-5;
/** Ops that amplify what is rounded off on the way. */
export const tolerances: { readonly [name: string]: number } = {};

/**
 * Tries a line of the table on the gpu.
 *
 * @throws Error that names what is off, and by how much
 */
export async function checkOnGpu(line: OpCase, numRuns: number): Promise<void> {
  for (const sample of fc.sample(line.samples, { numRuns, seed: 7 }))
    await check(line, sample as Sample<never>);
}

async function check(line: OpCase, sample: Sample<never>): Promise<void> {
  setDefaultDevice("cpu");
  const exact = await derivatives(line, sample, "float64");
  setDefaultDevice("gpu");
  const got = await derivatives(line, sample, "float32");
  if (got.length !== exact.length) throw new Error(`${got.length} results, not ${exact.length}`);
  got.forEach((numbers, r) => {
    const wanted = exact[r] as number[];
    const what = r === 0 ? "the value" : `the gradient of input ${r - 1}`;
    if (numbers.length !== wanted.length)
      throw new Error(`${what} has ${numbers.length} elements, not ${wanted.length}`);
    const size = Math.max(1, ...wanted.map(Math.abs));
    const error = Math.max(0, ...numbers.map((y, i) => Math.abs(y - (wanted[i] as number))));
    if (error <= (tolerances[line.name] ?? TOLERANCE) * size) return;
    throw new Error(
      `${what} is off by ${error} (largest ${size}) at ${JSON.stringify(sample)}:\n  ` +
        `${numbers.slice(0, 12)}\n  for ${wanted.slice(0, 12)}`,
    );
  });
}

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

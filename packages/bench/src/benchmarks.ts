import type { Benchmark } from "./benchmark.ts";
import { gpu } from "./gpu/benchmark.ts";
import { nn } from "./nn/benchmark.ts";
import { scalar } from "./scalar/benchmark.ts";
import { tensor } from "./tensor/benchmark.ts";

/** All there are; `npm run bench` lists them. */
export const benchmarks: readonly Benchmark[] = [scalar, tensor, nn, gpu];

/** @throws RangeError for an unknown name */
export function benchmarkNamed(name: string): Benchmark {
  const found = benchmarks.find((benchmark) => benchmark.name === name);
  if (found !== undefined) return found;
  const known = benchmarks.map((benchmark) => benchmark.name).join(", ");
  throw new RangeError(`unknown benchmark "${name}"; known are: ${known}`);
}

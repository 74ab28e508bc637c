/** Timing for the micro benchmarks of the wasm backend. */
import type { Backend, Storage, View } from "@gradus/tensor/backend/backend";
import { wasm } from "@gradus/tensor/backend/wasm/index";
import { contiguousStrides, type Shape, sizeOf } from "@gradus/tensor/shape";

if (wasm === undefined) throw new Error("this engine has no WebAssembly SIMD");

/** The backend that is measured. */
export const backend: Backend = wasm;

/** A float32 block of numbers between -1 and 1 times `scale`. */
export function random(shape: Shape, scale = 1): View {
  const elements = Float32Array.from(
    { length: sizeOf(shape) },
    (_, i) => (scale * (((i * 7919) % 10007) - 5003)) / 5003,
  );
  const storage = backend.upload("float32", elements);
  return { storage, dtype: "float32", shape, strides: contiguousStrides(shape), offset: 0 };
}

/**
 * Milliseconds of one call: the median of as many as go into half a second, the least, and the processor time of this thread on
 * average, which other programs on the machine lengthen less. Results are given back.
 */
export function measure(f: () => Storage): { median: number; least: number; cpu: number } {
  const call = (): void => backend.release?.(f());
  const start = performance.now();
  let warm = 0;
  for (; warm < 3 || performance.now() - start < 100; warm++) call();
  const repeats = Math.max(1, Math.round((0.2 * warm) / (performance.now() - start)));
  const times: number[] = [];
  const before = process.threadCpuUsage();
  for (const end = performance.now() + 500; performance.now() < end || times.length < 5; ) {
    const from = performance.now();
    for (let i = 0; i < repeats; i++) call();
    times.push((performance.now() - from) / repeats);
  }
  const { user, system } = process.threadCpuUsage(before);
  const cpu = (user + system) / 1000 / times.length / repeats;
  times.sort((a, b) => a - b);
  return { median: times[times.length >> 1] as number, least: times[0] as number, cpu };
}

/** One line: what was measured, how long it took, and how fast that is. */
export function report(name: string, f: () => Storage, work: number, unit: "GFLOPS" | "GB/s"): void {
  const { median, least, cpu } = measure(f);
  const rate = (ms: number): string => (work / ms / 1e6).toFixed(1).padStart(6);
  const wide = (ms: number): string => ms.toFixed(median < 0.1 ? 5 : 3).padStart(9);
  console.log(
    `${name.padEnd(42)} ${wide(median)} ms ${rate(median)} ${unit}   processor ${wide(cpu)} ms ${rate(cpu)}   best ${rate(least)}`,
  );
}

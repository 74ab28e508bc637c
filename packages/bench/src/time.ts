import { performance } from "node:perf_hooks";

/** How long a step is repeated before the clock counts, and while it does; in ms. */
export interface Durations {
  readonly warmUp: number;
  readonly measure: number;
}

/**
 * The mean time of one step in ms, garbage collection included: repeats it for `warmUp` ms, so that the compiler has
 * seen it, then counts how often it fits into `measure` ms (once at least).
 */
export function timeStep(step: () => void, { warmUp, measure }: Durations): number {
  repeat(step, warmUp);
  return repeat(step, measure);
}

function repeat(step: () => void, milliseconds: number): number {
  const start = performance.now();
  let count = 0;
  let elapsed = 0;
  while (elapsed < milliseconds || count === 0) {
    step();
    count++;
    elapsed = performance.now() - start;
  }
  return elapsed / count;
}

/** Likewise the mean time of one step that may be asynchronous. One that is not is repeated without ever yielding. */
export async function timeSteps(step: () => unknown, milliseconds: number): Promise<number> {
  const start = performance.now();
  let count = 0;
  let elapsed = 0;
  while (elapsed < milliseconds || count === 0) {
    const pending = step();
    if (pending instanceof Promise) await pending;
    count++;
    elapsed = performance.now() - start;
  }
  return elapsed / count;
}

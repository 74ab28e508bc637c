import type { Contestant } from "./work.ts";

/** What a side gave: the numbers of its first steps, which sides are compared by, and the time of a step in ms, several times. */
export interface Taken {
  readonly numbers: readonly number[];
  readonly times: readonly number[];
  /** Who computed. */
  readonly description: string;
  /** Why there is nothing, where there is nothing. */
  readonly failure?: string;
}

/** Steps that are compared, then thrown away. */
const FIRST = 3;
const RUNS = 3;
const MEASURE = 400;
/** A step that takes longer than this is measured once, in ms. */
const LONG = 3000;

/** Takes the time of a side. */
export async function take({ step }: Contestant, description: string): Promise<Taken> {
  const numbers: number[] = [];
  let last = 0;
  for (let i = 0; i < FIRST && last < LONG; i++) {
    const start = performance.now();
    numbers.push(await step());
    last = performance.now() - start;
  }
  if (last >= LONG) return { numbers, times: [last], description };
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const start = performance.now();
    let count = 0;
    while (count === 0 || performance.now() - start < MEASURE) {
      await step();
      count++;
    }
    times.push((performance.now() - start) / count);
  }
  return { numbers, times, description };
}

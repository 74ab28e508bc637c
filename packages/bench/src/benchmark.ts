import type { Row } from "./rows.ts";

/** What a benchmark is: workloads, each of which gives rows that compare us with peers. */
export interface Benchmark {
  readonly name: string;
  readonly summary: string;
  /** Their names, in the order in which they are measured. */
  readonly workloads: readonly string[];
  /** Measures the named workloads one after another and gives the rows of each. Says on stderr how far it is. */
  measure(workloads: readonly string[]): AsyncIterable<readonly Row[]>;
  /** What stands above the rows, for a person. */
  readonly heading?: string;
  /** The rows of one workload, for a person. */
  text(rows: readonly Row[]): string;
}

/**
 * The workloads whose names contain one of `parts` (upper or lower case); all of them without `parts`.
 *
 * @throws RangeError for a part that no name contains
 */
export function chosen({ name, workloads }: Benchmark, parts: readonly string[]): readonly string[] {
  if (parts.length === 0) return workloads;
  const fits = (workload: string, part: string) => workload.toLowerCase().includes(part.toLowerCase());
  for (const part of parts) {
    if (workloads.some((workload) => fits(workload, part))) continue;
    throw new RangeError(`${name} has no workload "${part}"; known are: ${workloads.join(", ")}`);
  }
  return workloads.filter((workload) => parts.some((part) => fits(workload, part)));
}

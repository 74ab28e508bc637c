import type { Benchmark } from "../benchmark.ts";
import type { Row } from "../rows.ts";
import { assertAgreement } from "./agree.ts";
import type { Contest } from "./contest.ts";
import { contests } from "./contests.ts";
import { type Run, runIsolated } from "./isolate.ts";
import { rowsOf, textBlock, warning } from "./report.ts";
import { workloads } from "./workloads.ts";

/** An odd number, so that one of them is the median. */
const RUNS = 5;

export const scalar: Benchmark = {
  name: "scalar",
  summary: "the scalar engine against one in micrograd's shape (closures, sets, recursive order)",
  workloads: workloads.map(({ name }) => name),
  measure,
  text: textBlock,
};

async function* measure(names: readonly string[]): AsyncGenerator<readonly Row[]> {
  for (const workload of workloads) if (names.includes(workload.name)) assertAgreement(workload);
  for (const [i, contest] of contests.entries()) {
    if (!names.includes(contest.workload)) continue;
    const { ours, theirs } = await compete(i, contest);
    const rows = rowsOf(contest, ours, theirs);
    yield rows;
    const unfair = warning(contest, rows[0]);
    if (unfair !== undefined) console.error(unfair);
  }
}

/** Interleaved, so that a slow minute of the machine hits both sides. */
async function compete(index: number, contest: Contest): Promise<{ ours: Run[]; theirs: Run[] }> {
  const ours: Run[] = [];
  const theirs: Run[] = [];
  for (let i = 1; i <= RUNS; i++) {
    console.error(`bench: ${contest.workload}: run ${i} of ${RUNS}`);
    ours.push(await runIsolated(index, "ours"));
    theirs.push(await runIsolated(index, "theirs"));
  }
  return { ours, theirs };
}

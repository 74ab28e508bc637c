/** `npm run bench`: lists the benchmarks; `npm run bench -- NAME [--json]` runs one. */
import { Command } from "commander";
import type { Benchmark, Contest } from "./benchmark.ts";
import { benchmarkNamed, benchmarks } from "./benchmarks.ts";
import { type Run, runIsolated } from "./isolate.ts";
import { jsonLine, textBlock, warning } from "./report.ts";
import { rowsOf } from "./rows.ts";

/** An odd number, so that one of them is the median. */
const RUNS = 5;

const program = new Command("bench")
  .description("measures our engines against their peers")
  .argument("[name]", "which benchmark; without it, they are listed")
  .option("--json", "one line of JSON for each row and peer")
  .action(async (name: string | undefined, { json = false }: { json?: boolean }) => {
    if (name === undefined) console.log(list());
    else await run(benchmarkNamed(name), json);
  });

try {
  await program.parseAsync();
} catch (error) {
  console.error(`bench: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

function list(): string {
  const lines = benchmarks.map(({ name, summary }) => `  npm run bench -- ${name} [--json]   ${summary}`);
  return ["Benchmarks:", ...lines].join("\n");
}

async function run(benchmark: Benchmark, json: boolean): Promise<void> {
  benchmark.verify();
  for (const [i, contest] of benchmark.contests.entries()) {
    const { ours, theirs } = await measure(benchmark, i, contest);
    const rows = rowsOf(contest, ours, theirs);
    console.log(json ? rows.map(jsonLine).join("\n") : textBlock(contest, rows));
    const unfair = warning(contest, rows[0]);
    if (unfair !== undefined) console.error(unfair);
  }
}

/** Interleaved, so that a slow minute of the machine hits both sides. */
async function measure(
  benchmark: Benchmark,
  index: number,
  contest: Contest,
): Promise<{ ours: Run[]; theirs: Run[] }> {
  const ours: Run[] = [];
  const theirs: Run[] = [];
  for (let i = 1; i <= RUNS; i++) {
    console.error(`bench: ${contest.workload}: run ${i} of ${RUNS}`);
    ours.push(await runIsolated(benchmark.name, index, "ours"));
    theirs.push(await runIsolated(benchmark.name, index, "theirs"));
  }
  return { ours, theirs };
}

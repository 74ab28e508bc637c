/** `npm run bench`: lists the benchmarks; `npm run bench -- NAME [--json] [--only WORKLOAD ...]` runs one. */
import { Command } from "commander";
import { type Benchmark, chosen } from "./benchmark.ts";
import { benchmarkNamed, benchmarks } from "./benchmarks.ts";
import { jsonLine } from "./rows.ts";

const program = new Command("bench")
  .description("measures our engines against their peers")
  .argument("[name]", "which benchmark; without it, they are listed")
  .option("--json", "one line of JSON for each row and peer")
  .option("--only <workloads...>", "only the workloads whose names contain one of these")
  .action(async (name: string | undefined, { json = false, only = [] }: Options) => {
    if (name === undefined) console.log(list());
    else await run(benchmarkNamed(name), only, json);
  });

interface Options {
  readonly json?: boolean;
  readonly only?: readonly string[];
}

try {
  await program.parseAsync();
} catch (error) {
  console.error(`bench: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

function list(): string {
  const lines = benchmarks.map(
    ({ name, summary }) => `  npm run bench -- ${name} [--json] [--only WORKLOAD ...]   ${summary}`,
  );
  return ["Benchmarks:", ...lines].join("\n");
}

async function run(benchmark: Benchmark, only: readonly string[], json: boolean): Promise<void> {
  const workloads = chosen(benchmark, only);
  if (!json && benchmark.heading !== undefined) console.log(benchmark.heading);
  for await (const rows of benchmark.measure(workloads))
    console.log(json ? rows.map(jsonLine).join("\n") : benchmark.text(rows));
}

/** `npm run demo -- NAME`: one model, trained with a seed; the last line is its result as JSON if that is asked for. */
import { type Demo, play, Screen } from "@gradus/demo";
import type { Device } from "@gradus/tensor";
import { Command, Option } from "commander";
import { demos } from "./demos.ts";
import { run } from "./run.ts";

interface Options {
  readonly data?: string;
  readonly device: Device;
  readonly fresh?: boolean;
  readonly json?: boolean;
  readonly quick?: boolean;
  readonly seed: string;
  readonly threads: string;
}

const list = demos.map(({ name, about }) => `  ${name.padEnd(18)}${about}`).join("\n");

const command = new Command("npm run demo --")
  .description(
    `Trains one model, and leaves pictures, samples and its result in runs/NAME/.\n\nDemos:\n${list}`,
  )
  .argument("[name]", "which demo")
  .option("--data <folder>", "a folder with real data")
  .option("--seed <number>", "the seed of everything random", "1")
  .addOption(
    new Option("--device <device>", "where it computes").choices(["wasm", "gpu", "cpu"]).default("wasm"),
  )
  .option("--threads <number>", "how many threads compute; the figures do not depend on it", "1")
  .option("--quick", "settings so small that it takes seconds: to see that it runs")
  .option("--fresh", "begin anew, whatever a stopped run left")
  .option("--json", "print the result as one line of JSON, last on standard output")
  .configureOutput({ outputError: (message, write) => write(`gradus: ${message.replace(/^error: /, "")}`) })
  .action((name: string | undefined, options: Options) => {
    const stop = new AbortController();
    return run(async () => {
      if (name === undefined) {
        console.log(`Demos, each started with npm run demo -- NAME:\n${list}`);
        return;
      }
      const entry = demos.find((demo) => demo.name === name);
      if (entry === undefined)
        throw new Error(
          `there is no demo "${name}"; the demos are ${demos.map(({ name: known }) => known).join(", ")}`,
        );
      if (!Number.isSafeInteger(Number(options.seed)))
        throw new Error(`the seed must be a whole number, not "${options.seed}"`);
      if (!Number.isInteger(Number(options.threads)) || Number(options.threads) < 1)
        throw new Error(`threads must be a whole number from 1, not "${options.threads}"`);
      const { json = false, seed, threads, ...rest } = options;
      const demo: Demo = await entry.load();
      // With --json, standard output holds nothing but the result.
      const screen = new Screen(json ? process.stderr : process.stdout);
      const result = await play(demo, {
        ...rest,
        seed: Number(seed),
        threads: Number(threads),
        screen,
        signal: stop.signal,
      });
      if (result.stopped === true)
        screen.say(`Stopped. npm run demo -- ${name} goes on from here, with the same options.`);
      if (json) console.log(JSON.stringify(result));
    }, stop);
  });

await command.parseAsync();

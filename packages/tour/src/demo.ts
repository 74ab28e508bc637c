/** `npm run demo -- NAME`: one model, trained with a seed; the last line is its result as JSON if that is asked for. */
import { Command } from "commander";
import { run } from "./run.ts";
import { Screen } from "./screen.ts";
import { digitsStop } from "./stops/digits.ts";
import { moonsStop } from "./stops/moons.ts";

interface DemoOptions {
  readonly data?: string;
  readonly json?: boolean;
  readonly seed: string;
}

const demos: Readonly<
  Record<string, { about: string; play(screen: Screen, options: DemoOptions): Promise<object> }>
> = {
  "scalar-moons": {
    about: "an MLP of single numbers on two moons",
    play: (screen, { seed }) => moonsStop(screen, Number(seed)),
  },
  "scalar-digits": {
    about: "an MLP of single numbers on real digits, shrunk to 8x8 (needs --data)",
    play: (screen, { data, seed }) => {
      if (data === undefined)
        throw new Error("scalar-digits needs --data FOLDER, with IDX files as MNIST ships them");
      return digitsStop(screen, data, Number(seed));
    },
  },
};
const list = Object.entries(demos).map(([name, { about }]) => `  ${name.padEnd(16)}${about}`);

const command = new Command("npm run demo --")
  .description(`Trains one model.\n\nDemos:\n${list.join("\n")}`)
  .argument("[name]", "which demo")
  .option("--data <folder>", "a folder with real data")
  .option("--seed <number>", "the seed of everything random", "1")
  .option("--json", "print the result as one line of JSON, last on standard output")
  .configureOutput({ outputError: (message, write) => write(`gradus: ${message.replace(/^error: /, "")}`) })
  .action((name: string | undefined, options: DemoOptions) =>
    run(async () => {
      if (name === undefined) {
        console.log(`Demos, each started with npm run demo -- NAME:\n${list.join("\n")}`);
        return;
      }
      const demo = demos[name];
      if (demo === undefined)
        throw new Error(`there is no demo "${name}"; the demos are ${Object.keys(demos).join(", ")}`);
      if (!Number.isSafeInteger(Number(options.seed)))
        throw new Error(`the seed must be a whole number, not "${options.seed}"`);
      // With --json, standard output holds nothing but the result.
      const result = await demo.play(new Screen(options.json ? process.stderr : process.stdout), options);
      if (options.json) console.log(JSON.stringify({ demo: name, ...result }));
    }),
  );

await command.parseAsync();

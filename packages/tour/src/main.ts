/** `npm start`: what gradus is for, in under a minute. */

import { Screen } from "@gradus/demo";
import chalk from "chalk";
import { Command } from "commander";
import { run } from "./run.ts";
import { begin } from "./stops/begin.ts";
import { cnnStop } from "./stops/cnn.ts";
import { digitsStop } from "./stops/digits.ts";
import { gradcheck } from "./stops/gradcheck.ts";
import { graph } from "./stops/graph.ts";
import { moonsStop } from "./stops/moons.ts";

const command = new Command("npm start --")
  .description("A tour of gradus: a graph, its gradients, and networks that learn.")
  .option("--data <folder>", "train on real digits: a folder with IDX files as MNIST ships them")
  .configureOutput({ outputError: (message, write) => write(`gradus: ${message.replace(/^error: /, "")}`) })
  .allowExcessArguments(false)
  .action(({ data }: { data?: string }) =>
    run(async () => {
      const screen = new Screen();
      screen.say(
        `${chalk.bold("gradus")}: a deep-learning library written to be read, and the course cut out of it`,
      );
      if (data !== undefined) {
        await digitsStop(screen, data);
        return;
      }
      await graph(screen);
      if (!(await gradcheck(screen))) throw new Error("a gradient check failed; see the table above");
      await moonsStop(screen);
      await cnnStop(screen);
      begin(screen);
    }),
  );

await command.parseAsync();

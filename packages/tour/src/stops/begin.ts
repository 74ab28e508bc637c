/** The end of the tour: where the climb begins. */

import type { Screen } from "@gradus/demo";
import chalk from "chalk";

/** Says what comes next. */
export function begin(screen: Screen): void {
  screen.heading("Now you");
  screen.say("All of this is built from functions that you will write yourself, one lesson after the other:");
  screen.say("derivatives, dual numbers, the graph, backward, and a neuron that learns.\n");
  screen.say(
    "Lesson 01 begins with a single question: what is the slope of a function that you can only call?",
  );
  screen.say("Its text: exercises/01-derivatives/README.md\n");
  screen.say(`Begin:    ${chalk.cyan("npm run learn")}`);
}

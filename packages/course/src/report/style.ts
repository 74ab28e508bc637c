/** Colours and marks of the reports, in one place. */
import chalk from "chalk";
import type { State } from "../testing/outcome.ts";
import { rowsOf } from "./fit.ts";

/** How a state is shown: a mark, its name, and its colour. */
const states: Readonly<Record<State, { mark: string; name: string; paint: (text: string) => string }>> = {
  pass: { mark: "✓", name: "passes", paint: (text) => chalk.green(text) },
  fail: { mark: "✗", name: "a wrong value", paint: (text) => chalk.red(text) },
  error: { mark: "!", name: "an error", paint: (text) => chalk.magenta(text) },
  timeout: { mark: "∞", name: "does not come to an end", paint: (text) => chalk.magenta(text) },
  todo: { mark: "·", name: "not started", paint: (text) => chalk.dim(text) },
};

/** The mark of a state, coloured. */
export function mark(state: State): string {
  return states[state].paint(states[state].mark);
}

/** A state in words, coloured. */
export function stateName(state: State): string {
  return states[state].paint(states[state].name);
}

/** A bar of `width` cells, filled by the fraction `done`. */
export function bar(done: number, width: number): string {
  const filled = Math.round(Math.min(Math.max(done, 0), 1) * width);
  return chalk.cyan("█".repeat(filled)) + chalk.dim("░".repeat(width - filled));
}

/** Text wrapped to the terminal, each line indented. */
export function block(text: string, indent: number, width: number = lineWidth()): string {
  const pad = " ".repeat(indent);
  return rowsOf(text, Math.max(width - indent, 20))
    .map((line) => pad + line)
    .join("\n");
}

/** Columns to write in: the terminal's, within reason. */
export function lineWidth(): number {
  return Math.min(Math.max(process.stdout.columns ?? 90, 40), 110);
}

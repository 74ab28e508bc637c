/** What a check of a lesson found, for a person at a terminal. */
import chalk from "chalk";
import type { Course } from "../lesson/lessons.ts";
import { type Language, say } from "../lesson/text.ts";
import type { LessonResult, TaskResult, TestResult } from "../run/results.ts";

import { taskLocation } from "../student/work.ts";
import { bar, block, mark, stateName } from "./style.ts";

/** The task to work on: the first that does not pass. */
export function openTask(result: LessonResult): TaskResult | undefined {
  return result.tasks.find(({ state }) => state !== "pass");
}

/** The whole report: all tasks in a line each, then one task in full. */
export function lessonReport(
  course: Course,
  result: LessonResult,
  language: Language,
  focus: TaskResult | undefined = openTask(result),
): string {
  const parts = [overview(result, language)];
  if (focus !== undefined) parts.push(taskReport(course, result, focus));
  if (result.finale !== undefined) parts.push(finaleReport(result));
  return parts.join("\n\n");
}

/** The title, the points, and a line for each task. */
export function overview(result: LessonResult, language: Language): string {
  const { lesson, points, maxPoints } = result;
  const title = chalk.bold(`${lesson.number} ${say(lesson.title, language)}`);
  const width = Math.max(...result.tasks.map(({ id }) => id.length));
  const lines = result.tasks.map(
    ({ id, state, points: earned, maxPoints: most }) =>
      `  ${mark(state)} ${id.padEnd(width)}  ${`${earned}/${most}`.padStart(6)}  ${state === "pass" ? "" : stateName(state)}`,
  );
  return [`${title}  ${bar(points / maxPoints, 20)}  ${points} / ${maxPoints} points`, "", ...lines].join(
    "\n",
  );
}

/** One task: its tests, what went wrong in the first that failed, and what that suggests. */
export function taskReport(course: Course, { lesson }: LessonResult, result: TaskResult): string {
  const task = lesson.tasks.find(({ id }) => id === result.id);
  const where = task === undefined ? "" : chalk.dim(taskLocation(course, lesson, task));
  const lines = [`${chalk.bold(result.id)}  ${stateName(result.state)}  ${where}`, ""];
  for (const test of result.tests) lines.push(block(`${mark(test.state)} ${test.title}`, 2));
  const worst = result.tests.find(({ state }) => state === result.state && state !== "pass");
  if (worst !== undefined) lines.push("", failure(result, worst));
  return lines.join("\n");
}

function failure(task: TaskResult, test: TestResult): string {
  if (test.state === "todo") return todo(task, test);
  const lines = [block(test.message, 4)];
  if (test.counterexample) {
    const seed = test.seed === undefined ? "" : chalk.dim(`  (seed ${test.seed})`);
    lines.push("", block(`smallest counterexample: ${chalk.yellow(test.counterexample)}${seed}`, 4));
  }
  const suggestion = task.mistake ?? test.diagnosis;
  if (suggestion !== undefined)
    lines.push("", block(`${chalk.cyan("what the numbers say:")} ${suggestion}`, 4));
  if (test.output !== undefined) {
    lines.push("", `    ${chalk.dim("your code printed:")}`);
    for (const line of test.output.trimEnd().split("\n").slice(0, 8))
      lines.push(`    ${chalk.dim("|")} ${printable(line)}`);
  }
  return lines.join("\n");
}

function todo(task: TaskResult, test: TestResult): string {
  if (test.needs === undefined || test.needs === task.id)
    return block("Replace the line that throws the TODO. The comment above it says what to compute.", 4);
  return block(`This test reached the TODO of ${test.needs}: solve that one first.`, 4);
}

function finaleReport({ lesson, finale }: LessonResult): string {
  if (finale === undefined) return "";
  const title = chalk.bold(
    finale.ok ? "All tasks pass. The finale, on your code:" : "All tasks pass, but the finale stopped:",
  );
  const rest = finale.ok ? "" : `\n\n${block(chalk.red(finale.error), 2)}`;
  return `${title}\n\n${finale.output}${rest}\n\n${chalk.dim(`The reasoning: solutions/${lesson.name}/README.md`)}`;
}

/** Control characters of a student's output must not move the cursor or clear the screen. */
function printable(line: string): string {
  return line.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "�").slice(0, 200);
}

/** What a check of a lesson found, for a person at a terminal. */
import chalk from "chalk";
import type { Course } from "../lesson/lessons.ts";
import { type Language, say } from "../lesson/text.ts";
import type { LessonResult, TaskResult, TestResult } from "../run/results.ts";

import { taskLocation } from "../student/work.ts";
import { shorten } from "./fit.ts";
import { bar, block, lineWidth, mark, stateName } from "./style.ts";

/** The task to work on: the first that does not pass. */
export function openTask(result: LessonResult): TaskResult | undefined {
  return result.tasks.find(({ state }) => state !== "pass");
}

/** How much a report says: everything, less about what is done, or nothing but what there is to do. */
export type Detail = "all" | "open" | "focus";

/** The details from the most to the least: what to try in turn where room is short. */
export const details: readonly Detail[] = ["all", "open", "focus"];

/** The whole report: all tasks in a line each, then the one to work on in full, or the finale. */
export function lessonReport(
  course: Course,
  result: LessonResult,
  language: Language,
  detail: Detail = "all",
): string {
  const broken = result.started ? result.broken : missingFolder(result);
  if (broken !== undefined) return [name(result, language), brokenReport(broken)].join("\n\n");
  const focus = openTask(result);
  const parts = [title(result, language)];
  if (detail !== "focus") parts.push(taskList(result, detail));
  if (focus !== undefined) parts.push(taskReport(course, result, focus, detail));
  if (result.finale !== undefined) parts.push(finaleReport(course, result, language));
  return parts.join("\n\n");
}

function name({ lesson }: LessonResult, language: Language): string {
  return chalk.bold(`${lesson.number} ${say(lesson.title, language)}`);
}

function title(result: LessonResult, language: Language): string {
  const { points, maxPoints } = result;
  return `${name(result, language)}  ${bar(points / maxPoints, 20)}  ${points} / ${maxPoints} points`;
}

/** A line for each task; in less detail, one line for those that pass and one for those not begun, but for the first. */
function taskList(result: LessonResult, detail: Detail): string {
  const { tasks } = result;
  const width = Math.max(...tasks.map(({ id }) => id.length));
  const line = ({ id, state, points, maxPoints }: TaskResult) =>
    `  ${mark(state)} ${id.padEnd(width)}  ${`${points}/${maxPoints}`.padStart(6)}  ${state === "pass" ? "" : stateName(state)}`.trimEnd();
  if (detail === "all") return tasks.map(line).join("\n");
  const focus = openTask(result);
  const summed = (state: "pass" | "todo", words: string): string[] => {
    const { length } = tasks.filter((task) => task !== focus && task.state === state);
    return length === 0 ? [] : [`  ${mark(state)} ${length} ${length === 1 ? "task" : "tasks"} ${words}`];
  };
  const others = tasks.filter((task) => task === focus || !["pass", "todo"].includes(task.state));
  return [...summed("pass", "done"), ...others.map(line), ...summed("todo", "not started")].join("\n");
}

/** One task: its tests, and with the first that tells most, what went wrong and what that suggests. */
function taskReport(course: Course, { lesson }: LessonResult, result: TaskResult, detail: Detail): string {
  const task = lesson.tasks.find(({ id }) => id === result.id);
  const where = task === undefined ? "" : taskLocation(course, lesson, task);
  // Tests go from simple to hard: the first that fails tells most, also where a later one does not come to an end.
  const first =
    result.tests.find(({ state }) => state !== "pass" && state !== "todo") ??
    result.tests.find(({ state }) => state === "todo");
  const header = block(`${chalk.bold(result.id)}  ${stateName(result.state)}  ${chalk.dim(where)}`, 0);
  const lines = [header, ""];
  for (const test of result.tests) {
    if (test !== first && (detail === "focus" || (detail === "open" && test.state === "pass"))) continue;
    lines.push(block(`${mark(test.state)} ${test.title}`, 2));
    if (test === first && test.state !== "todo") lines.push("", failure(result, test, detail), "");
  }
  if (first?.state === "todo") lines.push("", todo(result, first, where));
  return lines.join("\n").trimEnd();
}

function failure(task: TaskResult, test: TestResult, detail: Detail): string {
  const most = detail === "focus" ? 2 * lineWidth() - 16 : Infinity;
  const message = test.message.split("\n").map((line) => shorten(printable(line), most));
  const lines = [block(message.join("\n"), 6)];
  if (test.counterexample) {
    const seed = test.seed === undefined ? "" : chalk.dim(`  (seed ${test.seed})`);
    const found = chalk.yellow(shorten(test.counterexample, most));
    lines.push("", block(`smallest counterexample: ${found}${seed}`, 6));
  }
  const suggestion = task.mistake ?? test.diagnosis;
  if (suggestion !== undefined)
    lines.push("", block(`${chalk.cyan("what the numbers say:")} ${suggestion}`, 6));
  if (test.output !== undefined) lines.push("", printed(test.output, detail === "focus" ? 2 : 8));
  return lines.join("\n");
}

function printed(output: string, most: number): string {
  const lines = output.trimEnd().split("\n");
  const rest = lines.length > most ? [`… and ${lines.length - most} more lines`] : [];
  const shown = lines.slice(0, most).map((line) => shorten(printable(line), lineWidth() - 8));
  return [
    `      ${chalk.dim("your code printed:")}`,
    ...[...shown, ...rest].map((line) => `      ${chalk.dim("|")} ${line}`),
  ].join("\n");
}

function todo(task: TaskResult, test: TestResult, where: string): string {
  if (test.needs !== undefined && test.needs !== task.id)
    return block(`This test reached the TODO of ${test.needs}: solve that one first.`, 6);
  const [file, line] = where.split(":");
  return block(
    `Open ${file}${line === undefined ? "" : ` at line ${line}`}: the comment says what to compute. Replace the line that throws the TODO, and save.`,
    6,
  );
}

function missingFolder({ lesson: { name: folder, number } }: LessonResult): string {
  return `learn/${folder}/ is gone; undo that, or take the stubs: press r, or npm run learn -- ${number}`;
}

function brokenReport(message: string): string {
  return [
    block(`${mark("error")} ${message}`, 2),
    "",
    block("No task can be run before that is mended. Your points stay as they were.", 6),
  ].join("\n");
}

function finaleReport(course: Course, { lesson, finale }: LessonResult, language: Language): string {
  if (finale === undefined) return "";
  const output = printableInColor(finale.output.trimEnd());
  if (!finale.ok)
    return [
      chalk.bold("All tasks pass, but the finale stopped:"),
      ...(output === "" ? [] : [output]),
      block(chalk.red(finale.error), 2),
    ].join("\n\n");
  const reasoning = `solutions/${lesson.name}/README.md`;
  const next = course.lessons[course.lessons.indexOf(lesson) + 1];
  const further =
    next === undefined
      ? "That was the last lesson that there is so far."
      : `Next: lesson ${next.number}, ${say(next.title, language)}. Type: ${chalk.cyan(`npm run learn -- ${next.number}`)}`;
  return [
    chalk.bold("All tasks pass. The finale, on your code:"),
    output,
    block(`Its pictures lie in learn/${lesson.name}/, the reasoning in ${reasoning}.\n${further}`, 0),
  ].join("\n\n");
}

/** Control characters of what a student prints or throws must not move the cursor or clear the screen. */
function printable(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "�");
}

/** The same for a finale, whose charts have colours. */
function printableInColor(text: string): string {
  return text
    .replace(/\u001b(?!\[[\d;]*m)/g, "�")
    .replace(/[\u0000-\u0008\u000b-\u001a\u001c-\u001f\u007f-\u009f]/g, "�");
}

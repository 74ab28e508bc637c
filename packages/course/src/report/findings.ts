/** What `gradus dev check` found, for an author at a terminal. */
import chalk from "chalk";
import type { Findings, LessonFindings } from "../author/dev-check.ts";

/** A line for each lesson, then every breach. */
export function findingsReport({ ok, lessons, asOf, mutants, killed, diagnosed, faults }: Findings): string {
  const lines = lessons.map(lessonLine);
  const sound = asOf.filter((one) => one.sound).map(({ lesson }) => lesson);
  lines.push(
    "",
    `${tick(killed === mutants)} ${killed} of ${mutants} mutants killed, ${diagnosed} recognised by their own message`,
    `${tick(sound.length === asOf.length)} the library is sound as of lesson ${sound.join(", ")}`,
  );
  if (!ok) lines.push("", ...faults.map((fault) => chalk.red(`  ${fault}`)));
  return lines.join("\n");
}

function lessonLine(lesson: LessonFindings): string {
  const good = lesson.faults.length === 0;
  const counts = `${lesson.tasks} tasks, ${lesson.points} points, ${lesson.tests} tests, ${lesson.killed}/${lesson.mutants} mutants killed`;
  return `${tick(good)} ${lesson.name.padEnd(20)} ${counts}`;
}

function tick(good: boolean): string {
  return good ? chalk.green("✓") : chalk.red("✗");
}

/** The lessons drawn as a climb: the first step at the bottom left, the top at the upper right. */
import chalk from "chalk";
import type { Course, Lesson } from "../lesson/lessons.ts";
import { type Language, say } from "../lesson/text.ts";
import { isSolved, lessonPoints, nextLesson, type Progress } from "../student/progress.ts";
import { bar, block, lineWidth } from "./style.ts";

/** What `gradus` alone shows. */
export function climb(course: Course, progress: Progress, language: Language): string {
  const next = nextLesson(course, progress);
  const steps = [...course.lessons]
    .reverse()
    .map((lesson) => step(course, lesson, progress, language, lesson === next));
  const all = course.lessons.map((lesson) => lessonPoints(lesson, progress));
  const points = Math.round(all.reduce((sum, lesson) => sum + lesson.points, 0) * 10) / 10;
  const maxPoints = all.reduce((sum, lesson) => sum + lesson.maxPoints, 0);
  return [
    `${chalk.bold("gradus")}  the climb${" ".repeat(24)}${points} / ${maxPoints} points`,
    "",
    ...steps,
    "",
    nextStep(next, progress, language),
  ].join("\n");
}

/** The part of a step that does not depend on the lesson: mark, bar, points. */
const AROUND_TITLE = 28;

function step(
  course: Course,
  lesson: Lesson,
  progress: Progress,
  language: Language,
  isNext: boolean,
): string {
  const { lessons } = course;
  const { points, maxPoints } = lessonPoints(lesson, progress);
  const solved = isSolved(lesson, progress);
  const title = titleOf(lesson, language);
  const painted = solved ? chalk.green(title) : isNext ? chalk.bold(title) : title;
  const widest = Math.max(...lessons.map((each) => titleOf(each, language).length));
  // As steep as the terminal is wide.
  const spare = lineWidth() - widest - AROUND_TITLE;
  const rise = Math.min(Math.max(Math.floor(spare / Math.max(lessons.length - 1, 1)), 0), 3);
  const index = lessons.indexOf(lesson);
  const here = isNext ? chalk.cyan("▶") : solved ? chalk.green("✓") : " ";
  const rest = " ".repeat(widest - title.length + rise * (lessons.length - 1 - index));
  const earned = `${points}/${maxPoints}`.padStart(7);
  return `${" ".repeat(rise * index)}${here} ▟${chalk.dim("▀▀")} ${painted}${rest}  ${bar(points / maxPoints, 12)} ${earned}`;
}

function titleOf(lesson: Lesson, language: Language): string {
  return `${lesson.number} ${say(lesson.title, language)}`;
}

function nextStep(next: Lesson | undefined, progress: Progress, language: Language): string {
  if (next === undefined) return chalk.green("You have climbed every step that there is so far.");
  const task = next.tasks.find(({ id }) => progress.tasks[id]?.state !== "pass");
  const begun = next.tasks.some(({ id }) => progress.tasks[id] !== undefined);
  const lesson = `lesson ${next.number}, ${say(next.title, language)}. ${say(next.summary, language)}`;
  return [
    block(`${begun ? "Go on" : "Next step"}: ${lesson}`, 0),
    begun && task !== undefined ? `Open task: ${task.id}` : `Read exercises/${next.name}/README.md`,
    `Type: ${chalk.cyan(`npm run learn -- ${next.number}`)}`,
  ].join("\n");
}

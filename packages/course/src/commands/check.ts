/** `gradus check`: the tests of one lesson, or of every lesson that has been begun, once. */
import chalk from "chalk";
import { type Course, findLesson, type Lesson } from "../lesson/lessons.ts";
import type { Language } from "../lesson/text.ts";
import { lessonReport, openTask } from "../report/lesson.ts";
import type { LessonResult } from "../run/results.ts";
import { Checker } from "../student/check.ts";
import { recordResult } from "../student/progress.ts";
import { isStarted } from "../student/work.ts";

/** Prints what was found; returns whether every checked task passes. */
export async function check(
  course: Course,
  wanted: string | undefined,
  json: boolean,
  language: Language,
): Promise<boolean> {
  const lessons = wanted === undefined ? course.lessons.filter(isStarted) : [findLesson(course, wanted)];
  const results: LessonResult[] = [];
  for (const lesson of lessons)
    results.push(await checkLesson(course, lesson, !json && chalk.level > 0, language));
  if (json) console.log(JSON.stringify({ lessons: results.map(plain) }, null, 2));
  else if (lessons.length === 0) console.log("No lesson has been begun yet. Begin with: npm run learn");
  else console.log(results.map((result) => report(course, result, language)).join("\n\n\n"));
  return results.every(
    ({ tasks, finale }) => tasks.every(({ state }) => state === "pass") && finale?.ok !== false,
  );
}

async function checkLesson(
  course: Course,
  lesson: Lesson,
  color: boolean,
  language: Language,
): Promise<LessonResult> {
  const checker = new Checker(course, lesson, language);
  try {
    const result = await checker.check(color);
    if (result.started) recordResult(course, result);
    return result;
  } finally {
    await checker.close();
  }
}

function report(course: Course, result: LessonResult, language: Language): string {
  if (result.started) {
    const open = openTask(result);
    const help = open === undefined ? "" : `\n\nFor a hint: npm run gradus -- hint ${open.id}`;
    return lessonReport(course, result, language) + help;
  }
  const { number, name } = result.lesson;
  return `Lesson ${number} has not been begun: there is no learn/${name}/. Begin with: npm run learn -- ${number}`;
}

/** A result without the lesson's texts. */
function plain({ lesson, ...result }: LessonResult) {
  return { lesson: lesson.number, name: lesson.name, ...result };
}

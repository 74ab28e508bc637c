/** `gradus learn`: opens a lesson and stays with it, and with those after it, until the student quits. */
import { type Course, findLesson, type Lesson } from "../lesson/lessons.ts";
import type { Language } from "../lesson/text.ts";
import { climb } from "../report/climb.ts";
import { lessonReport } from "../report/lesson.ts";
import { clear } from "../report/screen.ts";
import { Checker } from "../student/check.ts";
import { nextLesson, readProgress, recordResult } from "../student/progress.ts";
import { startWork } from "../student/work.ts";
import { Session } from "./session.ts";

/** Runs until the student quits. Without a terminal: checks once, prints, and returns. */
export async function learn(course: Course, wanted: string | undefined, language: Language): Promise<void> {
  const lesson = wanted === undefined ? nextLesson(course, readProgress(course)) : findLesson(course, wanted);
  if (lesson === undefined) console.log(climb(course, readProgress(course), language));
  else if (process.stdin.isTTY && process.stdout.isTTY) await stay(course, lesson, language);
  else await once(course, lesson, language);
}

async function once(course: Course, lesson: Lesson, language: Language): Promise<void> {
  startWork(lesson);
  const checker = new Checker(course, lesson, language);
  try {
    const result = await checker.check();
    recordResult(course, result);
    console.log(lessonReport(course, result, language));
  } finally {
    await checker.close();
  }
}

async function stay(course: Course, lesson: Lesson, language: Language): Promise<void> {
  let next: Lesson | undefined = lesson;
  let isNew = startWork(lesson);
  clear();
  try {
    while (next !== undefined) {
      next = await new Session(course, next, language, isNew).run();
      if (next !== undefined) isNew = startWork(next);
    }
  } finally {
    // The cursor stands at the end of the screen's last line.
    process.stdout.write("\n");
  }
  console.log("Your work and your progress are kept. To go on: npm run learn");
  // Whoever quits in the middle of a check does not wait for its end.
  process.exit();
}

/** `gradus status` and `gradus` alone: where the student stands. */
import type { Course } from "../lesson/lessons.ts";
import { type Language, say } from "../lesson/text.ts";
import { climb } from "../report/climb.ts";
import { isSolved, lessonPoints, nextLesson, readProgress } from "../student/progress.ts";
import { isStarted } from "../student/work.ts";

/** Prints the climb, or the same as JSON. */
export function status(course: Course, json: boolean, language: Language): void {
  const progress = readProgress(course);
  if (!json) {
    console.log(climb(course, progress, language));
    return;
  }
  const lessons = course.lessons.map((lesson) => ({
    lesson: lesson.number,
    title: say(lesson.title, language),
    started: isStarted(lesson),
    solved: isSolved(lesson, progress),
    finale: progress.finales.includes(lesson.number),
    ...lessonPoints(lesson, progress),
    tasks: lesson.tasks.map(({ id, points: maxPoints }) => ({
      id,
      state: progress.tasks[id]?.state ?? "todo",
      points: progress.tasks[id]?.points ?? 0,
      maxPoints,
      hints: progress.hints[id] ?? 0,
    })),
  }));
  const sum = (key: "points" | "maxPoints") =>
    Math.round(lessons.reduce((total, lesson) => total + lesson[key], 0) * 10) / 10;
  const next = nextLesson(course, progress)?.number ?? null;
  console.log(JSON.stringify({ points: sum("points"), maxPoints: sum("maxPoints"), next, lessons }, null, 2));
}

/** A student's progress: one small file in `learn/`, written in one go, so that a stop in the middle loses nothing. */
import { existsSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { z } from "zod";
import { cannotWrite } from "../failure.ts";
import type { Course, Lesson } from "../lesson/lessons.ts";
import type { LessonResult } from "../run/results.ts";
import type { State } from "../testing/outcome.ts";

/** What is remembered of a student's climb. */
export interface Progress {
  version: 1;
  /** By task id, as of the latest check. */
  tasks: Record<string, { state: State; points: number }>;
  /** Lesson numbers whose finale has run to its end. */
  finales: string[];
  /** By task id: how many hints have been read. */
  hints: Record<string, number>;
}

const schema: z.ZodType<Progress> = z.object({
  version: z.literal(1),
  tasks: z.record(
    z.string(),
    z.object({ state: z.enum(["pass", "fail", "error", "timeout", "todo"]), points: z.number() }),
  ),
  finales: z.array(z.string()),
  hints: z.record(z.string(), z.number().int()),
});

const none: Progress = { version: 1, tasks: {}, finales: [], hints: {} };

/** Where progress is kept. */
export function progressFile(course: Course): string {
  return join(course.root, "learn", "progress.json");
}

/**
 * Reads the progress. A file that cannot be understood is set aside as `progress.json.broken`, with a word on standard
 * error, and the climb starts from what the next check finds: the student's code is what counts.
 */
export function readProgress(course: Course): Progress {
  const file = progressFile(course);
  if (!existsSync(file)) return structuredClone(none);
  try {
    return schema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    try {
      renameSync(file, `${file}.broken`);
    } catch (error) {
      throw cannotWrite(file, error);
    }
    process.stderr.write(`gradus: ${file} cannot be read; kept as progress.json.broken. Run: gradus check\n`);
    return structuredClone(none);
  }
}

/** Writes the progress. Throws a `UserError` if that is not allowed. */
export function writeProgress(course: Course, progress: Progress): void {
  const file = progressFile(course);
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileAtomic.sync(file, `${JSON.stringify(progress, null, 2)}\n`);
  } catch (error) {
    throw cannotWrite(file, error);
  }
}

/** Takes a check's results into the progress and saves it. A slip of the pen that keeps a file from running costs nothing. */
export function recordResult(course: Course, result: LessonResult): Progress {
  const progress = readProgress(course);
  if (result.broken !== undefined) return progress;
  for (const { id, state, points } of result.tasks) progress.tasks[id] = { state, points };
  const number = result.lesson.number;
  const finales = new Set(progress.finales);
  if (result.finale?.ok === true) finales.add(number);
  if (result.tasks.some(({ state }) => state !== "pass")) finales.delete(number);
  progress.finales = [...finales].sort();
  writeProgress(course, progress);
  return progress;
}

/** Points earned in a lesson, and how many there are. */
export function lessonPoints(lesson: Lesson, progress: Progress): { points: number; maxPoints: number } {
  const points = lesson.tasks.reduce((sum, { id }) => sum + (progress.tasks[id]?.points ?? 0), 0);
  const maxPoints = lesson.tasks.reduce((sum, task) => sum + task.points, 0);
  return { points: Math.round(points * 10) / 10, maxPoints };
}

/** Whether every task of the lesson passes. */
export function isSolved(lesson: Lesson, progress: Progress): boolean {
  return lesson.tasks.every(({ id }) => progress.tasks[id]?.state === "pass");
}

/** The lesson to go on with: the first that is not solved. */
export function nextLesson(course: Course, progress: Progress): Lesson | undefined {
  return course.lessons.find((lesson) => !isSolved(lesson, progress));
}

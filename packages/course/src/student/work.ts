/** The student's copy of a lesson, `learn/NN-name/`: made from the stubs, never overwritten. */
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { cannotWrite } from "../failure.ts";
import { findBody, syntaxError } from "../generate/bodies.ts";
import { type Course, fileName, type Lesson, lessonFiles } from "../lesson/lessons.ts";
import type { Task } from "../lesson/manifest.ts";

/** Whether the student has begun this lesson. */
export function isStarted(lesson: Lesson): boolean {
  return existsSync(lesson.work);
}

/** Copies the stubs that the student does not have yet. Returns whether the lesson is new. */
export function startWork(lesson: Lesson): boolean {
  const isNew = !isStarted(lesson);
  try {
    mkdirSync(lesson.work, { recursive: true });
    for (const name of lessonFiles(lesson).map(fileName)) {
      const target = join(lesson.work, name);
      if (!existsSync(target)) copyFileSync(join(lesson.folder, name), target);
    }
  } catch (error) {
    throw cannotWrite(lesson.work, error);
  }
  return isNew;
}

/**
 * Starts the lesson afresh. What the student wrote is kept in `learn/.backup/`.
 *
 * @returns where, or `undefined` if there was nothing to keep
 */
export function resetWork(course: Course, lesson: Lesson, now: Date = new Date()): string | undefined {
  let backup: string | undefined;
  if (isStarted(lesson)) {
    const stamp = now.toISOString().replace(/[:.]/g, "-");
    backup = join(course.root, "learn", ".backup", `${lesson.name}-${stamp}`);
    try {
      cpSync(lesson.work, backup, { recursive: true });
      rmSync(lesson.work, { recursive: true });
    } catch (error) {
      throw cannotWrite(backup, error);
    }
  }
  startWork(lesson);
  return backup;
}

/** What keeps a student's file from being run at all: `value.ts:12:5 ...`, or `undefined`. */
export function brokenFile(lesson: Lesson, file: string): string | undefined {
  const name = fileName(file);
  const path = join(lesson.work, name);
  if (!existsSync(path))
    return `${name} is missing; undo that, or take the stub: press r, or npm run learn -- ${lesson.number}`;
  const error = syntaxError(readFileSync(path, "utf8"), name);
  return error === undefined ? undefined : `${name}:${error}`;
}

/** Where a task's function stands in the student's copy, `learn/04-backward/value.ts:81`, for a click in the terminal. */
export function taskLocation(course: Course, lesson: Lesson, task: Task): string {
  const path = join(lesson.work, fileName(task.file));
  const shown = relative(course.root, path);
  try {
    const code = readFileSync(path, "utf8");
    const { start } = findBody(code, task.symbols[0] as string, shown);
    return `${shown}:${code.slice(0, start).split("\n").length}`;
  } catch {
    // Renamed or broken: the file is still the place to look.
    return shown;
  }
}

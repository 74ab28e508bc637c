/**
 * The library as of lesson N: the library with every task body of lessons >= N turned into a stub. A lesson's stub is
 * its file as of lesson N, so it never shows a later answer; as of N + 1 the same file is the lesson's solution.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../failure.ts";
import { type Course, fileName, type Lesson, lessonFiles } from "../lesson/lessons.ts";
import { type Replacement, rewrite, todo } from "./rewrite.ts";

/** Bodies as of lesson `n`: a TODO for each task of that lesson and later ones. */
export function openBodies(course: Course, file: string, n: number): Replacement[] {
  return course.lessons
    .filter((lesson) => Number(lesson.number) >= n)
    .flatMap((lesson) => lesson.tasks)
    .filter((task) => task.file === file)
    .flatMap((task) => task.symbols.map((symbol) => ({ symbol, body: todo(task.id) })));
}

/** The source of a library file, as it stands in the repository. Throws a `UserError` if there is none. */
export function librarySource(course: Course, file: string): string {
  const path = join(course.root, file);
  if (!existsSync(path))
    throw new UserError(`there is no ${file}, which a task's "file" in an exercise.json names`);
  return readFileSync(path, "utf8");
}

/**
 * The lesson's files as of lesson `n`, by the names they have in the lesson's folder, with further bodies replaced.
 *
 * @param n the lesson's own number for its stubs, one more for its solution
 */
export function lessonSources(
  course: Course,
  lesson: Lesson,
  n: number,
  replace: (file: string) => readonly Replacement[] = () => [],
): Map<string, string> {
  const files = lessonFiles(lesson);
  return new Map(
    files.map((file) => {
      const own = replace(file);
      const open = openBodies(course, file, n).filter(
        ({ symbol }) => !own.some((other) => other.symbol === symbol),
      );
      return [fileName(file), rewrite(librarySource(course, file), file, [...open, ...own], files)];
    }),
  );
}

/** Every library file that differs from the library as it stands, as of lesson `n`: path from the root → source. */
export function librarySources(course: Course, n: number): Map<string, string> {
  const files = new Set(course.lessons.flatMap(lessonFiles));
  const sources = new Map<string, string>();
  for (const file of files) {
    const open = openBodies(course, file, n);
    if (open.length > 0) sources.set(file, rewrite(librarySource(course, file), file, open));
  }
  return sources;
}

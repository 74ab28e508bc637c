/** The versions of a lesson that an author's checks run: always on the library as of that lesson. */
import { lessonSources, librarySources } from "../generate/as-of.ts";
import { type rewrite, todo } from "../generate/rewrite.ts";
import { type Course, fileName, type Lesson, lessonFiles } from "../lesson/lessons.ts";
import type { Task } from "../lesson/manifest.ts";
import { filesIn, type Scratch, type StandIns, type Variant } from "../run/variant.ts";
import type { Mutant } from "./mutants.ts";

/** The committed stubs on the library as of the lesson. */
export function stubVariant(course: Course, lesson: Lesson, scratch: Scratch): Variant {
  const own = filesIn(lesson, lesson.folder);
  return {
    name: `${lesson.name}/stub`,
    lesson,
    standIns: new Map([...libraryAsOf(course, lesson, scratch), ...own]),
  };
}

/** The lesson solved, on the library as of the lesson. */
export function solutionVariant(course: Course, lesson: Lesson, scratch: Scratch): Variant {
  return solved(course, lesson, scratch, "solution", () => []);
}

/** The lesson solved but for one task. */
export function openTaskVariant(course: Course, lesson: Lesson, task: Task, scratch: Scratch): Variant {
  const open = task.symbols.map((symbol) => ({ symbol, body: todo(task.id) }));
  return solved(course, lesson, scratch, `without-${task.id}`, (file) => (file === task.file ? open : []));
}

/** The lesson solved, with one typical mistake. */
export function mutantVariant(course: Course, lesson: Lesson, mutant: Mutant, scratch: Scratch): Variant {
  const wrong = { symbol: mutant.symbol, body: mutant.body };
  return solved(course, lesson, scratch, mutant.name, (file) => (file === mutant.task.file ? [wrong] : []));
}

function solved(
  course: Course,
  lesson: Lesson,
  scratch: Scratch,
  name: string,
  replace: (file: string) => Parameters<typeof rewrite>[2],
): Variant {
  const full = `${lesson.name}/${name}`;
  const sources = lessonSources(course, lesson, Number(lesson.number) + 1, replace);
  const paths = scratch.write(full, sources);
  const own = lessonFiles(lesson).map((file): [string, string] => [
    file,
    paths.get(fileName(file)) as string,
  ]);
  return { name: full, lesson, standIns: new Map([...libraryAsOf(course, lesson, scratch), ...own]) };
}

/** The library's other files as of the lesson: what they hold of later lessons is a TODO. */
function libraryAsOf(course: Course, lesson: Lesson, scratch: Scratch): StandIns {
  return scratch.write(`as-of-${lesson.number}`, librarySources(course, Number(lesson.number)));
}

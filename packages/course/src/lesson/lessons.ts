/** The lessons of a repository, found by their folders: `exercises/01-derivatives`, ... */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { UserError } from "../failure.ts";
import { type Manifest, parseManifest, type Task } from "./manifest.ts";

/** One lesson and where its parts lie. */
export interface Lesson extends Manifest {
  /** `01` */
  readonly number: string;
  /** `01-derivatives` */
  readonly name: string;
  /** `exercises/01-derivatives`, absolute: text, stubs, tests, finale. */
  readonly folder: string;
  /** `solutions/01-derivatives`, absolute: reasoning and mutants. */
  readonly solution: string;
  /** `learn/01-derivatives`, absolute: the student's copy. It may not exist yet. */
  readonly work: string;
}

/** A repository with lessons in it. */
export interface Course {
  readonly root: string;
  readonly lessons: readonly Lesson[];
}

/** Finds the course that `from` lies in. Throws a `UserError` if there is none above. */
export function findCourse(from: string = process.cwd()): Course {
  let root = resolve(from);
  while (!existsSync(join(root, "exercises")) || !existsSync(join(root, "package.json"))) {
    const parent = dirname(root);
    if (parent === root)
      throw new UserError(
        `no exercises/ folder in ${from} or above it; run gradus inside a gradus repository`,
      );
    root = parent;
  }
  return { root, lessons: readLessons(root) };
}

function readLessons(root: string): Lesson[] {
  return readdirSync(join(root, "exercises"))
    .filter((name) => /^\d\d-/.test(name) && existsSync(join(root, "exercises", name, "exercise.json")))
    .sort()
    .map((name) => {
      const folder = join(root, "exercises", name);
      const file = join(folder, "exercise.json");
      return {
        ...parseManifest(readFileSync(file, "utf8"), file),
        number: name.slice(0, 2),
        name,
        folder,
        solution: join(root, "solutions", name),
        work: join(root, "learn", name),
      };
    });
}

/** The lesson that a person means by `4`, `04` or `04-backward`. Throws a `UserError` that lists what there is. */
export function findLesson(course: Course, wanted: string): Lesson {
  const number = wanted.padStart(2, "0");
  const found = course.lessons.find((lesson) => lesson.number === number || lesson.name === wanted);
  if (found !== undefined) return found;
  const all = course.lessons.map((lesson) => lesson.number).join(", ");
  throw new UserError(`there is no lesson "${wanted}"; the lessons are ${all}`);
}

/** The task that a person means by `04.backward`. Throws a `UserError` that lists what there is. */
export function findTask(course: Course, wanted: string): { lesson: Lesson; task: Task } {
  const [number = ""] = wanted.split(".");
  const lesson = findLesson(course, number);
  const task = lesson.tasks.find(({ id }) => id === `${lesson.number}.${wanted.slice(number.length + 1)}`);
  if (task !== undefined) return { lesson, task };
  const all = lesson.tasks.map(({ id }) => id).join(", ");
  throw new UserError(`lesson ${lesson.number} has no task "${wanted}"; its tasks are ${all}`);
}

/** The library's files that a lesson's tasks lie in, from the root of the repository, each once. */
export function lessonFiles(lesson: Lesson): string[] {
  return [...new Set(lesson.tasks.map((task) => task.file))];
}

/** What a library file is called in the lesson's folder and in the student's copy. */
export function fileName(file: string): string {
  return basename(file);
}

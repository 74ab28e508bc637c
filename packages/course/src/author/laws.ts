/** The author's laws that need nothing to be run: what a lesson must consist of. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parseSync } from "oxc-parser";
import { librarySource } from "../generate/as-of.ts";
import { findBody } from "../generate/bodies.ts";
import { type Course, fileName, type Lesson, lessonFiles } from "../lesson/lessons.ts";
import { readMutants } from "./mutants.ts";

const MIN_TASKS = 4;
const MAX_TASKS = 8;
const MIN_POINTS = 10;
const MAX_POINTS = 20;
const MIN_MUTANTS = 6;

/** Every breach of the form of a lesson, as one line each. */
export function formFaults(course: Course, lesson: Lesson): string[] {
  return [
    ...taskFaults(course, lesson),
    ...mutantFaults(lesson),
    ...fileFaults(course, lesson),
    ...exportFaults(lesson),
    ...scriptFaults(course, lesson),
  ];
}

/** What `npm test` runs in an exercise's folder: it works in a fresh clone, on whatever Node and npm the machine has. */
export function testScript(number: string): string {
  return `node ../../packages/workspace/bootstrap.mjs gradus check ${number}`;
}

function scriptFaults(course: Course, lesson: Lesson): string[] {
  const file = join(lesson.folder, "package.json");
  if (!existsSync(file)) return [];
  const { scripts } = JSON.parse(readFileSync(file, "utf8")) as { scripts?: Record<string, string> };
  const wanted = testScript(lesson.number);
  return scripts?.["test"] === wanted
    ? []
    : [`${relative(course.root, file)}: the script "test" should be "${wanted}"`];
}

function taskFaults(course: Course, lesson: Lesson): string[] {
  const faults: string[] = [];
  const { tasks, number } = lesson;
  if (tasks.length < MIN_TASKS || tasks.length > MAX_TASKS)
    faults.push(`has ${tasks.length} tasks, should have ${MIN_TASKS} to ${MAX_TASKS}`);
  const points = tasks.reduce((sum, task) => sum + task.points, 0);
  if (points < MIN_POINTS || points > MAX_POINTS)
    faults.push(`is worth ${points} points, should be worth ${MIN_POINTS} to ${MAX_POINTS}`);
  const ids = tasks.map(({ id }) => id);
  for (const id of ids) {
    if (!id.startsWith(`${number}.`)) faults.push(`task ${id} should begin with ${number}.`);
    if (ids.indexOf(id) !== ids.lastIndexOf(id)) faults.push(`task ${id} is there twice`);
  }
  for (const { file, symbols } of tasks) {
    const source = librarySource(course, file);
    for (const symbol of symbols) {
      try {
        findBody(source, symbol, file);
      } catch (error) {
        faults.push((error as Error).message);
      }
    }
  }
  return faults;
}

function mutantFaults(lesson: Lesson): string[] {
  const { length } = readMutants(lesson);
  return length < MIN_MUTANTS ? [`has ${length} mutants, should have at least ${MIN_MUTANTS}`] : [];
}

/** What a lesson's folders may hold; anything else has strayed there. */
function fileFaults(course: Course, lesson: Lesson): string[] {
  const exercise = [
    "package.json",
    "exercise.json",
    "fingerprints.json",
    "finale.ts",
    "README.md",
    "tests",
    ...lessonFiles(lesson).map(fileName),
  ];
  const solution = ["package.json", "index.ts", "README.md", "mutants"];
  const optional = ["probe.ts", "pictures", "node_modules", "README.es.md"];
  return [
    ...folderFaults(course, lesson.folder, exercise, optional),
    ...folderFaults(course, lesson.solution, solution, optional),
  ];
}

function folderFaults(
  course: Course,
  folder: string,
  needed: readonly string[],
  optional: readonly string[],
): string[] {
  const shown = relative(course.root, folder);
  if (!existsSync(folder)) return [`${shown} is missing`];
  const found = readdirSync(folder);
  return [
    ...needed.filter((name) => !found.includes(name)).map((name) => `${shown}/${name} is missing`),
    ...found
      .filter((name) => !needed.includes(name) && !optional.includes(name))
      .map((name) => `${shown}/${name} does not belong there`),
  ];
}

/** The solution package re-exports what holds the lesson's tasks: `Value` for `Value.backward`. */
function exportFaults(lesson: Lesson): string[] {
  const file = join(lesson.solution, "index.ts");
  if (!existsSync(file)) return [];
  const { module } = parseSync(file, readFileSync(file, "utf8"));
  const exported = new Set(
    module.staticExports.flatMap(({ entries }) => entries.map(({ exportName }) => exportName.name)),
  );
  const wanted = new Set(
    lesson.tasks.flatMap(({ symbols }) => symbols.map((symbol) => symbol.split(".")[0] as string)),
  );
  return [...wanted]
    .filter((name) => !exported.has(name))
    .map((name) => `solutions/${lesson.name}/index.ts does not export ${name}`);
}

/** A version of a lesson's files that can be run: the student's, the stub, a solution, a mutant. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Course, fileName, type Lesson, lessonFiles } from "../lesson/lessons.ts";
import type { SubjectConfig } from "../runtime/protocol.ts";

/** Files that stand in for library files: path from the root of the repository → absolute path. */
export type StandIns = ReadonlyMap<string, string>;

/** A lesson together with the files to run it on. */
export interface Variant {
  /** Unique within a run: `04-backward/stub`. */
  readonly name: string;
  readonly lesson: Lesson;
  readonly standIns: StandIns;
}

/** The lesson's files in `folder` as stand-ins: the student's copy, or the committed stubs. */
export function filesIn(lesson: Lesson, folder: string): StandIns {
  return new Map(lessonFiles(lesson).map((file) => [file, join(folder, fileName(file))]));
}

/** What the child process needs to run a variant's functions: those of `probe.ts`, or of the files themselves. */
export function subjectConfig(
  course: Course,
  { lesson, standIns }: Variant,
): Omit<SubjectConfig, "memoryLimit"> {
  const probe = join(lesson.folder, "probe.ts");
  const modules = existsSync(probe) ? [probe] : lessonFiles(lesson).map((file) => join(course.root, file));
  return {
    replacements: replacements(course, standIns),
    modules: modules.map((path) => pathToFileURL(path).href),
  };
}

/** Stand-ins as file URLs. */
export function replacements(course: Course, standIns: StandIns): Record<string, string> {
  return Object.fromEntries(
    [...standIns].map(([file, path]) => [
      pathToFileURL(join(course.root, file)).href,
      pathToFileURL(path).href,
    ]),
  );
}

/** A folder for generated sources that disappears with the process, if nobody removes it before. */
export class Scratch {
  readonly folder: string = mkdtempSync(join(tmpdir(), "gradus-"));
  readonly #atExit = () => this.remove();

  constructor() {
    process.once("exit", this.#atExit);
  }

  /** Writes generated sources; returns where they lie, under the same keys. */
  write(name: string, sources: ReadonlyMap<string, string>): Map<string, string> {
    return new Map(
      [...sources].map(([file, source]) => {
        const path = join(this.folder, name, file);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, source);
        return [file, path];
      }),
    );
  }

  remove(): void {
    process.off("exit", this.#atExit);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

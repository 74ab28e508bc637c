/** Everything that is generated for a lesson: its stubs and its fingerprints. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { cannotWrite } from "../failure.ts";
import { lessonSources } from "../generate/as-of.ts";
import {
  type Fingerprints,
  fingerprintFile,
  printFingerprints,
  takeFingerprints,
} from "../lesson/fingerprints.ts";
import type { Course, Lesson } from "../lesson/lessons.ts";
import { Scratch, type Variant } from "../run/variant.ts";
import { readMutants } from "./mutants.ts";
import { mutantVariant } from "./variants.ts";

/** Regenerates the lessons' stubs and fingerprints; returns the files that changed, from the root. */
export async function writeStubs(course: Course, lessons: readonly Lesson[]): Promise<string[]> {
  const stale = await staleFiles(course, lessons);
  for (const [file, content] of stale) {
    try {
      writeFileSync(file, content);
    } catch (error) {
      throw cannotWrite(file, error);
    }
  }
  return [...stale.keys()].map((file) => relative(course.root, file));
}

/** The generated files that differ from what is on disk: absolute path → what should be there. */
export async function staleFiles(course: Course, lessons: readonly Lesson[]): Promise<Map<string, string>> {
  const scratch = new Scratch();
  try {
    const stale = new Map<string, string>();
    for (const lesson of lessons) {
      for (const [file, content] of await generate(course, lesson, scratch)) {
        if (!existsSync(file) || readFileSync(file, "utf8") !== content) stale.set(file, content);
      }
    }
    return stale;
  } finally {
    scratch.remove();
  }
}

/** The generated files of a lesson: absolute path → content. */
async function generate(course: Course, lesson: Lesson, scratch: Scratch): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const [name, source] of lessonSources(course, lesson, Number(lesson.number)))
    files.set(join(lesson.folder, name), source);
  const fingerprints = await mutantFingerprints(course, lesson, scratch);
  files.set(fingerprintFile(lesson), printFingerprints(fingerprints));
  return files;
}

/** What each mutant returns at the fixed inputs of its task. */
export async function mutantFingerprints(
  course: Course,
  lesson: Lesson,
  scratch: Scratch,
): Promise<Fingerprints> {
  const fingerprints: Record<string, Fingerprints[string]> = {};
  for (const mutant of readMutants(lesson)) {
    const variant: Variant = mutantVariant(course, lesson, mutant, scratch);
    const results = (await takeFingerprints(course, variant, [mutant.task])).get(mutant.task.id) ?? [];
    fingerprints[mutant.name] = { task: mutant.task.id, results, message: mutant.message };
  }
  return fingerprints;
}

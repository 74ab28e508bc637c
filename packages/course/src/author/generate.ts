/** Everything that is generated for a lesson: its stubs and its fingerprints. */
import { join } from "node:path";
import { lessonSources } from "../generate/as-of.ts";
import {
  fingerprintFile,
  type Fingerprints,
  printFingerprints,
  takeFingerprints,
} from "../lesson/fingerprints.ts";
import type { Course, Lesson } from "../lesson/lessons.ts";
import type { Scratch, Variant } from "../run/variant.ts";
import { readMutants } from "./mutants.ts";
import { mutantVariant } from "./variants.ts";

/** The generated files of a lesson: absolute path → content. */
export async function generate(course: Course, lesson: Lesson, scratch: Scratch): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const [name, source] of lessonSources(course, lesson, Number(lesson.number)))
    files.set(join(lesson.folder, name), source);
  files.set(fingerprintFile(lesson), printFingerprints(await fingerprints(course, lesson, scratch)));
  return files;
}

async function fingerprints(course: Course, lesson: Lesson, scratch: Scratch): Promise<Fingerprints> {
  const entries: [string, Fingerprints[string]][] = [];
  for (const mutant of readMutants(lesson)) {
    const variant: Variant = mutantVariant(course, lesson, mutant, scratch);
    const results = (await takeFingerprints(course, variant, [mutant.task])).get(mutant.task.id) ?? [];
    entries.push([mutant.name, { task: mutant.task.id, results, message: mutant.message }]);
  }
  return Object.fromEntries(entries);
}

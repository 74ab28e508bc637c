/** `gradus dev stubs`: writes what is generated. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import { generate } from "../author/generate.ts";
import type { Course, Lesson } from "../lesson/lessons.ts";
import { Scratch } from "../run/variant.ts";

/** Regenerates the lessons' stubs and fingerprints; returns the files that changed, from the root. */
export async function writeStubs(course: Course, lessons: readonly Lesson[]): Promise<string[]> {
  const stale = await staleFiles(course, lessons);
  for (const [file, content] of stale) writeFileSync(file, content);
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

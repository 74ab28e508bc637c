/** `gradus dev ...`: what the author of a lesson needs. */

import { devCheck } from "../author/dev-check.ts";
import { writeStubs } from "../author/generate.ts";
import { type Course, findLesson } from "../lesson/lessons.ts";
import { findingsReport } from "../report/findings.ts";
import { newLesson } from "./dev-new.ts";

/** Checks the author's laws on one lesson or all; returns whether they hold. */
export async function devCheckCommand(
  course: Course,
  wanted: string | undefined,
  json: boolean,
): Promise<boolean> {
  const lessons = wanted === undefined ? course.lessons : [findLesson(course, wanted)];
  const findings = await devCheck(course, lessons, (what) => process.stderr.write(`gradus: ${what}\n`));
  console.log(json ? JSON.stringify(findings, null, 2) : findingsReport(findings));
  return findings.ok;
}

/** Regenerates stubs and fingerprints of one lesson or all. */
export async function devStubsCommand(course: Course, wanted: string | undefined): Promise<void> {
  const changed = await writeStubs(
    course,
    wanted === undefined ? course.lessons : [findLesson(course, wanted)],
  );
  console.log(changed.length === 0 ? "All stubs and fingerprints are up to date." : changed.join("\n"));
}

/** Makes the skeleton of a lesson. */
export function devNewCommand(course: Course, name: string): void {
  const folders = newLesson(course, name);
  console.log(
    `Made ${folders.join(" and ")}. Fill in exercise.json, then run: gradus dev stubs ${name.slice(0, 2)}`,
  );
}

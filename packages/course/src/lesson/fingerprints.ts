/**
 * Diagnosis by fingerprint. `fingerprints.json` holds what each typical wrong answer returns at fixed inputs, numbers
 * only, and what to say about it. A student's results that equal a mutant's get that mutant's message. Nobody's source
 * is ever read for this.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { subjectConfig, type Variant } from "../run/variant.ts";
import { Subject } from "../runtime/subject.ts";
import { SubjectError } from "../runtime/subject-error.ts";
import type { Course, Lesson } from "./lessons.ts";
import type { Task } from "./manifest.ts";
import type { Text } from "./text.ts";

/** The results of a task's fixed calls: the numbers each returned, flat; `null` where it did not return numbers. */
export type Fingerprint = readonly (readonly number[] | null)[];

/** One typical wrong answer, as it ships with the exercise. */
export interface Mistake {
  readonly task: string;
  readonly results: Fingerprint;
  readonly message: Text;
}

/** By mutant name. */
export type Fingerprints = Readonly<Record<string, Mistake>>;

/** Where a lesson's fingerprints lie. */
export function fingerprintFile(lesson: Lesson): string {
  return join(lesson.folder, "fingerprints.json");
}

/** The lesson's fingerprints; none if there is no file yet. */
export function readFingerprints(lesson: Lesson): Fingerprints {
  const file = fingerprintFile(lesson);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8"), reviveNumber) as Fingerprints) : {};
}

/** The fingerprints as JSON, a line for each mistake; NaN and the infinities are strings. */
export function printFingerprints(fingerprints: Fingerprints): string {
  const lines = Object.entries(fingerprints).map(([name, mistake]) => {
    const json = JSON.stringify(mistake, (_, x: unknown) =>
      typeof x === "number" && !Number.isFinite(x) ? String(x) : x,
    );
    return `  ${JSON.stringify(name)}: ${json}`;
  });
  return `{\n${lines.join(",\n")}\n}\n`;
}

/** Runs the fixed calls of the given tasks on a variant. */
export async function takeFingerprints(
  course: Course,
  variant: Variant,
  tasks: readonly Task[],
): Promise<Map<string, Fingerprint>> {
  const subject = new Subject(subjectConfig(course, variant));
  try {
    const taken = new Map<string, Fingerprint>();
    for (const task of tasks) {
      const results: (number[] | null)[] = [];
      for (const { call, args } of task.fingerprint) results.push(await numbers(subject, call, args));
      taken.set(task.id, results);
    }
    return taken;
  } finally {
    await subject.close();
  }
}

/** The message of the mistake whose results these are, if there is one. */
export function recognise(fingerprints: Fingerprints, task: string, results: Fingerprint): Text | undefined {
  return Object.values(fingerprints).find((known) => known.task === task && equal(known.results, results))
    ?.message;
}

async function numbers(subject: Subject, call: string, args: readonly unknown[]): Promise<number[] | null> {
  try {
    return flat(await subject.call(call, ...args));
  } catch (error) {
    if (error instanceof SubjectError) return null;
    throw error;
  }
}

function flat(x: unknown): number[] | null {
  if (typeof x === "number") return [x];
  if (typeof x === "boolean") return [Number(x)];
  if (ArrayBuffer.isView(x)) return [...(x as Float64Array)];
  if (typeof x !== "object" || x === null) return null;
  const parts = Object.values(x).map(flat);
  return parts.every((part) => part !== null) ? parts.flat() : null;
}

/** Up to rounding, for a mutant may be written in another order; all `null` says nothing. */
function equal(a: Fingerprint, b: Fingerprint): boolean {
  if (a.length !== b.length || a.every((results) => results === null)) return false;
  return a.every((results, i) => {
    const others = b[i] ?? null;
    if (results === null || others === null) return results === others;
    return results.length === others.length && results.every((x, j) => nearlyEqual(x, others[j] as number));
  });
}

function nearlyEqual(x: number, y: number): boolean {
  if (Object.is(x, y) || x === y) return true;
  // An infinity is near nothing: as a tolerance it would let every number pass.
  return Number.isFinite(x - y) && Math.abs(x - y) <= 1e-9 * Math.max(Math.abs(x), Math.abs(y));
}

function reviveNumber(key: string, x: unknown): unknown {
  return /^\d+$/.test(key) && (x === "NaN" || x === "Infinity" || x === "-Infinity") ? Number(x) : x;
}

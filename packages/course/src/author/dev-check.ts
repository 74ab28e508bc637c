/** The author's laws, for every lesson: what must hold before it may be published. */
import { relative } from "node:path";
import { readFingerprints, recognise, takeFingerprints } from "../lesson/fingerprints.ts";
import type { Course, Lesson } from "../lesson/lessons.ts";
import { runFinale } from "../run/finale.ts";
import type { TaskResult } from "../run/results.ts";
import { Runner } from "../run/runner.ts";
import { Scratch, type Variant } from "../run/variant.ts";
import { staleFiles } from "./generate.ts";
import { formFaults } from "./laws.ts";
import { type Mutant, readMutants } from "./mutants.ts";
import { soundnessFaults } from "./soundness.ts";
import { mutantVariant, openTaskVariant, solutionVariant, stubVariant } from "./variants.ts";

/** The share of all mutants that must be recognised by their own results. */
const MIN_DIAGNOSED = 0.8;

/** What was found in one lesson. */
export interface LessonFindings {
  readonly lesson: string;
  readonly name: string;
  readonly tasks: number;
  readonly points: number;
  /** Tests of all tasks together. */
  readonly tests: number;
  readonly stubFailsEveryTask: boolean;
  readonly solutionPasses: boolean;
  readonly mutants: number;
  readonly killed: number;
  /** Mutants whose results lead to their own message. */
  readonly diagnosed: number;
  readonly stubsInSync: boolean;
  readonly finalePasses: boolean;
  /** With any one task left a stub, the finale stops with that task's name. */
  readonly finaleNeedsEveryTask: boolean;
  /** Every breach of a law, one line each. */
  readonly faults: readonly string[];
}

/** What was found in all lessons. */
export interface Findings {
  readonly ok: boolean;
  readonly lessons: readonly LessonFindings[];
  /** The library as of lesson N, for every N up to one past the last lesson. */
  readonly asOf: readonly {
    readonly lesson: string;
    readonly sound: boolean;
    readonly faults: readonly string[];
  }[];
  readonly mutants: number;
  readonly killed: number;
  readonly diagnosed: number;
  readonly killedShare: number;
  readonly diagnosedShare: number;
  readonly faults: readonly string[];
}

/**
 * Checks the given lessons.
 *
 * @param progress told in a few words what is being done
 */
export async function devCheck(
  course: Course,
  lessons: readonly Lesson[],
  progress: (what: string) => void,
): Promise<Findings> {
  const scratch = new Scratch();
  try {
    progress("running stubs, solutions and mutants");
    const results = await runVariants(course, lessons, scratch);
    const findings: LessonFindings[] = [];
    for (const lesson of lessons) {
      progress(`lesson ${lesson.number}: fingerprints, stubs, finale`);
      findings.push(await lessonFindings(course, lesson, results, scratch));
    }
    const asOf: { lesson: string; sound: boolean; faults: string[] }[] = [];
    const numbers = lessons.map(({ number }) => Number(number));
    for (const n of new Set(numbers.flatMap((number) => [number, number + 1]))) {
      progress(`the library as of lesson ${n}`);
      const faults = await soundnessFaults(course, n, scratch);
      asOf.push({ lesson: String(n).padStart(2, "0"), sound: faults.length === 0, faults });
    }
    return sumUp(findings, asOf);
  } finally {
    scratch.remove();
  }
}

async function runVariants(
  course: Course,
  lessons: readonly Lesson[],
  scratch: Scratch,
): Promise<Map<string, TaskResult[]>> {
  const variants = lessons.flatMap((lesson) => [
    stubVariant(course, lesson, scratch),
    solutionVariant(course, lesson, scratch),
    ...readMutants(lesson).map((mutant) => mutantVariant(course, lesson, mutant, scratch)),
  ]);
  const runner = await Runner.create(course, variants);
  try {
    return await runner.run();
  } finally {
    await runner.close();
  }
}

async function lessonFindings(
  course: Course,
  lesson: Lesson,
  results: ReadonlyMap<string, readonly TaskResult[]>,
  scratch: Scratch,
): Promise<LessonFindings> {
  const of = (variant: string) => results.get(`${lesson.name}/${variant}`) ?? [];
  const mutants = readMutants(lesson);
  const stub = of("stub").flatMap(stubFaults);
  const solution = of("solution").flatMap(solutionFaults);
  const survivors = mutants.flatMap((mutant) => survivalFaults(mutant, of(mutant.name)));
  // Once the committed fingerprints are known to be fresh, they are the mutants' results.
  const stale = await staleFiles(course, [lesson]);
  const unrecognised = await recognitionFaults(course, lesson, scratch);
  const outOfSync = [...stale.keys()].map(
    (file) => `${relative(course.root, file)} differs: run gradus dev stubs`,
  );
  const finale = await finaleFaults(course, solutionVariant(course, lesson, scratch), scratch);
  const open = finale.length > 0 ? finale : await openTaskFaults(course, lesson, scratch);
  return {
    lesson: lesson.number,
    name: lesson.name,
    tasks: lesson.tasks.length,
    points: lesson.tasks.reduce((sum, { points }) => sum + points, 0),
    tests: of("solution").reduce((sum, { tests }) => sum + tests.length, 0),
    stubFailsEveryTask: stub.length === 0,
    solutionPasses: solution.length === 0,
    mutants: mutants.length,
    killed: mutants.length - survivors.length,
    diagnosed: mutants.length - unrecognised.length,
    stubsInSync: outOfSync.length === 0,
    finalePasses: finale.length === 0,
    finaleNeedsEveryTask: open.length === 0,
    faults: [
      ...formFaults(course, lesson),
      ...stub,
      ...solution,
      ...survivors,
      ...outOfSync,
      ...open,
      // Each alone is no breach: the share of all counts. Listed so that an author sees which.
      ...(unrecognised.length > (1 - MIN_DIAGNOSED) * mutants.length ? unrecognised : []),
    ].map((fault) => `${lesson.number}: ${fault}`),
  };
}

function stubFaults({ id, tests }: TaskResult): string[] {
  if (tests.length === 0) return [`${id} has no tests`];
  return tests
    .filter(({ state }) => state !== "todo")
    .map(({ title, state }) => `stub: ${id}, "${title}": ${state}`);
}

function solutionFaults({ id, tests }: TaskResult): string[] {
  return tests
    .filter(({ state }) => state !== "pass")
    .map(
      ({ title, state, message }) =>
        `solution: ${id}, "${title}": ${state}: ${message.replaceAll("\n", " ")}`,
    );
}

function survivalFaults({ name, task, caughtBy }: Mutant, results: readonly TaskResult[]): string[] {
  const test = results.find(({ id }) => id === task.id)?.tests.find(({ title }) => title === caughtBy);
  if (test === undefined) return [`mutant ${name}: ${task.id} has no test "${caughtBy}"`];
  const killed = test.state !== "pass" && test.state !== "todo";
  return killed ? [] : [`mutant ${name} survives "${caughtBy}" (${test.state})`];
}

/** Mutants that their own results do not lead to; and right answers that are taken for a mistake. */
async function recognitionFaults(course: Course, lesson: Lesson, scratch: Scratch): Promise<string[]> {
  const known = readFingerprints(lesson);
  const faults: string[] = [];
  for (const [name, { task, results, message }] of Object.entries(known)) {
    const found = recognise(known, task, results);
    if (found?.en !== message.en)
      faults.push(`mutant ${name} is ${found === undefined ? "not recognised" : "taken for another"}`);
  }
  const right = await takeFingerprints(course, solutionVariant(course, lesson, scratch), lesson.tasks);
  for (const [id, results] of right) {
    const message = recognise(known, id, results);
    if (message !== undefined) faults.push(`the right answer to ${id} is taken for a mistake: ${message.en}`);
  }
  return faults;
}

async function finaleFaults(course: Course, variant: Variant, scratch: Scratch): Promise<string[]> {
  const { ok, error } = await runFinale(course, variant, scratch.folder);
  return ok ? [] : [`finale on the solution: ${error}`];
}

async function openTaskFaults(course: Course, lesson: Lesson, scratch: Scratch): Promise<string[]> {
  const faults: string[] = [];
  for (const task of lesson.tasks) {
    const { ok, error } = await runFinale(
      course,
      openTaskVariant(course, lesson, task, scratch),
      scratch.folder,
    );
    if (ok) faults.push(`the finale does not need ${task.id}`);
    else if (!error.includes(`TODO ${task.id}`)) faults.push(`without ${task.id} the finale says: ${error}`);
  }
  return faults;
}

function sumUp(lessons: readonly LessonFindings[], asOf: Findings["asOf"]): Findings {
  const sum = (key: "mutants" | "killed" | "diagnosed") =>
    lessons.reduce((total, lesson) => total + lesson[key], 0);
  const [mutants, killed, diagnosed] = [sum("mutants"), sum("killed"), sum("diagnosed")];
  const diagnosedShare = mutants === 0 ? 1 : diagnosed / mutants;
  const faults = [
    ...lessons.flatMap((lesson) => lesson.faults),
    ...asOf.flatMap(({ lesson, faults: own }) => own.map((fault) => `the library as of ${lesson}: ${fault}`)),
    ...(diagnosedShare < MIN_DIAGNOSED
      ? [
          `only ${diagnosed} of ${mutants} mutants are recognised, should be at least ${MIN_DIAGNOSED * 100} %`,
        ]
      : []),
  ];
  return {
    ok: faults.length === 0,
    lessons,
    asOf,
    mutants,
    killed,
    diagnosed,
    killedShare: mutants === 0 ? 1 : killed / mutants,
    diagnosedShare,
    faults,
  };
}

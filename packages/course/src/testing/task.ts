/** The words that a lesson's tests are written in: `task`, `law`, `worked`, `remote`. */
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, inject, test } from "vitest";
import type { FunctionLiteral, SubjectConfig } from "../runtime/protocol.ts";
import { Subject } from "../runtime/subject.ts";
import { SubjectError, todoTask } from "../runtime/subject-error.ts";
import { setting } from "../settings.ts";
import { Mismatch } from "./assert.ts";
import type { Outcome } from "./outcome.ts";
import type { Remote } from "./remote.ts";

declare module "vitest" {
  interface ProvidedContext {
    subject: Omit<SubjectConfig, "memoryLimit">;
  }
}

// One at a time: test files share a process, but run one after the other.
let current: Subject | undefined;
// Functions of the current task that did not come back: calling them again would cost the time limit again.
const stuck = new Map<string, SubjectError>();

const functions = new Proxy(
  {},
  {
    get:
      (_, name) =>
      (...args: unknown[]) =>
        call(String(name), args),
  },
);

/**
 * The code under test, in a process of its own, with the types of the module that is run there: the lesson's probe, or
 * its only file where it has none. Plain data in and out.
 *
 *     const subject = remote<typeof import("../probe.ts")>();
 *     await subject.centralDifference(fn("x => x * x"), 3, 1e-3)
 */
export function remote<Module>(): Remote<Module> {
  return functions as Remote<Module>;
}

async function call(name: string, args: readonly unknown[]): Promise<unknown> {
  if (current === undefined) throw new Error(`subject.${name} is called outside of a test`);
  const earlier = stuck.get(name);
  if (earlier !== undefined) throw earlier;
  try {
    return await current.call(name, ...args);
  } catch (error) {
    if (error instanceof SubjectError && error.state === "timeout") stuck.set(name, error);
    throw error;
  }
}

/** A function as an argument of the code under test. Its source travels: it can use nothing from around it. */
export function fn(source: string): FunctionLiteral {
  return { fn: source };
}

/** The tests of one task: `task("04.backward", () => { law(...); worked(...); })`. Each test is worth the same. */
export function task(id: string, tests: () => void): void {
  // One process for all tasks of a file: starting one takes longer than most tests.
  afterAll(async () => {
    await current?.close();
    current = undefined;
  });
  describe(id, () => {
    beforeAll(() => {
      current ??= new Subject(inject("subject"));
      stuck.clear();
    });
    tests();
  });
}

/** A worked example: numbers that a person can follow with pencil and paper. */
export function worked(title: string, body: () => Promise<void>): void {
  test(title, async ({ task: { meta } }) => {
    meta.outcome = await outcomeOf(body);
    if (meta.outcome.state !== "pass") throw new Error(meta.outcome.message);
  });
}

/**
 * A law: it holds for every input that the arbitraries make. Fails with the smallest counterexample that fast-check
 * finds.
 */
export function law<T extends unknown[]>(
  title: string,
  inputs: { readonly [K in keyof T]: fc.Arbitrary<T[K]> },
  holdsFor: (...input: T) => Promise<void>,
  runs = 30,
): void {
  test(title, async ({ task: { meta } }) => {
    meta.outcome = await lawOutcome(inputs, holdsFor, runs);
    if (meta.outcome.state !== "pass") throw new Error(meta.outcome.message);
  });
}

async function lawOutcome<T extends unknown[]>(
  inputs: { readonly [K in keyof T]: fc.Arbitrary<T[K]> },
  holdsFor: (...input: T) => Promise<void>,
  runs: number,
): Promise<Outcome> {
  // After an endless loop, a crash or a TODO, shrinking would only repeat it: let every further run pass at once.
  let final: { outcome: Outcome; input: T } | undefined;
  let last: Outcome | undefined;
  const property = fc.asyncProperty(fc.tuple(...inputs) as unknown as fc.Arbitrary<T>, async (input) => {
    if (final !== undefined) return;
    const outcome = await outcomeOf(() => holdsFor(...input));
    if (outcome.state === "pass") return;
    last = outcome;
    if (outcome.state !== "fail") final = { outcome, input };
    throw new Error(outcome.message);
  });
  // A fixed seed: the same code gets the same points, today and tomorrow. GRADUS_RUNS deepens the search.
  const numRuns = Math.round(runs * setting("GRADUS_RUNS"));
  const details = await fc.check(property, { numRuns, seed: 20, verbose: 0 });
  if (!details.failed) return { state: "pass", message: "" };
  const [input] = final === undefined ? (details.counterexample ?? []) : [final.input];
  const outcome = final?.outcome ?? (last as Outcome);
  return {
    ...outcome,
    seed: details.seed,
    counterexample: (input ?? []).map((x) => fc.stringify(x)).join(", "),
  };
}

async function outcomeOf(body: () => Promise<void>): Promise<Outcome> {
  try {
    await body();
    await current?.takeOutput();
    return { state: "pass", message: "" };
  } catch (error) {
    const output = (await current?.takeOutput()) ?? "";
    return { ...describeError(error), ...(output === "" ? {} : { output }) };
  }
}

function describeError(error: unknown): Outcome {
  if (error instanceof SubjectError) {
    const needs = todoTask(error.message);
    if (needs !== undefined) return { state: "todo", message: error.message, needs };
    return { state: error.state === "timeout" ? "timeout" : "error", message: error.message };
  }
  if (error instanceof Mismatch) {
    const { message, diagnosis } = error;
    return { state: "fail", message, ...(diagnosis === undefined ? {} : { diagnosis }) };
  }
  const { name, message } = error as Error;
  return {
    state: "fail",
    message: name === "Error" || name === "AssertionError" ? message : `${name}: ${message}`,
  };
}

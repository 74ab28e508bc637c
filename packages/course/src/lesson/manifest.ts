/** The manifest of a lesson, `exercises/NN-name/exercise.json`: its tasks, their points and hints. */
import { z } from "zod";
import { UserError } from "../failure.ts";
import { type Text, textSchema } from "./text.ts";

/** A call of one of the lesson's functions; its arguments are JSON, a function is written as `{ "fn": "x => x * x" }`. */
export interface ProbeCall {
  readonly call: string;
  readonly args: readonly unknown[];
}

/** One task: a function of the library that the student writes. */
export interface Task {
  /** Lesson number and name: `04.backward`. */
  readonly id: string;
  /** The library's file that holds it, from the root of the repository. */
  readonly file: string;
  /** The function in it: `derivative`, `Value.backward`, `mul.da`; several where they only make sense together. */
  readonly symbols: readonly string[];
  readonly points: number;
  /** Three levels: a nudge, the idea, almost the answer. */
  readonly hints: readonly [Text, Text, Text];
  /** Calls whose results tell typical wrong answers apart. */
  readonly fingerprint: readonly ProbeCall[];
}

/** What `exercise.json` holds. */
export interface Manifest {
  readonly title: Text;
  readonly summary: Text;
  readonly tasks: readonly Task[];
}

const taskSchema = z
  .strictObject({
    id: z.string().regex(/^\d\d\.[a-zA-Z]\w*$/),
    file: z.string().regex(/^packages\/.+\.ts$/),
    symbol: z.union([z.string(), z.array(z.string()).min(1)]),
    points: z.number().int().positive(),
    hints: z.tuple([textSchema, textSchema, textSchema]),
    fingerprint: z.array(z.strictObject({ call: z.string(), args: z.array(z.unknown()) })).min(1),
  })
  .transform(
    ({ symbol, ...task }): Task => ({ ...task, symbols: typeof symbol === "string" ? [symbol] : symbol }),
  );

const manifestSchema = z.strictObject({
  $schema: z.string().optional(),
  title: textSchema,
  summary: textSchema,
  tasks: z.array(taskSchema).min(1),
});

/** Reads a manifest. Throws a `UserError` that names the file and the first thing that is wrong in it. */
export function parseManifest(json: string, file: string): Manifest {
  let data: unknown;
  try {
    data = JSON.parse(json);
  } catch (error) {
    throw new UserError(`${file}: not JSON: ${(error as Error).message}`);
  }
  const result = manifestSchema.safeParse(data);
  if (!result.success) {
    const issue = result.error.issues[0];
    throw new UserError(`${file}: at ${issue?.path.join(".") || "the top"}: ${issue?.message}`);
  }
  return result.data;
}

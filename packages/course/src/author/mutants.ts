/** Typical wrong answers, `solutions/NN-name/mutants/*.yaml`: only the replacement body, and what to say about it. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { UserError } from "../failure.ts";
import type { Lesson } from "../lesson/lessons.ts";
import type { Task } from "../lesson/manifest.ts";
import { type Text, textSchema } from "../lesson/text.ts";

/** One typical wrong answer. */
export interface Mutant {
  /** The file's name without its ending. */
  readonly name: string;
  readonly task: Task;
  /** The function whose body is replaced: the task's, unless the task has several. */
  readonly symbol: string;
  /** What is wrong, for authors. */
  readonly wrong: string;
  /** The title of the test that must catch it. */
  readonly caughtBy: string;
  /** What a student reads whose results are the same. */
  readonly message: Text;
  /** The wrong statements. */
  readonly body: string;
}

const schema = z.strictObject({
  task: z.string(),
  symbol: z.string().optional(),
  wrong: z.string().min(1),
  caughtBy: z.string().min(1),
  message: textSchema,
  body: z.string().min(1),
});

/** The lesson's mutants. Throws a `UserError` that names the file if one is malformed. */
export function readMutants(lesson: Lesson): Mutant[] {
  const folder = join(lesson.solution, "mutants");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".yaml"))
    .sort()
    .map((name) => {
      const file = join(folder, name);
      const result = schema.safeParse(parse(readFileSync(file, "utf8")));
      if (!result.success) {
        const issue = result.error.issues[0];
        throw new UserError(`${file}: at ${issue?.path.join(".")}: ${issue?.message}`);
      }
      const { task: id, symbol, ...rest } = result.data;
      const task = lesson.tasks.find((candidate) => candidate.id === id);
      if (task === undefined) throw new UserError(`${file}: lesson ${lesson.number} has no task ${id}`);
      const chosen = symbol ?? task.symbols[0];
      if (
        chosen === undefined ||
        !task.symbols.includes(chosen) ||
        (symbol === undefined && task.symbols.length > 1)
      )
        throw new UserError(`${file}: symbol must be one of ${task.symbols.join(", ")}, not ${symbol}`);
      return { name: name.slice(0, -".yaml".length), task, symbol: chosen, ...rest };
    });
}

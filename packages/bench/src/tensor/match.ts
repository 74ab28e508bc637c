/** One side at work on one workload, in a process of its own. */
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Answer, Greeting, Request } from "./protocol.ts";
import type { Side } from "./sides.ts";

/** A side that is ready to be measured. */
export interface Player {
  readonly side: Side;
  /** Where the elements of its result lie. */
  readonly resultFile: string;
  readonly note?: string;
  /** Repeats the work for so many ms. */
  measure(milliseconds: number): Promise<Answer>;
  end(): void;
}

/**
 * Starts a side on the workload in a folder and waits until it is ready.
 *
 * @throws Error that says why it cannot do the work
 */
export async function start(side: Side, folder: string): Promise<Player> {
  const resultFile = join(folder, `${side.name}.f32`);
  const [program, ...args] = [...side.program, folder, resultFile, ...side.options];
  const child = spawn(program as string, args, {
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, ...side.environment },
  });
  const listen = listener(child);
  const greeting = (await listen()) as Greeting;
  if ("error" in greeting) throw new Error(greeting.error);
  return {
    side,
    resultFile,
    ...(greeting.note !== undefined && { note: greeting.note }),
    async measure(milliseconds) {
      child.stdin?.write(`${JSON.stringify({ measure: milliseconds } satisfies Request)}\n`);
      const answer = (await listen()) as Answer | { error: string };
      if ("error" in answer) throw new Error(answer.error);
      return answer;
    },
    end: () => child.stdin?.end(),
  };
}

/** Gives the next line that is JSON; libraries may print others. */
function listener(child: ChildProcess): () => Promise<unknown> {
  let complaints = "";
  child.stderr?.on("data", (chunk) => {
    complaints += chunk;
  });
  child.stdin?.on("error", () => {}); // it ended: the next answer says so
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
  return async () => {
    for (let { value, done } = await lines.next(); !done; { value, done } = await lines.next())
      if ((value as string).startsWith("{")) return JSON.parse(value as string);
    const said = complaints.trim().split("\n");
    throw new Error(
      `its process ended early: ${said.find((text) => /^\w*Error\b/.test(text)) ?? said.at(-1)}`,
    );
  };
}

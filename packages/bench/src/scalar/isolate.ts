import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Side } from "./contest.ts";

/** What one run of one side gave: the mean time of a step, and how many nodes that step works on. */
export interface Run {
  readonly milliseconds: number;
  readonly size: number;
}

const program = fileURLToPath(new URL("./isolated-run.ts", import.meta.url));

/**
 * Measures one side in a fresh process, with this process's own flags for Node: what the compiler has learnt from one side
 * neither helps nor hurts the other.
 */
export async function runIsolated(contest: number, side: Side): Promise<Run> {
  const args = [...process.execArgv, program, String(contest), side];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout) as Run;
}

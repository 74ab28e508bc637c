/** How one test of a task ended, as plain data: what the reports are made of. */

/**
 * - `pass`
 * - `fail`: a wrong value
 * - `error`: the code threw, does not load, ended its process, needed too much memory or printed too much
 * - `timeout`: an endless loop, or a promise that never settles
 * - `todo`: not started: the stub's TODO is still there
 */
export type State = "pass" | "fail" | "error" | "timeout" | "todo";

/** How one test ended. */
export interface Outcome {
  readonly state: State;
  /** What was wrong, in one or more lines; empty for a pass. */
  readonly message: string;
  /** The inputs that it went wrong for, shrunk as far as possible, as source text. */
  readonly counterexample?: string;
  readonly seed?: number;
  /** What the numbers suggest is wrong. */
  readonly diagnosis?: string;
  /** The task whose TODO was reached, for `todo`. */
  readonly needs?: string;
  /** What the code printed meanwhile. */
  readonly output?: string;
}

declare module "vitest" {
  interface TaskMeta {
    outcome?: Outcome;
  }
}

export { close, holds, Mismatch, passes, same } from "./assert.ts";
export { number, numbers } from "./numbers.ts";
export type { Outcome, State } from "./outcome.ts";
export { fn, law, subject, task, worked } from "./task.ts";

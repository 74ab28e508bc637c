export type { FunctionLiteral } from "../runtime/protocol.ts";
export { close, holds, Mismatch, passes, same } from "./assert.ts";
export { number, numbers } from "./numbers.ts";
export type { Outcome, State } from "./outcome.ts";
export type { Remote } from "./remote.ts";
export { fn, law, remote, task, worked } from "./task.ts";

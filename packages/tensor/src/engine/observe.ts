/** Looking on while ops are applied: how a computation is read that is to go on elsewhere. */
import type { AnyOp, Tensor } from "../tensor.ts";

/** One call of an op. */
export interface OpCall {
  readonly op: AnyOp;
  readonly inputs: readonly Tensor[];
  readonly attrs: unknown;
  readonly output: Tensor;
}

let observer: ((call: OpCall) => void) | null = null;

/**
 * Runs `f` and calls `onCall` after each op: recorded or not, of floats, whole numbers and booleans, views too, also those that an
 * op is made of (they come before it). An observer changes nothing, and who looks on around it sees the same.
 */
export function observeOps<T>(f: () => T, onCall: (call: OpCall) => void): T {
  const before = observer;
  observer = (call) => {
    before?.(call);
    onCall(call);
  };
  try {
    return f();
  } finally {
    observer = before;
  }
}

/** Whether somebody looks on. */
export function isObserved(): boolean {
  return observer !== null;
}

/** Tells who looks on. */
export function noteCall(call: OpCall): void {
  observer?.(call);
}

/**
 * Lifetimes. Nobody has to dispose of anything: what is no longer used is collected. But the collector learns late what a loop
 * no longer needs; `scope` says it at once, so that memory stays as small as the computation allows.
 */
import type { Storage } from "../backend/backend.ts";

/** What was made since the innermost scope began; `null` outside of all. */
let made: Set<Storage> | null = null;
/** The same of the scopes around it, from the outermost. */
const around: Set<Storage>[] = [];

/** Notes that a storage was made: by an op that is no view, or from data. */
export function noteMade(storage: Storage): void {
  made?.add(storage);
}

/** Exempts a storage from the end of the scopes that it was made in. */
export function exempt(storage: Storage): void {
  made?.delete(storage);
  for (const outer of around) outer.delete(storage);
  onOneTensor.delete(storage);
}

/** Gradients that a backward pass made, and left on one tensor alone. */
const onOneTensor = new WeakSet<Storage>();

/** A gradient is left on a tensor. It outlives all scopes, until the tensor drops it. */
export function leave(storage: Storage): void {
  const isNew = made?.has(storage) === true;
  exempt(storage);
  if (isNew) onOneTensor.add(storage);
}

/** Whether a gradient that was just dropped can be given back: a scope is running, and nobody else has it unless by hand. */
export function isDropped(storage: Storage): boolean {
  return made !== null && onOneTensor.delete(storage) && !isReleased(storage);
}

/** Runs `f` on the set of what is made meanwhile; what is in there at its end belongs to the scope around. */
export function withMade<T>(f: (made: Set<Storage>) => T): T {
  const own = begin();
  try {
    return f(own);
  } finally {
    end();
    for (const storage of own) noteMade(storage);
  }
}

function begin(): Set<Storage> {
  if (made !== null) around.push(made);
  made = new Set();
  return made;
}

function end(): void {
  made = around.pop() ?? null;
}

/** Whether a storage was given back, at the end of a scope or by `dispose`. */
export function isReleased(storage: Storage): boolean {
  return storage.version < 0;
}

/** Whoever still holds the storage will notice: its version is below every one that was ever saved. */
export function markReleased(storage: Storage): void {
  storage.version = -1;
}

/** What to say to somebody who uses it all the same. */
export function releasedMessage(what: string): string {
  return (
    `${what}: a tensor was disposed of, or made inside a scope that has ended; return it from the scope, ` +
    "exempt it with keep(x), or write it into a tensor from outside with assign"
  );
}

/**
 * Runs `f` and tells what was made meanwhile and is not to survive it.
 *
 * @param survivors storages that the result of `f` holds
 * @param release gives one storage back
 */
export function withLifetime<T>(
  f: () => T,
  survivors: (result: T) => Iterable<Storage>,
  release: (storage: Storage) => void,
): T {
  const own = begin();
  let result: T;
  try {
    result = f();
    for (const storage of survivors(result)) own.delete(storage);
  } finally {
    end();
    for (const storage of own) {
      release(storage);
      markReleased(storage);
    }
  }
  // What survives belongs to the scope around.
  for (const storage of survivors(result)) noteMade(storage);
  return result;
}

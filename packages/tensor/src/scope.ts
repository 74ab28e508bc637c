/** Tight memory for loops: what a step makes is given back when the step ends. */
import type { Storage } from "./backend/backend.ts";
import { backendOf } from "./backend/registry.ts";
import { exempt, isReleased, markReleased, withLifetime } from "./engine/lifetime.ts";
import { Tensor } from "./tensor.ts";

/**
 * Runs `f` and gives back the memory of every tensor made meanwhile, but for those that `f` returns (a tensor, or arrays and
 * records of tensors), gradients left on tensors (`grad`), and what `keep` exempted. Scopes nest.
 *
 *     for (const [x, y] of batches) scope(() => { step(x, y); });
 *
 * Nothing else changes: without a scope the same loop runs in bounded memory too, only in more of it. A tensor that outlives
 * its scope by mistake is an error when it is used.
 *
 * @throws TypeError if `f` is async: its work would not be done when the scope ends
 */
export function scope<T>(f: () => T): T {
  return withLifetime(
    () => {
      const result = f();
      if (result instanceof Promise)
        throw new TypeError(
          "scope: the function is async; await inside would outlive the scope. Await outside of it",
        );
      return result;
    },
    storagesOf,
    (storage) => backendOf(storage.device).release?.(storage),
  );
}

/**
 * Gives the memory of one tensor back at once, and with it that of every view of it. `using x = ...` does so at the end of
 * the block. Using any of them afterwards is an error.
 */
export function dispose(x: Tensor): void {
  const { storage } = x;
  if (isReleased(storage)) return;
  exempt(storage);
  backendOf(storage.device).release?.(storage);
  markReleased(storage);
}

/** Exempts a tensor from the end of the scope it was made in. Returns it. */
export function keep(x: Tensor): Tensor {
  exempt(x.storage);
  if (x.dual !== null) keep(x.dual.tangent);
  return x;
}

/** The storages that a value holds, through arrays, maps and plain records. */
function* storagesOf(value: unknown): Generator<Storage> {
  if (value instanceof Tensor) {
    yield value.storage;
    if (value.dual !== null) yield* storagesOf(value.dual.tangent);
    if (value.grad !== null) yield* storagesOf(value.grad);
  } else if (Array.isArray(value) || value instanceof Map || value instanceof Set) {
    for (const part of value.values()) yield* storagesOf(part);
  } else if (
    typeof value === "object" &&
    value !== null &&
    Object.getPrototypeOf(value) === Object.prototype
  ) {
    for (const part of Object.values(value)) yield* storagesOf(part);
  }
}

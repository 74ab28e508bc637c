/**
 * What a reverse pass makes for itself: gradients on their way to a node, and what rules need in between. Nobody outside sees
 * them, so they are given back as soon as they have served, not when the collector finds them or the scope ends.
 */

import type { Storage } from "../backend/backend.ts";
import { backendOf } from "../backend/registry.ts";
import type { Tensor } from "../tensor.ts";
import { markReleased } from "./lifetime.ts";

/** Counts who still wants which of the storages made during a pass. */
export class Temporaries {
  readonly #made: Set<Storage>;
  readonly #holders = new Map<Storage, number>();

  /** @param made what is made from now on; what is taken out of it belongs to somebody else */
  constructor(made: Set<Storage>) {
    this.#made = made;
  }

  /** A gradient waits for its node. */
  hold({ storage }: Tensor): void {
    this.#holders.set(storage, (this.#holders.get(storage) ?? 0) + 1);
  }

  /** It was passed on. */
  drop({ storage }: Tensor): void {
    const holders = (this.#holders.get(storage) ?? 0) - 1;
    if (holders > 0) this.#holders.set(storage, holders);
    else this.#holders.delete(storage);
  }

  /** Somebody outside may hold any of what there is now. */
  letGo(): void {
    for (const storage of this.#made) this.#holders.set(storage, Infinity);
  }

  /** Gives back what nobody holds. */
  sweep(): void {
    for (const storage of this.#made) {
      if (this.#holders.has(storage)) continue;
      this.#made.delete(storage);
      backendOf(storage.device).release?.(storage);
      markReleased(storage);
    }
  }
}

/** What decoding remembers, so that each token is computed once. */
import { concat, indexSelect, keep, type Tensor } from "@gradus/tensor";
import type { AnyModule } from "../module.ts";

/** Keys and values of an attention: `[N, heads, S, d]`. */
export interface KeysAndValues {
  readonly key: Tensor;
  readonly value: Tensor;
}

/**
 * The keys and values of tokens that a model has read. One cache serves a whole model: every attention finds its own by
 * itself. A model that is given the tokens one by one (or some at a time) and the same cache computes what it would
 * compute of all of them at once.
 *
 *     const cache = new KeyValueCache();
 *     noGrad(() => model.forward(prompt, { isCausal: true, cache }));
 *     noGrad(() => model.forward(next, { isCausal: true, cache })); // only the new token
 */
export class KeyValueCache {
  readonly #grown = new Map<AnyModule, KeysAndValues>();
  readonly #fixed = new Map<AnyModule, KeysAndValues>();

  /** How many tokens have been read: the place of the next one. */
  get length(): number {
    const [first] = this.#grown.values();
    return first?.key.shape[2] ?? 0;
  }

  /** How many tokens this attention has read. */
  lengthOf(owner: AnyModule): number {
    return this.#grown.get(owner)?.key.shape[2] ?? 0;
  }

  /**
   * Puts keys and values behind those that `owner` has, and gives all.
   *
   * @throws RangeError if they are for another number of sequences
   */
  append(owner: AnyModule, { key, value }: KeysAndValues): KeysAndValues {
    const past = this.#grown.get(owner);
    if (past !== undefined && past.key.shape[0] !== key.shape[0])
      throw new RangeError(
        `KeyValueCache: it holds ${past.key.shape[0]} sequences, the input has ${key.shape[0]}; begin with a new cache, or ` +
          "clear() this one",
      );
    const all =
      past === undefined
        ? { key, value }
        : { key: concat([past.key, key], 2), value: concat([past.value, value], 2) };
    return remember(this.#grown, owner, all);
  }

  /** Keys and values that stay the same, of a text that is only looked at: made the first time. */
  once(owner: AnyModule, make: () => KeysAndValues): KeysAndValues {
    return this.#fixed.get(owner) ?? remember(this.#fixed, owner, make());
  }

  /**
   * Goes on with other sequences: sequence i is what sequence `rows[i]` was, as a search needs it that drops some and goes on with
   * others in several ways. What is only looked at stays: it must be the same for all.
   *
   * @param rows int32 `[N]`
   */
  select(rows: Tensor): void {
    for (const [owner, { key, value }] of this.#grown) {
      remember(this.#grown, owner, { key: indexSelect(key, 0, rows), value: indexSelect(value, 0, rows) });
    }
  }

  /** Forgets everything. */
  clear(): void {
    this.#grown.clear();
    this.#fixed.clear();
  }
}

/** It outlives the scope of the step that made it. */
function remember(
  entries: Map<AnyModule, KeysAndValues>,
  owner: AnyModule,
  pair: KeysAndValues,
): KeysAndValues {
  keep(pair.key);
  keep(pair.value);
  entries.set(owner, pair);
  return pair;
}

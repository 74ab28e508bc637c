/** Where checkpoints are kept. */
import { decodeState } from "./encode.ts";

/** Named pieces of bytes: a directory (`directory` of `@gradus/train/node`), a `Map`, a browser's storage. */
export interface Store {
  /** Keeps the bytes under this name, in the place of older ones: afterwards, and after a crash, one or the other is there. */
  set(name: string, bytes: Uint8Array): unknown;
  /** `undefined` where nothing has this name. */
  get(name: string): Uint8Array | undefined | Promise<Uint8Array | undefined>;
  delete(name: string): unknown;
  keys(): Iterable<string> | Promise<Iterable<string>>;
}

/**
 * The state of a run, from the checkpoint of this name ("last" unless named; "best", "step-200"): for `fit`'s `resume`.
 * `undefined` where there is none, as before the first run.
 *
 * @throws SafetensorsError if the checkpoint is damaged
 */
export async function loadCheckpoint(store: Store, name = "last"): Promise<unknown> {
  const bytes = await store.get(name);
  return bytes === undefined ? undefined : await decodeState(bytes);
}

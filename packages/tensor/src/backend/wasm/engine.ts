/** The engine's own WebAssembly, as far as it is used here; its types come with a browser's, not with Node's. */

/** Linear memory: grows, never shrinks, and gets a new buffer each time it grows. */
export interface LinearMemory {
  readonly buffer: ArrayBuffer | SharedArrayBuffer;
  /** By pages of 64 KB; throws a RangeError where there is no room. */
  grow(pages: number): number;
}

interface Engine {
  validate(bytes: Uint8Array): boolean;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
  readonly Memory: new (limits: { initial: number; maximum: number; shared: boolean }) => LinearMemory;
}

/** Bytes of a page. */
export const PAGE = 65536;
/** What 32-bit pointers reach: 4 GB. */
export const MAX_PAGES = 65536;

const engine = (globalThis as { readonly WebAssembly?: Engine }).WebAssembly;

/** A module, of base64, if it can run here. */
export function compile(base64: string): object | undefined {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  if (engine?.validate(bytes) !== true) return undefined;
  try {
    return new engine.Module(bytes);
  } catch {
    // Sound, and yet refused: a page's content policy allows no WebAssembly. All else works without.
    return undefined;
  }
}

/** New linear memory, of this thread alone or shared with others. */
export function createMemory(pages: number, shared = false): LinearMemory {
  return new (engine as Engine).Memory({ initial: pages, maximum: MAX_PAGES, shared });
}

/** A module's exports, once it runs on `memory`. */
export function instantiate(module: object, memory: LinearMemory): object {
  const { Instance } = engine as Engine;
  return new Instance(module, { env: { memory, log: Math.log } }).exports;
}

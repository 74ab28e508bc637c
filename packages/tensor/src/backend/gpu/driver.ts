/** A driver: what differs between the modes. Everything else of the backend is the same in all of them. */
import type { GpuMode, Handle, Library } from "./library.ts";
import type { Program } from "./source.ts";

/** Arrays and launches of one mode. Where something may take time, a promise says so. */
export interface Driver {
  readonly mode: GpuMode;
  /** Who computes, in words: the card's name where there is one. */
  readonly description: string;
  /** Whether elements can be read at once. */
  readonly readsAtOnce: boolean;
  upload(elements: Float32Array): Handle;
  /** At once if the kernel has been compiled before. */
  launch(program: Program, inputs: readonly Handle[]): Handle | Promise<Handle>;
  read(handle: Handle, length: number): Float32Array | Promise<Float32Array>;
  free(handle: Handle, length: number): void;
  /** The mode in which the last kernel really ran, by gpu.js's word. */
  executed(): string;
  readonly kernels: KernelCounts;
  /** Everything that has been compiled goes. */
  destroy(): void;
}

/** How many kernels were compiled, and how many times any was launched. */
export interface KernelCounts {
  readonly compiled: number;
  readonly launched: number;
}

/** Makes the driver of a mode, or throws an error that says why there is none. */
export type OpenDriver = (library: Library) => Promise<Driver>;

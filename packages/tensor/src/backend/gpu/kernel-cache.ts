/**
 * Compiled kernels by their text. gpu.js keeps eight sizes of a kernel and compiles again beyond; here each size is a kernel of its
 * own, and the one that was not used for the longest time goes when there are too many.
 */
import type { GpuKernel, KernelInstance } from "./library.ts";

/** Kernels by key. */
export class KernelCache {
  readonly #kernels = new Map<string, GpuKernel>();
  readonly #most: number;
  compiled = 0;
  launched = 0;
  last: KernelInstance | null = null;

  constructor(most: number) {
    this.#most = most;
  }

  /** The kernel of that key, made if there is none. */
  get(key: string, make: () => GpuKernel): GpuKernel {
    let kernel = this.#kernels.get(key);
    if (kernel === undefined) {
      kernel = make();
      this.compiled++;
    } else {
      this.#kernels.delete(key);
    }
    this.#kernels.set(key, kernel);
    if (this.#kernels.size > this.#most) this.#evict();
    this.launched++;
    this.last = kernel.kernel;
    return kernel;
  }

  /** Forgets a kernel that could not be compiled. */
  forget(key: string): void {
    this.#kernels.delete(key);
  }

  #evict(): void {
    const [key, oldest] = this.#kernels.entries().next().value as [string, GpuKernel];
    this.#kernels.delete(key);
    oldest.destroy();
  }

  /** Destroys all. */
  clear(): void {
    for (const kernel of this.#kernels.values()) kernel.destroy();
    this.#kernels.clear();
  }
}

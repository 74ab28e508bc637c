import type { GpuInfo } from "@gradus/tensor";

/** What the page about the gpu shows. */
export interface GpuReport {
  readonly info: GpuInfo;
  readonly fallbacks: { readonly [op: string]: number };
  /** What does not hold. */
  readonly complaints: readonly string[];
  /** How many laws of the agreement suite hold, and how many ops have the right gradients. */
  readonly laws: number;
  readonly gradients: number;
  /** The loss at each step. */
  readonly losses: {
    readonly [name: string]: { readonly gpu: readonly number[]; readonly wasm: readonly number[] };
  };
  /** Why there is nothing else here. */
  readonly failure?: string;
}

import type { Given } from "./data.ts";
import type { Workload } from "./workload.ts";

/** One side, set up for one workload. */
export interface Contestant {
  /** One step of the work, to be repeated; finished when it returns, or when its promise does. */
  readonly step: () => unknown;
  /**
   * What the work gives, so that sides can be compared: the elements of the result (images as `[N, C, H, W]`), or the losses
   * of the first training steps. Called once, before any step.
   */
  readonly result: () => Float32Array | Promise<Float32Array>;
  /** How the side does the work, where that needs saying. */
  readonly note?: string;
}

/** What a side needs to know of a workload. */
export type Work = Pick<Workload, "task" | "untidy">;

/** A library that takes part. Throws where it cannot do the task. */
export type Enter = (work: Work, inputs: readonly Given[]) => Contestant | Promise<Contestant>;

/** How many training steps are compared. */
export const COMPARED_STEPS = 4;

/** The learning rate, the decay rates and the ε of Adam (Kingma and Ba 2015, algorithm 1). */
export const ADAM = { rate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;

/**
 * Algorithm 1 with its efficient order of computation (section 2): `θ -= rate_t · m / (√v + epsilon_t)` in step t, with both
 * corrections of bias in the two numbers.
 */
export function adamNumbers(t: number): { rate: number; epsilon: number } {
  const root = Math.sqrt(1 - ADAM.beta2 ** t);
  return { rate: (ADAM.rate * root) / (1 - ADAM.beta1 ** t), epsilon: ADAM.epsilon * root };
}

/** A training step, as a contestant: its result is the loss of the first steps. */
export function training(step: () => number | Promise<number>, note?: string): Contestant {
  const result = async () => {
    const losses = new Float32Array(COMPARED_STEPS);
    for (let i = 0; i < COMPARED_STEPS; i++) losses[i] = await step();
    return losses;
  };
  return { step, result, ...(note !== undefined && { note }) };
}

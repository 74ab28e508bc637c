/** What the scalar engines are measured on: a network, its data, and how much of a training step is done. */
import { moons, random } from "@gradus/data";

export interface Workload {
  readonly name: string;
  /** The network: inputs, then the outputs of each layer. tanh after each layer but the last. */
  readonly sizes: readonly number[];
  /** One row for each example. */
  readonly inputs: readonly (readonly number[])[];
  /** What each output should be, all rows in one. */
  readonly targets: readonly number[];
  /** Forward alone, or forward, backward and SGD. */
  readonly pass: "forward" | "training step";
}

const SEED = 42;
export const LEARNING_RATE = 0.05;

const points = moons({ count: 100, seed: SEED });
const plane = {
  sizes: [2, 16, 16, 1],
  inputs: points.x,
  targets: points.y.map((label) => 2 * label - 1),
};

/** As many inputs and outputs as a classifier of 8x8 digits has; the pixels are random, which costs the same. */
const digits = ((): Pick<Workload, "sizes" | "inputs" | "targets"> => {
  const { uniform } = random(SEED);
  const examples = Array.from({ length: 20 }, (_, i) => i % 10);
  return {
    sizes: [64, 16, 10],
    inputs: examples.map(() => Array.from({ length: 64 }, () => uniform())),
    targets: examples.flatMap((digit) => Array.from({ length: 10 }, (_, i) => (i === digit ? 1 : -1))),
  };
})();

export const workloads: readonly Workload[] = [
  { name: "scalar MLP [2,16,16,1] tanh, 100 points, training step", ...plane, pass: "training step" },
  { name: "scalar MLP [2,16,16,1] tanh, 100 points, forward", ...plane, pass: "forward" },
  { name: "scalar MLP [64,16,10] tanh, 20 points, training step", ...digits, pass: "training step" },
];

/** The same numbers every time, for the initial weights. */
export function weightSource(): () => number {
  return random(SEED).uniform;
}

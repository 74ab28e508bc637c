/** The inputs that this lesson's laws are tried on, and how they are shown. */
import * as fc from "fast-check";

/** A layer: for each neuron its weights and its bias. */
export type Rows = number[][];
type Activation = "tanh" | "relu" | null;

export const label: fc.Arbitrary<number> = fc.constantFrom(-1, 1);
export const rate: fc.Arbitrary<number> = fc.constantFrom(0.5, 0.1, 0.01, 1.5);
export const activation: fc.Arbitrary<Activation> = fc.constantFrom("tanh", "relu", null);

/** A multiple of 1/2: a counterexample is easier to follow. */
export function half(min: number, max: number): fc.Arbitrary<number> {
  return fc.integer({ min: 2 * min, max: 2 * max }).map((n) => n / 2);
}

export function halves(count: number, min: number, max: number): fc.Arbitrary<number[]> {
  return fc.array(half(min, max), { minLength: count, maxLength: count });
}

/** A neuron's row of one to four weights and the bias, and as many inputs. */
export function neuronAndInputs(entry: fc.Arbitrary<number>): fc.Arbitrary<{ row: number[]; x: number[] }> {
  const weightsAndInputs = fc.array(fc.tuple(entry, entry), { minLength: 1, maxLength: 4 });
  return fc
    .tuple(weightsAndInputs, entry)
    .map(([pairs, bias]) => ({ row: [...pairs.map(([w]) => w), bias], x: pairs.map(([, x]) => x) }));
}

/** A layer of so many inputs and outputs. */
export function rows(inputs: number, outputs: number, entries: typeof halves = halves): fc.Arbitrary<Rows> {
  return fc.array(entries(inputs + 1, -2, 2), { minLength: outputs, maxLength: outputs });
}

/** Numbers for a message. */
export function text(x: unknown): string {
  return JSON.stringify(x);
}

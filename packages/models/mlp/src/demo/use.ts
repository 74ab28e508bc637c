/** A trained model, put to use. */
import type { Module } from "@gradus/nn";
import { type Device, narrow, noGrad, scope, type Tensor, to } from "@gradus/tensor";

/** What the model says of all samples, rows of `outputs` numbers, in batches. */
export async function outputsOf<I extends readonly Tensor[]>(
  model: Module<I>,
  inputs: I,
  { device, batchSize = 500 }: { readonly device: Device; readonly batchSize?: number },
): Promise<number[][]> {
  model.eval();
  const count = inputs[0]?.shape[0] ?? 0;
  const rows: number[][] = [];
  for (let start = 0; start < count; start += batchSize) {
    const y = noGrad(() =>
      scope(() => {
        const batch = inputs.map((x) => to(narrow(x, 0, start, Math.min(batchSize, count - start)), device));
        return model.forward(...(batch as unknown as I));
      }),
    );
    const [data, width] = [await y.data(), y.shape[1] ?? 1];
    for (let i = 0; i < data.length; i += width) rows.push(Array.from(data.subarray(i, i + width)));
  }
  return rows;
}

/** The number of the largest. */
export function argmax(row: readonly number[]): number {
  return row.indexOf(Math.max(...row));
}

/** How often two lists agree. */
export function accuracyOf(guesses: readonly number[], truth: ArrayLike<number>): number {
  return guesses.filter((guess, i) => guess === truth[i]).length / guesses.length;
}

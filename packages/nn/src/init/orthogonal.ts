/** Weights that turn and mirror, but do not stretch. */
import { randn, type Tensor, tensor } from "@gradus/tensor";
import type { DrawOptions } from "./fill.ts";

/**
 * A random orthogonal matrix times `gain`: of `[out, in, ...]` seen as `[out, in·...]`, the rows (or, if there are more rows
 * than columns, the columns) are orthogonal to each other and have length `gain` (Saxe, McClelland and Ganguli 2014, "Exact
 * solutions to the nonlinear dynamics of learning in deep linear neural networks", section 3).
 *
 * @throws RangeError if `x` has fewer than two axes
 */
export function orthogonal(x: Tensor, gain = 1, { generator }: DrawOptions = {}): Tensor {
  if (x.rank < 2)
    throw new RangeError(
      `init.orthogonal: the tensor has shape [${x.shape.join(", ")}]; it must have at least two axes, [out, in, ...]`,
    );
  const rows = x.shape[0] as number;
  const columns = rows === 0 ? 0 : x.size / rows;
  const [count, length] = rows < columns ? [rows, columns] : [columns, rows];
  const draws = randn([count, length], { generator, dtype: "float64", device: "cpu" }).dataSync();
  const vectors = orthonormal(
    Array.from({ length: count }, (_, i) => Float64Array.from(draws.subarray(i * length, (i + 1) * length))),
  );
  const at = (i: number, j: number) => (rows < columns ? vectors[i]?.[j] : vectors[j]?.[i]) as number;
  const elements = Float64Array.from(
    { length: x.size },
    (_, k) => gain * at(Math.floor(k / columns), k % columns),
  );
  return x.assign(tensor(elements, { shape: x.shape, dtype: x.dtype, device: x.device }));
}

/** Makes vectors orthonormal, one after the other (Gram and Schmidt, each projection taken off at once). */
function orthonormal(vectors: Float64Array[]): Float64Array[] {
  for (const [i, v] of vectors.entries()) {
    for (const u of vectors.slice(0, i)) addScaled(v, u, -dotProduct(u, v));
    const length = Math.sqrt(dotProduct(v, v));
    for (let k = 0; k < v.length; k++) v[k] = (v[k] as number) / length;
  }
  return vectors;
}

function addScaled(v: Float64Array, u: Float64Array, factor: number): void {
  for (let k = 0; k < v.length; k++) v[k] = (v[k] as number) + factor * (u[k] as number);
}

function dotProduct(u: Float64Array, v: Float64Array): number {
  let total = 0;
  for (let k = 0; k < u.length; k++) total += (u[k] as number) * (v[k] as number);
  return total;
}

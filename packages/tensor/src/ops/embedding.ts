/** Tables of vectors: `embedding` looks rows up by number, `oneHot` writes the numbers as rows. */
import { ones, onesLike, zeros } from "../create.ts";
import { apply } from "../engine/apply.ts";
import { show, sizeOf } from "../shape.ts";
import type { Op, Tensor } from "../tensor.ts";
import { div } from "./arithmetic.ts";
import { unsqueeze } from "./axes.ts";
import { equal, where } from "./compare.ts";
import { indexAddOp, indexSelectOp, scatterAdd } from "./index.ts";
import { checkIndices, indexed } from "./indices.ts";
import { reshape } from "./stretch.ts";

/** Options of {@link embedding}. */
export interface EmbeddingOptions {
  /** The row that stands for "nothing here": it is read like any other, but gets no gradient. */
  readonly paddingIndex?: number;
  /** Whether the gradient of a row is divided by how often it was looked up: their mean in place of their sum. */
  readonly scaleGradByFreq?: boolean;
}

interface Lookup {
  readonly paddingIndex: number | null;
  readonly scaleGradByFreq: boolean;
}

/** See {@link embedding}. The index has one axis and is in range. */
export const embeddingOp: Op<Lookup> = {
  ...indexed<Lookup>({
    name: "embedding",
    shape: (weight, index) => ({ shape: [index.size, weight.shape[1] as number], dtype: weight.dtype }),
    forward: (backend, weight, index) => {
      const [n, inner] = weight.shape as [number, number];
      return backend.indexSelect(weight, index, { outer: 1, n, inner, count: sizeOf(index.shape) });
    },
    transpose: (g, weight, index, { paddingIndex, scaleGradByFreq }) => {
      const kept = withoutPadding(g, index, paddingIndex);
      const extent = weight.shape[0] as number;
      const part = scaleGradByFreq ? div(kept, frequencies(g, index, extent)) : kept;
      return apply(indexAddOp, [part, index], { axis: 0, extent });
    },
  }),
  jvp: ([t], { inputs: [, index], attrs: { paddingIndex } }) =>
    t
      ? withoutPadding(apply(indexSelectOp, [t, index as Tensor], { axis: 0 }), index as Tensor, paddingIndex)
      : null,
};

/** Rows `[n, d]`, zeros where `index[n]` is padding. */
function withoutPadding(rows: Tensor, index: Tensor, paddingIndex: number | null): Tensor {
  return paddingIndex === null ? rows : where(equal(unsqueeze(index, 1), paddingIndex), 0, rows);
}

/** How often the index of each row `[n, d]` comes: `[n, 1]`. */
function frequencies(rows: Tensor, index: Tensor, extent: number): Tensor {
  const { dtype, device } = rows;
  const counts = apply(indexAddOp, [ones([index.size], { dtype, device }), index], { axis: 0, extent });
  return unsqueeze(apply(indexSelectOp, [counts, index], { axis: 0 }), 1);
}

/**
 * Rows of a table by number: `y[.., :] = weight[index[..], :]`, shape `[...index.shape, D]`. What a row is looked up for
 * several times adds up in its gradient.
 *
 * With `scaleGradByFreq`, as in PyTorch, what comes back is no true gradient, and forward mode ignores the option.
 *
 * @param weight `[V, D]`
 * @param index int32 of any shape, from 0 to V - 1
 * @throws RangeError if an index, or the padding index, is no row
 */
export function embedding(weight: Tensor, index: Tensor, options: EmbeddingOptions = {}): Tensor {
  const { paddingIndex = null, scaleGradByFreq = false } = options;
  if (weight.rank !== 2)
    throw new RangeError(
      `embedding: the table has shape ${show(weight.shape)}; it must be a matrix, a row for each index`,
    );
  const [rows, width] = weight.shape as [number, number];
  const skipped = paddingIndex !== null && paddingIndex < 0 ? paddingIndex + rows : paddingIndex;
  if (skipped !== null && !(Number.isInteger(skipped) && skipped >= 0 && skipped < rows))
    throw new RangeError(`embedding: paddingIndex is ${paddingIndex}, but the table has ${rows} rows`);
  checkIndices("embedding", index, 0, rows);
  const attrs = { paddingIndex: skipped, scaleGradByFreq };
  return reshape(apply(embeddingOp, [weight, reshape(index, [index.size])], attrs), [...index.shape, width]);
}

/**
 * 1 at the place that each index names, 0 elsewhere, int32: `y[.., index[..]] = 1`, shape `[...index.shape, classes]`.
 * Cast it to the type that it is to be multiplied with.
 *
 * @param index int32, from 0
 * @param classes by default one more than the largest index
 * @throws RangeError if an index is not below `classes`
 */
export function oneHot(index: Tensor, classes?: number): Tensor {
  const extent = classes ?? largest(index) + 1;
  if (!Number.isInteger(extent) || extent < 0)
    throw new RangeError(`oneHot: ${extent} classes; their number must be a whole number from 0`);
  checkIndices("oneHot", index, index.rank, extent);
  const shape = [...index.shape, extent];
  const places = unsqueeze(index, index.rank);
  if (sizeOf(shape) === 0) return zeros(shape, { dtype: "int32", device: index.device });
  return scatterAdd(
    zeros(shape, { dtype: "int32", device: index.device }),
    index.rank,
    places,
    onesLike(places),
  );
}

function largest(index: Tensor): number {
  if (index.size === 0)
    throw new RangeError(
      `oneHot: no indices (shape ${show(index.shape)}) to tell the number of classes from; give it: oneHot(index, classes)`,
    );
  return (index.dataSync() as Int32Array).reduce((a, b) => Math.max(a, b), 0);
}

/** Rows of a table looked up and put together, bag by bag. */
import { full, tensor, zeros } from "../create.ts";
import { sameShape, show } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { div } from "./arithmetic.ts";
import { unsqueeze } from "./axes.ts";
import { where } from "./compare.ts";
import { embedding } from "./embedding.ts";
import { max } from "./extreme.ts";
import { indexAdd, indexSelect } from "./index.ts";
import { concat } from "./join.ts";
import { mul } from "./pointwise.ts";
import { reshape } from "./stretch.ts";

/** Options of {@link embeddingBag}. */
export interface EmbeddingBagOptions {
  /** How the rows of a bag become one: "mean" by default. */
  readonly mode?: "sum" | "mean" | "max";
  /** Where each bag begins in a flat index: int32, from 0, not falling. */
  readonly offsets?: Tensor;
  /** The row that stands for "nothing here": it drops out of its bag, and of the mean's divisor. */
  readonly paddingIndex?: number;
  /** A factor for each index, in the index's shape; only with "sum". */
  readonly perSampleWeights?: Tensor;
  /** As for `embedding`. */
  readonly scaleGradByFreq?: boolean;
}

/** Which indices count: their places in the flat index, the rows they name, and the bags they belong to. */
interface Bags {
  readonly count: number;
  readonly places: number[];
  readonly rows: number[];
  readonly bags: number[];
}

/**
 * The sum, mean or largest elements of the rows of each bag: `y[b, :] = Σ_{i in bag b} weight[index[i], :]`, shape `[B, D]`.
 * An empty bag gives 0. With "max" the first of several largest takes the gradient.
 *
 * @param weight `[V, D]`
 * @param index int32: `[B, L]`, a bag in each row, or flat with `offsets`
 * @throws RangeError if an index is no row, or offsets do not fit the index
 */
export function embeddingBag(weight: Tensor, index: Tensor, options: EmbeddingBagOptions = {}): Tensor {
  const { mode = "mean", perSampleWeights, paddingIndex, scaleGradByFreq = false } = options;
  if (mode !== "sum" && mode !== "mean" && mode !== "max")
    throw new RangeError(`embeddingBag: mode is "${String(mode)}"; modes are "sum", "mean", "max"`);
  const table = weight.shape[0] as number;
  const skipped = paddingIndex !== undefined && paddingIndex < 0 ? paddingIndex + table : paddingIndex;
  const bags = sortIntoBags(index, options.offsets, skipped);
  const whole = (numbers: readonly number[]) => tensor(Int32Array.from(numbers), { device: weight.device });
  let rows = embedding(weight, whole(bags.rows), { scaleGradByFreq }); // [n, D]
  if (perSampleWeights !== undefined) {
    checkSampleWeights(perSampleWeights, index, mode);
    const factors = indexSelect(reshape(perSampleWeights, [-1]), 0, whole(bags.places));
    rows = mul(rows, unsqueeze(factors, 1));
  }
  if (mode === "max") return largest(rows, bags);
  const { dtype, device } = rows;
  const shape = [bags.count, rows.shape[1] as number];
  const total = indexAdd(zeros(shape, { dtype, device }), 0, whole(bags.bags), rows); // [B, D]
  if (mode === "sum") return total;
  const sizes = new Float64Array(bags.count);
  for (const bag of bags.bags) sizes[bag] = (sizes[bag] as number) + 1;
  const divisors = tensor(
    sizes.map((size) => Math.max(size, 1)),
    { dtype, device },
  );
  return div(total, unsqueeze(divisors, 1));
}

function sortIntoBags(index: Tensor, offsets: Tensor | undefined, skipped: number | undefined): Bags {
  const starts = bagStarts(index, offsets);
  const elements = index.dataSync();
  const found: Bags = { count: starts.length, places: [], rows: [], bags: [] };
  starts.forEach((start, bag) => {
    const end = starts[bag + 1] ?? elements.length;
    for (let place = start; place < end; place++) {
      const row = elements[place] as number;
      if (row === skipped) continue;
      found.places.push(place);
      found.rows.push(row);
      found.bags.push(bag);
    }
  });
  return found;
}

/** Where each bag begins in the flat index. */
function bagStarts(index: Tensor, offsets: Tensor | undefined): number[] {
  if (index.dtype !== "int32")
    throw new TypeError(`embeddingBag: indices are ${index.dtype}; they must be int32: index.cast("int32")`);
  if (offsets === undefined) {
    if (index.rank !== 2)
      throw new RangeError(
        `embeddingBag: without offsets the index has shape ${show(index.shape)}; it must be [bags, length], ` +
          "or flat with offsets, the place where each bag begins",
      );
    const [count, length] = index.shape as [number, number];
    return Array.from({ length: count }, (_, bag) => bag * length);
  }
  if (index.rank !== 1 || offsets.rank !== 1)
    throw new RangeError(
      `embeddingBag: the index has shape ${show(index.shape)}, the offsets ${show(offsets.shape)}; both must be flat`,
    );
  const starts = [...offsets.dataSync()];
  const good = starts.every((start, bag) =>
    bag === 0 ? start === 0 : start >= (starts[bag - 1] as number) && start <= index.size,
  );
  if (!good || offsets.dtype !== "int32")
    throw new RangeError(
      `embeddingBag: offsets are ${show(starts)} (${offsets.dtype}) for ${index.size} indices; they must be int32, begin with 0, ` +
        "never fall, and not go beyond the index",
    );
  return starts;
}

function checkSampleWeights(weights: Tensor, index: Tensor, mode: string): void {
  if (mode !== "sum" || !sameShape(weights.shape, index.shape))
    throw new RangeError(
      `embeddingBag: perSampleWeights has shape ${show(weights.shape)}, the index ${show(index.shape)}, mode is "${mode}"; ` +
        'the shapes must be the same, and the mode "sum"',
    );
}

/** The largest elements of each bag, 0 for an empty one: bags side by side, short ones filled up with what never wins. */
function largest(rows: Tensor, { count, bags }: Bags): Tensor {
  const { dtype, device } = rows;
  const width = rows.shape[1] as number;
  const lengths = new Array<number>(count).fill(0);
  const ranks = bags.map((bag) => {
    const rank = lengths[bag] as number;
    lengths[bag] = rank + 1;
    return rank;
  });
  const longest = Math.max(0, ...lengths);
  if (longest === 0) return zeros([count, width], { dtype, device });
  const table = new Int32Array(count * longest);
  bags.forEach((bag, i) => {
    table[bag * longest + (ranks[i] as number)] = i + 1;
  });
  const filled = concat([full([1, width], -Infinity, { dtype, device }), rows]);
  const padded = reshape(indexSelect(filled, 0, tensor(table, { device })), [count, longest, width]);
  const any = tensor(
    lengths.map((length) => length > 0),
    { device },
  );
  return where(unsqueeze(any, 1), max(padded, 1).values, 0);
}

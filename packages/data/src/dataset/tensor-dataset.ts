import { indexSelect, select, type Tensor, tensor } from "@gradus/tensor";
import { checkIndex, type Dataset, Subset } from "./dataset.ts";

/** A data set that can give many samples at once, already collated, faster than one after the other. */
export interface GatherDataset<T, B> extends Dataset<T> {
  /** The batch of these samples, as the default collation of them would be. */
  gather(indices: ArrayLike<number>): B;
}

/**
 * Tensors that share their first axis: sample `i` is `[x[i], y[i], ...]`, views. A batch of them is gathered by one
 * `indexSelect` for each tensor.
 */
export class TensorDataset<const T extends readonly Tensor[]>
  implements GatherDataset<{ -readonly [K in keyof T]: Tensor }, { -readonly [K in keyof T]: Tensor }>
{
  readonly tensors: T;
  readonly length: number;

  /** @throws RangeError where there is no tensor, a tensor is a scalar, or first axes differ */
  constructor(...tensors: T) {
    const [first] = tensors;
    if (first === undefined) throw new RangeError("TensorDataset: no tensors; give at least one");
    for (const each of tensors) {
      if (each.rank > 0 && each.shape[0] === first.shape[0]) continue;
      throw new RangeError(
        `TensorDataset: shapes [${first.shape}] and [${each.shape}]; the first axis counts the samples, make it equal`,
      );
    }
    this.tensors = tensors;
    this.length = first.shape[0] as number;
  }

  /** @throws RangeError where there is no sample `i` */
  get(i: number): { -readonly [K in keyof T]: Tensor } {
    checkIndex("TensorDataset", i, this.length);
    return this.tensors.map((each) => select(each, 0, i)) as { -readonly [K in keyof T]: Tensor };
  }

  /** @throws RangeError where an index is no sample */
  gather(indices: ArrayLike<number>): { -readonly [K in keyof T]: Tensor } {
    const rows = Int32Array.from(indices, (i) => {
      checkIndex("TensorDataset", i, this.length);
      return i;
    });
    return this.tensors.map((each) => indexSelect(each, 0, tensor(rows, { device: each.device }))) as {
      -readonly [K in keyof T]: Tensor;
    };
  }
}

/** How to gather batches of a data set at once, where it or what it is a subset of can; else `undefined`. */
export function gathererOf(dataset: Dataset<unknown>): ((indices: ArrayLike<number>) => unknown) | undefined {
  if (dataset instanceof Subset) {
    const gather = gathererOf(dataset.dataset);
    return gather && ((indices) => gather(Int32Array.from(indices, (i) => dataset.indices[i] as number)));
  }
  if (!("gather" in dataset) || typeof dataset.gather !== "function") return undefined;
  return (dataset as GatherDataset<unknown, unknown>).gather.bind(dataset);
}

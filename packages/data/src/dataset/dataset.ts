/** What a data set is, and data sets made of other data sets. */

/** Samples by their number, from 0 to `length` - 1. `get` may be called in any order, and again. */
export interface Dataset<T> {
  readonly length: number;
  /** Sample `i`. */
  get(i: number): T;
}

/** A data set whose samples come from elsewhere (files, the network): `get` returns promises. */
export type AsyncDataset<T> = Dataset<Promise<T>>;

/** The items of an array as samples. */
export class ArrayDataset<T> implements Dataset<T> {
  readonly #items: readonly T[];

  constructor(items: readonly T[]) {
    this.#items = items;
  }

  get length(): number {
    return this.#items.length;
  }

  /** @throws RangeError where there is no sample `i` */
  get(i: number): T {
    checkIndex("ArrayDataset", i, this.length);
    return this.#items[i] as T;
  }
}

/** Some samples of another data set, under new numbers: sample `i` is the other's sample `indices[i]`. */
export class Subset<T> implements Dataset<T> {
  readonly dataset: Dataset<T>;
  readonly indices: Int32Array;

  /** @throws RangeError where an index is no sample of the data set */
  constructor(dataset: Dataset<T>, indices: ArrayLike<number>) {
    this.dataset = dataset;
    this.indices = Int32Array.from(indices, (index) => {
      checkIndex("Subset", index, dataset.length);
      return index;
    });
  }

  get length(): number {
    return this.indices.length;
  }

  /** @throws RangeError where there is no sample `i` */
  get(i: number): T {
    checkIndex("Subset", i, this.length);
    return this.dataset.get(this.indices[i] as number);
  }
}

/** Data sets one after the other. */
export class ConcatDataset<T> implements Dataset<T> {
  readonly datasets: readonly Dataset<T>[];

  constructor(datasets: readonly Dataset<T>[]) {
    this.datasets = datasets;
  }

  get length(): number {
    return this.datasets.reduce((sum, { length }) => sum + length, 0);
  }

  /** @throws RangeError where there is no sample `i` */
  get(i: number): T {
    checkIndex("ConcatDataset", i, this.length);
    let at = i;
    for (const dataset of this.datasets) {
      if (at < dataset.length) return dataset.get(at);
      at -= dataset.length;
    }
    throw new RangeError(`ConcatDataset: sample ${i} is gone; data sets must not shrink`);
  }
}

/** Every sample of a data set passed through `f`, each time it is asked for. `f` may return a promise. */
export function mapDataset<T, U>(dataset: Dataset<T>, f: (sample: T, i: number) => U): Dataset<U> {
  return {
    get length() {
      return dataset.length;
    },
    get: (i) => f(dataset.get(i), i),
  };
}

/** @throws RangeError where `i` is not in 0 .. length - 1 */
export function checkIndex(what: string, i: number, length: number): void {
  if (Number.isInteger(i) && i >= 0 && i < length) return;
  throw new RangeError(`${what}: no sample ${i}; there are ${length}, numbered from 0`);
}

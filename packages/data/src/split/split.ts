/** Data sets cut into parts: to train on, to choose by, to judge by. */
import { type Dataset, Subset } from "../dataset/dataset.ts";
import { random } from "../random.ts";
import { assign } from "./assign.ts";

/** Options of {@link randomSplit}. */
export interface SplitOptions {
  /** Decides who goes where; 0 where left out. */
  readonly seed?: number;
  /** The class of each sample. Each class is then spread over the parts in their proportion. */
  readonly stratify?: ArrayLike<number | string | boolean | null>;
}

/** Sizes of parts, as a list or by name: samples, or fractions that add up to 1. */
export type SplitSizes = readonly number[] | { readonly [name: string]: number };

/**
 * Cuts a data set at random into parts which have no sample in common and leave none out.
 *
 *     const { train, validation, test } = randomSplit(dataset, { train: 0.8, validation: 0.1, test: 0.1 }, { seed: 1 });
 *     const [train, test] = randomSplit(dataset, [50_000, 10_000]);
 *
 * Fractions give the whole numbers nearest to them that add up (largest remainders). With `stratify` the part's share of
 * each class is right to within less than 2 samples. Inside a part, samples keep their order: let the loader shuffle.
 *
 * @throws RangeError where sizes add up neither to 1 nor to the number of samples, one is negative, or `stratify` names
 *   another number of samples
 */
export function randomSplit<T, const S extends SplitSizes>(
  dataset: Dataset<T>,
  sizes: S,
  options: SplitOptions = {},
): { -readonly [K in keyof S]: Subset<T> } {
  const { length } = dataset;
  const counts = toCounts(Object.values(sizes), length);
  const subsets = assign(
    classesOf("randomSplit", options.stratify, length),
    counts,
    random(options.seed ?? 0),
  ).map((indices) => new Subset(dataset, indices));
  const split = Array.isArray(sizes)
    ? subsets
    : Object.fromEntries(Object.keys(sizes).map((name, i) => [name, subsets[i]]));
  return split as { -readonly [K in keyof S]: Subset<T> };
}

/** One round of a cross validation. */
export interface Fold<T> {
  readonly train: Subset<T>;
  readonly validation: Subset<T>;
}

/**
 * k-fold cross validation: k rounds, in each of which another k-th of the samples validates and the rest trains. The parts
 * that validate have no sample in common, leave none out, and differ in size by one at most; with `stratify` each has its
 * share of every class, to within less than 2 samples.
 *
 * @throws RangeError where k is no whole number from 2 to the number of samples, or `stratify` names another number of
 *   samples
 */
export function kFold<T>(dataset: Dataset<T>, k: number, options: SplitOptions = {}): Fold<T>[] {
  const { length } = dataset;
  if (!Number.isInteger(k) || k < 2 || k > length)
    throw new RangeError(`kFold: ${k} folds of ${length} samples; give a whole number from 2 to ${length}`);
  const sizes = Array.from({ length: k }, (_, i) => Math.floor(length / k) + (i < length % k ? 1 : 0));
  const parts = assign(classesOf("kFold", options.stratify, length), sizes, random(options.seed ?? 0));
  return parts.map((validation, i) => ({
    train: new Subset(
      dataset,
      Int32Array.from(parts.flatMap((part, j) => (j === i ? [] : [...part]))).sort(),
    ),
    validation: new Subset(dataset, validation),
  }));
}

function classesOf(what: string, labels: SplitOptions["stratify"], length: number): number[] {
  if (labels === undefined) return new Array<number>(length).fill(0);
  if (labels.length !== length)
    throw new RangeError(
      `${what}: stratify names the classes of ${labels.length} samples, there are ${length}; give one class for each`,
    );
  const numbers = new Map<unknown, number>();
  return Array.from(labels, (label) => {
    if (!numbers.has(label)) numbers.set(label, numbers.size);
    return numbers.get(label) as number;
  });
}

function toCounts(sizes: readonly number[], length: number): number[] {
  const sum = sizes.reduce((total, size) => total + size, 0);
  const sound = sizes.every((size) => size >= 0);
  if (sound && sum === length && sizes.every(Number.isInteger)) return [...sizes];
  if (!sound || Math.abs(sum - 1) > 1e-9)
    throw new RangeError(
      `randomSplit: sizes ${sizes.join(", ")} add up to ${sum}; give fractions that add up to 1, ` +
        `or whole numbers that add up to ${length}`,
    );
  const due = sizes.map((size) => size * length);
  // 0.1 * 30 is 3.0000000000000004: what is a whole number but for rounding is that number.
  const counts = due.map((count) => Math.floor(count + 1e-12 * length));
  const byRemainder = due
    .map((count, i) => ({ i, remainder: count - (counts[i] as number) }))
    .sort((a, b) => b.remainder - a.remainder);
  const missing = length - counts.reduce((total, count) => total + count, 0);
  for (const { i } of byRemainder.slice(0, missing)) counts[i] = (counts[i] as number) + 1;
  return counts;
}

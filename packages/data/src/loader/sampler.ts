/** In which order, and how often, a loader visits the samples. */
import { foldIn, random } from "../random.ts";

/**
 * An order for each epoch. `indices` depends on nothing but the epoch, so a loader can be continued from an epoch and a
 * position: a sampler keeps no state.
 */
export interface Sampler {
  /** Samples an epoch. */
  readonly length: number;
  /** The numbers of the samples of an epoch, in order. */
  indices(epoch: number): ArrayLike<number>;
}

/** 0, 1, 2, ..., in every epoch. */
export class SequentialSampler implements Sampler {
  readonly length: number;

  constructor(length: number) {
    this.length = length;
  }

  indices(): Int32Array {
    return Int32Array.from({ length: this.length }, (_, i) => i);
  }
}

/** Every sample once, in an order that the seed and the epoch decide. */
export class RandomSampler implements Sampler {
  readonly length: number;
  readonly seed: number;

  constructor(length: number, seed = 0) {
    this.length = length;
    this.seed = seed;
  }

  indices(epoch: number): Int32Array {
    return random(foldIn(this.seed, epoch)).permutation(this.length);
  }
}

/** Options of {@link WeightedRandomSampler}. */
export interface WeightedRandomSamplerOptions {
  /** Samples an epoch; as many as there are weights where left out. */
  readonly count?: number;
  /** Decides, with the epoch, what is drawn; 0 where left out. */
  readonly seed?: number;
}

/** Samples drawn with replacement, sample i with probability `weights[i] / Σ weights` each time. */
export class WeightedRandomSampler implements Sampler {
  readonly length: number;
  readonly seed: number;
  readonly #cumulative: Float64Array;
  readonly #last: number;

  /** @throws RangeError where a weight is negative or not finite, or all are 0 */
  constructor(weights: ArrayLike<number>, { count, seed = 0 }: WeightedRandomSamplerOptions = {}) {
    this.length = count ?? weights.length;
    this.seed = seed;
    this.#cumulative = new Float64Array(weights.length);
    let [sum, last] = [0, -1];
    for (let i = 0; i < weights.length; i++) {
      const weight = weights[i] as number;
      if (!(weight >= 0 && weight < Infinity))
        throw new RangeError(`WeightedRandomSampler: weight ${i} is ${weight}; weights are finite and >= 0`);
      if (weight > 0) last = i;
      sum += weight;
      this.#cumulative[i] = sum;
    }
    if (last < 0)
      throw new RangeError(
        `WeightedRandomSampler: ${weights.length} weights, none above 0; one sample at least must be possible`,
      );
    this.#last = last;
  }

  indices(epoch: number): Int32Array {
    const { uniform } = random(foldIn(this.seed, epoch));
    const total = this.#cumulative[this.#last] as number;
    return Int32Array.from({ length: this.length }, () => this.#find(uniform() * total));
  }

  /** The first sample whose cumulative weight exceeds `mark`: never one of weight 0. */
  #find(mark: number): number {
    // Rounding may lift the mark to the total itself; so the last possible sample is the answer of last resort.
    let [low, high] = [0, this.#last];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#cumulative[middle] as number) > mark) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

/**
 * Draws classes as often as `classWeights` says (equally often where left out), however often they occur: a sample of
 * class c has the weight `classWeights(c) / count(c)`.
 *
 * @param labels the class of each sample
 * @throws RangeError as {@link WeightedRandomSampler} does
 */
export function classWeightedSampler<C>(
  labels: ArrayLike<C>,
  {
    classWeights = () => 1,
    ...options
  }: WeightedRandomSamplerOptions & { readonly classWeights?: (label: C) => number } = {},
): WeightedRandomSampler {
  const all = Array.from(labels);
  const counts = new Map<C, number>();
  for (const label of all) counts.set(label, (counts.get(label) ?? 0) + 1);
  return new WeightedRandomSampler(
    all.map((label) => classWeights(label) / (counts.get(label) as number)),
    options,
  );
}

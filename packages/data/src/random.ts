/** The random stream of everything in this package: the tensors' Philox generator, in the form that data wants. */
import { Generator } from "@gradus/tensor";

/** A seeded source of random numbers: the same seed gives the same numbers, in every engine and on every machine. */
export interface Random {
  /** Uniform in [0, 1), all 53 bits of a double used. */
  uniform(): number;
  /** Normal with the given mean and standard deviation (0 and 1 where left out). */
  normal(mean?: number, deviation?: number): number;
  /**
   * A whole number in 0 .. `below` - 1, every one exactly equally likely.
   *
   * @throws RangeError where `below` is not a whole number in 1 .. 2^32
   */
  integer(below: number): number;
  /** The items in random order, every order equally likely, as a new array. */
  shuffle<T>(items: readonly T[]): T[];
  /** The numbers 0 to n - 1 in random order. */
  permutation(n: number): Int32Array;
}

/**
 * Random numbers by Philox4x32-10, one stream for each seed: `random(s)` draws what `new Generator(s)` of
 * \@gradus/tensor draws. Its functions may be taken off it and passed on: `random(1).uniform`.
 *
 * @param seed a whole number in 0 .. 2^53 - 1
 * @throws RangeError where the seed is not such a number
 * @see J. Salmon, M. Moraes, R. Dror, D. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011
 * @see G. Marsaglia, T. Bray, "A convenient method for generating normal variables", 1964 (`normal`)
 * @see D. Knuth, "The art of computer programming", volume 2, 3.4.2, algorithm P (`shuffle`)
 */
export function random(seed: number): Random {
  const generator = new Generator(seed);
  return {
    uniform: () => generator.uniform(),
    normal: (mean = 0, deviation = 1) => mean + deviation * generator.normal(),
    integer: (below) => generator.integer(below),
    permutation: (n) => generator.permutation(n),
    shuffle: <T>(items: readonly T[]) =>
      Array.from(generator.permutation(items.length), (from) => items[from] as T),
  };
}

const MASK = 0xffffffffffffffffn;

/**
 * A seed of its own for part `index` of something seeded: epoch 3 of a loader, batch 7 of the epoch. Such streams need
 * no state to be continued, and neighbouring parts have nothing in common.
 *
 * The first 53 bits of SplitMix64's mix of `index + mix(seed)`.
 *
 * @see G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014
 */
export function foldIn(seed: number, index: number): number {
  return Number(mix((mix(BigInt(seed)) + BigInt(index)) & MASK) >> 11n);
}

function mix(word: bigint): bigint {
  let z = (word + 0x9e3779b97f4a7c15n) & MASK;
  z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
  z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & MASK;
  return z ^ (z >> 31n);
}

/** A seeded source of random numbers: the same seed gives the same numbers, on every machine. */
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
}

/**
 * Random numbers by xoshiro128**, seeded through SplitMix64.
 *
 * @param seed a whole number in 0 .. 2^53 - 1
 * @throws RangeError where the seed is not such a number
 * @see D. Blackman, S. Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47(4), 2021
 * @see G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014 (SplitMix64)
 * @see G. Box, M. Muller, "A note on the generation of random normal deviates", 1958 (`normal`)
 * @see D. Knuth, "The art of computer programming", volume 2, 3.4.2, algorithm P (`shuffle`)
 */
export function random(seed: number): Random {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(`random: the seed must be a whole number in 0 .. 2^53 - 1, got ${seed}`);
  }
  const mix = splitmix64(BigInt(seed));
  const [low, high] = [mix(), mix()];
  const bits = xoshiro128([low, low >> 32n, high, high >> 32n].map((word) => Number(word & 0xffffffffn)));

  function uniform(): number {
    return ((bits() >>> 5) * 2 ** 26 + (bits() >>> 6)) / 2 ** 53;
  }

  function normal(mean = 0, deviation = 1): number {
    // 1 - u lies in (0, 1], so its logarithm is finite.
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    return mean + deviation * radius * Math.cos(2 * Math.PI * uniform());
  }

  function integer(below: number): number {
    if (!Number.isInteger(below) || below < 1 || below > 2 ** 32) {
      throw new RangeError(`random.integer: expected a whole number in 1 .. 2^32, got ${below}`);
    }
    // A plain remainder would favour small numbers: draws past the last whole multiple of `below` are drawn again.
    const limit = 2 ** 32 - (2 ** 32 % below);
    let draw = bits();
    while (draw >= limit) draw = bits();
    return draw % below;
  }

  function shuffle<T>(items: readonly T[]): T[] {
    const shuffled = [...items];
    for (let last = shuffled.length - 1; last > 0; last--) {
      const other = integer(last + 1);
      [shuffled[last], shuffled[other]] = [shuffled[other] as T, shuffled[last] as T];
    }
    return shuffled;
  }

  return { uniform, normal, integer, shuffle };
}

/** SplitMix64: spreads a seed over 64-bit words, so that seeds 0, 1, 2 give unrelated states. */
export function splitmix64(seed: bigint): () => bigint {
  let state = BigInt.asUintN(64, seed);
  return () => {
    state = BigInt.asUintN(64, state + 0x9e3779b97f4a7c15n);
    let z = state;
    z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
    z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d049bb133111ebn);
    return z ^ (z >> 31n);
  };
}

/** xoshiro128**: 32 random bits a call, as a number in 0 .. 2^32 - 1, from four words that are not all zero. */
export function xoshiro128(words: readonly number[]): () => number {
  let [a = 0, b = 0, c = 0, d = 0] = words;
  return () => {
    const bits = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return bits;
  };
}

function rotateLeft(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

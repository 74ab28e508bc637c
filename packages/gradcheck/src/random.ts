/** A stream of numbers in [0, 1). */
export type Random = () => number;

/**
 * A seeded stream: a Weyl sequence through the 32-bit finalizer of MurmurHash3, the construction of SplitMix
 * (Steele, Lea and Flood 2014). The same seed gives the same numbers on every machine.
 */
export function createRandom(seed: number): Random {
  let state = (seed ^ Math.floor(seed / 2 ** 32)) | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return ((z ^ (z >>> 16)) >>> 0) / 2 ** 32;
  };
}

/**
 * Entries of either sign with magnitudes in [0.5, 1.5): never near zero, which would hide an entry of the
 * Jacobian, and never all ones, which would hide a missing upstream factor.
 */
export function signedVector(random: Random, length: number): Float64Array {
  return Float64Array.from({ length }, () => (random() < 0.5 ? -1 : 1) * (0.5 + random()));
}

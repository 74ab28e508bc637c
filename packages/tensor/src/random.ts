/**
 * Random numbers: one documented stream, the same on every backend, because numbers are made here and uploaded, and in every
 * engine, because they come of integers and of the four operations and the root, which IEEE 754 rounds correctly.
 *
 * The generator is Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011): block i of the
 * stream of a seed is a keyed permutation of the counter i, so that any part of it can be made without the rest.
 */

const M0 = 0xd2511f53;
const M1 = 0xcd9e8d57;
const W0 = 0x9e3779b9;
const W1 = 0xbb67ae85;
const ROUNDS = 10;

/** Where a stream stands, as plain data. */
export interface GeneratorState {
  readonly seed: number;
  /** Blocks drawn so far, and how many of the last one's four numbers are left. */
  readonly counter: number;
  readonly left: number;
  /** The normal number that the last draw left over. */
  readonly spare: number | null;
}

/** A stream of random numbers. */
export class Generator {
  #seed: number;
  #counter = 0;
  readonly #block = new Uint32Array(4);
  #left = 0;
  #spare: number | null = null;

  /** @param seed a whole number from 0 to 2⁵³ - 1 */
  constructor(seed: number) {
    if (!Number.isSafeInteger(seed) || seed < 0)
      throw new RangeError(`seed ${seed}; a seed is a whole number from 0 to 2^53 - 1`);
    this.#seed = seed;
  }

  get seed(): number {
    return this.#seed;
  }

  /** Where the stream stands. */
  getState(): GeneratorState {
    return { seed: this.#seed, counter: this.#counter, left: this.#left, spare: this.#spare };
  }

  /**
   * Goes on where another stream stood: the same numbers follow.
   *
   * @throws RangeError if no stream stands there
   */
  setState({ seed, counter, left, spare }: GeneratorState): void {
    const whole = [seed, counter, left].every((each) => Number.isSafeInteger(each) && each >= 0);
    if (!whole || left > 3 || (left > 0 && counter === 0) || (spare !== null && !Number.isFinite(spare)))
      throw new RangeError(
        `setState: seed ${seed}, counter ${counter}, left ${left}, spare ${spare}; no stream stands there, ` +
          "take a state from getState",
      );
    [this.#seed, this.#counter, this.#left, this.#spare] = [seed, counter, left, spare];
    if (left > 0) philox(this.#block, counter - 1, seed);
  }

  /** 32 random bits. */
  bits(): number {
    if (this.#left === 0) {
      philox(this.#block, this.#counter++, this.#seed);
      this.#left = 4;
    }
    return this.#block[4 - this.#left--] as number;
  }

  /** Uniform in [0, 1), a multiple of 2⁻⁵³: 53 bits of two draws. */
  uniform(): number {
    const high = this.bits() >>> 5;
    const low = this.bits() >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  }

  /** Standard normal, by the polar method (Marsaglia and Bray 1964); every other one is kept from the draw before. */
  normal(): number {
    if (this.#spare !== null) {
      const spare = this.#spare;
      this.#spare = null;
      return spare;
    }
    for (;;) {
      const [u, v] = [2 * this.uniform() - 1, 2 * this.uniform() - 1];
      const s = u * u + v * v;
      if (s >= 1 || s === 0) continue;
      const factor = Math.sqrt((-2 * logarithm(s)) / s);
      this.#spare = v * factor;
      return u * factor;
    }
  }

  /** A whole number from 0 to `below` - 1, without bias: draws that would favour small numbers are thrown away. */
  integer(below: number): number {
    if (!Number.isInteger(below) || below < 1 || below > 2 ** 32)
      throw new RangeError(`integer: below is ${below}; it must be a whole number from 1 to 2^32`);
    const limit = 2 ** 32 - (2 ** 32 % below);
    for (;;) {
      const bits = this.bits();
      if (bits < limit) return bits % below;
    }
  }

  /** The numbers 0 to n - 1 in random order (Fisher and Yates). */
  permutation(n: number): Int32Array {
    const order = Int32Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      [order[i], order[j]] = [order[j] as number, order[i] as number];
    }
    return order;
  }
}

/** Terms of the series below: the next one is under 2⁻⁶⁰ of the first. */
const TERMS = 11;

/**
 * ln s for 0 < s < 1: of `s = m·2ᵉ` with √½ ≤ m < √2 it is `e·ln 2 + 2·artanh((m - 1)/(m + 1))`, and artanh is
 * `z + z³/3 + z⁵/5 + ...`. Math.log will not do: engines may round it differently, and do, so that a seed would give other
 * numbers in another browser. The four operations and the root are the same everywhere.
 */
function logarithm(s: number): number {
  let [m, e] = [s, 0];
  while (m < Math.SQRT1_2) {
    m *= 2;
    e--;
  }
  const z = (m - 1) / (m + 1);
  const square = z * z;
  let series = 0;
  for (let k = TERMS - 1; k >= 0; k--) series = series * square + 1 / (2 * k + 1);
  return e * Math.LN2 + 2 * z * series;
}

/** Ten rounds on the counter (counter, 0) with the key (low, high half of the seed). */
function philox(block: Uint32Array, counter: number, seed: number): void {
  // Whole 32-bit numbers throughout, and no pairs: this runs for every second random number.
  let a = counter | 0;
  let b = Math.floor(counter / 2 ** 32) | 0;
  let c = 0;
  let d = 0;
  let k0 = seed | 0;
  let k1 = Math.floor(seed / 2 ** 32) | 0;
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = highBits(M0, a);
    const high1 = highBits(M1, c);
    const low0 = Math.imul(M0, a);
    const low1 = Math.imul(M1, c);
    a = high1 ^ b ^ k0;
    b = low1;
    c = high0 ^ d ^ k1;
    d = low0;
    k0 = (k0 + W0) | 0;
    k1 = (k1 + W1) | 0;
  }
  block[0] = a;
  block[1] = b;
  block[2] = c;
  block[3] = d;
}

/** The high 32 bits of a product of 32-bit numbers, by 16-bit parts, none of whose sums goes beyond 32 bits. */
function highBits(a: number, b: number): number {
  const ah = a >>> 16;
  const al = a & 0xffff;
  const bh = b >>> 16;
  const bl = b & 0xffff;
  const middle = (Math.imul(ah, bl) + (Math.imul(al, bl) >>> 16)) >>> 0;
  const other = (Math.imul(al, bh) + (middle & 0xffff)) >>> 0;
  return (Math.imul(ah, bh) + (middle >>> 16) + (other >>> 16)) | 0;
}

let shared = new Generator(0);

/** Seeds the stream that creation functions use when they are given no seed of their own. */
export function manualSeed(seed: number): void {
  shared = new Generator(seed);
}

/** Where the shared stream stands, to be continued later with {@link setRngState}. */
export function getRngState(): GeneratorState {
  return shared.getState();
}

/**
 * Lets the shared stream go on where it stood when the state was taken.
 *
 * @throws RangeError if no stream stands there
 */
export function setRngState(state: GeneratorState): void {
  shared.setState(state);
}

/** The generator that is given, the one of a seed, or the shared one. */
export function generatorFor({
  generator,
  seed,
}: {
  readonly generator?: Generator | undefined;
  readonly seed?: number;
}): Generator {
  return generator ?? (seed === undefined ? shared : new Generator(seed));
}

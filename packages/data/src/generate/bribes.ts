import { random } from "../random.ts";

/** One number in, one number out: `y[i]` belongs to `x[i]`. */
export interface Curve {
  readonly x: number[];
  readonly y: number[];
}

export interface BribesOptions {
  /** How many bribes were recorded; 100 where left out. */
  readonly count?: number;
  /** Standard deviation of the favours around the curve; 3 where left out. */
  readonly noise?: number;
  /** See {@link random}; 0 where left out. */
  readonly seed?: number;
}

/**
 * What a bribe buys: a regression with one variable that no line can fit.
 *
 * x, in thousands, is uniform in [0, 10], in random order; the favour in return is
 * y = 100 (σ(2 (x - 3)) - σ(2 (x - 7))) plus normal noise, with σ(z) = 1 / (1 + e^-z). Small bribes are pocketed and
 * forgotten, middling ones work, and large ones frighten the official. The curve is symmetric around 5, so the best line
 * is flat and explains next to nothing; a hidden layer of two sigmoids is exactly enough.
 *
 * @throws RangeError where `count` is not a whole number >= 0 or `noise` is negative
 */
export function bribes({ count = 100, noise = 3, seed = 0 }: BribesOptions = {}): Curve {
  if (!Number.isInteger(count) || count < 0) {
    throw new RangeError(`bribes: count must be a whole number >= 0, got ${count}`);
  }
  if (!(noise >= 0)) throw new RangeError(`bribes: noise must be >= 0, got ${noise}`);
  const { uniform, normal } = random(seed);
  const x = Array.from({ length: count }, () => 10 * uniform());
  return { x, y: x.map((bribe) => normal(favour(bribe), noise)) };
}

function favour(bribe: number): number {
  return 100 * (sigmoid(2 * (bribe - 3)) - sigmoid(2 * (bribe - 7)));
}

function sigmoid(z: number): number {
  return 1 / (1 + Math.exp(-z));
}

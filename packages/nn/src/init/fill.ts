/** The same value everywhere, or draws from a distribution that does not depend on the shape. */
import { type Generator, rand, randn, type Tensor, tensor } from "@gradus/tensor";

/** Options of what is drawn. */
export interface DrawOptions {
  /** The stream to draw from; by default the shared one (`manualSeed`). */
  readonly generator?: Generator | undefined;
}

/** `value` everywhere. Returns `x`, like all that follow. */
export function constant(x: Tensor, value: number): Tensor {
  return x.assign(value);
}

/** 0 everywhere. */
export function zeros(x: Tensor): Tensor {
  return x.assign(0);
}

/** 1 everywhere. */
export function ones(x: Tensor): Tensor {
  return x.assign(1);
}

/** Uniform in [low, high). */
export function uniform(x: Tensor, low = 0, high = 1, { generator }: DrawOptions = {}): Tensor {
  return x.assign(rand(x.shape, { low, high, generator, dtype: x.dtype, device: x.device }));
}

/** Normal with mean and standard deviation. */
export function normal(x: Tensor, mean = 0, std = 1, { generator }: DrawOptions = {}): Tensor {
  return x.assign(randn(x.shape, { mean, std, generator, dtype: x.dtype, device: x.device }));
}

/**
 * Normal with mean and standard deviation, but only between `low` and `high`: what falls outside is drawn again.
 *
 * @throws RangeError unless `low` is below `high` and `std` above 0
 */
export function truncatedNormal(
  x: Tensor,
  mean = 0,
  std = 1,
  low = -2,
  high = 2,
  { generator }: DrawOptions = {},
): Tensor {
  if (!(low < high && std > 0))
    throw new RangeError(
      `init.truncatedNormal: low is ${low}, high ${high}, std ${std}; low must be below high, and std above 0`,
    );
  const elements = new Float64Array(x.size);
  const next = between((low - mean) / std, (high - mean) / std, generator);
  for (let i = 0; i < elements.length; i++) elements[i] = mean + std * next();
  return x.assign(tensor(elements, { shape: x.shape, dtype: x.dtype, device: x.device }));
}

/** Where a density has fallen to e to the power of minus this, no draw of 53 bits arrives. */
const NEVER = 40;

/**
 * Draws of the standard normal between two bounds: uniform numbers, accepted with the ratio of their density to the largest
 * (Robert 1995, "Simulation of truncated normal variables", section 2.2). Where that has fallen to nothing, nothing is drawn.
 */
function between(low: number, high: number, generator: Generator | undefined): () => number {
  const peak = Math.min(Math.max(0, low), high);
  const reach = Math.sqrt(peak ** 2 + 2 * NEVER) - Math.abs(peak);
  const [start, end] = [Math.max(low, peak - reach), Math.min(high, peak + reach)];
  const next = stream(() => rand([BATCH], { generator, dtype: "float64", device: "cpu" }));
  return () => {
    for (;;) {
      const z = start + (end - start) * next();
      if (next() < Math.exp((peak ** 2 - z ** 2) / 2)) return z;
    }
  };
}

/** Draws this many at once: a call for each would make a tensor for each. */
const BATCH = 256;

/** The elements of one tensor after the other. */
function stream(draw: () => Tensor): () => number {
  let elements = draw().dataSync();
  let used = 0;
  return () => {
    if (used === elements.length) {
      elements = draw().dataSync();
      used = 0;
    }
    return elements[used++] as number;
  };
}

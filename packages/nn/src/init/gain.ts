/** How much a nonlinearity shrinks what passes it. */

/** What comes after the weights. */
export type Nonlinearity =
  | "linear"
  | "conv1d"
  | "conv2d"
  | "convTranspose1d"
  | "convTranspose2d"
  | "sigmoid"
  | "tanh"
  | "relu"
  | "leakyRelu"
  | "selu";

const gains: { readonly [name in Nonlinearity]: (slope: number) => number } = {
  linear: () => 1,
  conv1d: () => 1,
  conv2d: () => 1,
  convTranspose1d: () => 1,
  convTranspose2d: () => 1,
  sigmoid: () => 1,
  tanh: () => 5 / 3,
  relu: () => Math.SQRT2,
  leakyRelu: (slope) => Math.sqrt(2 / (1 + slope ** 2)),
  selu: () => 3 / 4,
};

/**
 * The factor for weights before a nonlinearity that keeps the variance: √2 before relu, for half of it is cut off;
 * `√(2 / (1 + slope²))` before leakyRelu (He et al. 2015, "Delving deep into rectifiers", section 2.2); 5/3 before tanh, 3/4
 * before selu, 1 otherwise. PyTorch: `calculate_gain`.
 *
 * @param slope that of leakyRelu below 0: 0.01 by default
 * @throws RangeError for another nonlinearity
 */
export function calculateGain(nonlinearity: Nonlinearity, slope = 0.01): number {
  if (!Object.hasOwn(gains, nonlinearity))
    throw new RangeError(
      `init.calculateGain: nonlinearity is "${String(nonlinearity)}"; there are ${Object.keys(gains).join(", ")}`,
    );
  return gains[nonlinearity](slope);
}

/** Draws whose spread depends on how many elements a weight brings together, so that signals neither grow nor vanish. */
import type { Tensor } from "@gradus/tensor";
import { type FanMode, fansOf } from "./fans.ts";
import { type DrawOptions, normal, uniform } from "./fill.ts";
import { calculateGain, type Nonlinearity } from "./gain.ts";

/** A uniform distribution in ±√3·σ has the standard deviation σ. */
const ROOT3 = Math.sqrt(3);

/**
 * Uniform in ±`gain·√(6 / (fanIn + fanOut))` (Glorot and Bengio 2010, "Understanding the difficulty of training deep
 * feedforward neural networks", equation 16).
 *
 * @throws RangeError if `x` has fewer than two axes
 */
export function xavierUniform(x: Tensor, gain = 1, options: DrawOptions = {}): Tensor {
  const bound = ROOT3 * xavierStd(x, gain);
  return uniform(x, -bound, bound, options);
}

/**
 * Normal with the standard deviation `gain·√(2 / (fanIn + fanOut))` (Glorot and Bengio 2010, equation 12).
 *
 * @throws RangeError if `x` has fewer than two axes
 */
export function xavierNormal(x: Tensor, gain = 1, options: DrawOptions = {}): Tensor {
  return normal(x, 0, xavierStd(x, gain), options);
}

function xavierStd(x: Tensor, gain: number): number {
  const { fanIn, fanOut } = fansOf(x);
  return gain * Math.sqrt(2 / (fanIn + fanOut));
}

/** Options of the Kaiming initializers. */
export interface KaimingOptions extends DrawOptions {
  /** The slope below 0 of the leaky rectifier that follows, if one does: 0 by default. */
  readonly a?: number;
  /** Which fan to divide by; `fanIn` by default. */
  readonly mode?: FanMode;
  /** What follows; `leakyRelu` by default, which with slope 0 is relu. */
  readonly nonlinearity?: Nonlinearity;
}

/**
 * Uniform in ±`√3·gain/√fan` (He et al. 2015, "Delving deep into rectifiers", equations 10 and 14).
 *
 * @throws RangeError if `x` has fewer than two axes, or there is no such mode or nonlinearity
 */
export function kaimingUniform(x: Tensor, options: KaimingOptions = {}): Tensor {
  const bound = ROOT3 * kaimingStd(x, options);
  return uniform(x, -bound, bound, options);
}

/**
 * Normal with the standard deviation `gain/√fan` (He et al. 2015, equations 10 and 14).
 *
 * @throws RangeError if `x` has fewer than two axes, or there is no such mode or nonlinearity
 */
export function kaimingNormal(x: Tensor, options: KaimingOptions = {}): Tensor {
  return normal(x, 0, kaimingStd(x, options), options);
}

function kaimingStd(
  x: Tensor,
  { a = 0, mode = "fanIn", nonlinearity = "leakyRelu" }: KaimingOptions,
): number {
  if (mode !== "fanIn" && mode !== "fanOut")
    throw new RangeError(`init: mode is "${String(mode)}"; it must be "fanIn" or "fanOut"`);
  return calculateGain(nonlinearity, a) / Math.sqrt(fansOf(x)[mode]);
}

import type { Random } from "../../random.ts";
import type { Point } from "./curve.ts";

/** Where a point of the digit's box goes. */
export type Distortion = (point: Point) => Point;

/**
 * A random affine map of the box [0, 1]²: narrowed, slanted and turned around its middle.
 *
 * A = R(angle) · [[1, slant], [0, 1]] · diag(width, 1); right-handed writers slant to the right.
 */
export function randomAffine(random: Random, strength: number): Distortion {
  const width = 0.78 * Math.exp(strength * random.normal(0, 0.27));
  const slant = strength * random.normal(0.18, 0.24);
  const angle = strength * random.normal(0, 0.1);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return ([x, y]) => {
    const v = y - 0.5;
    const u = width * (x - 0.5) - slant * v;
    return [u * cos - v * sin, u * sin + v * cos];
  };
}

/**
 * Random proportions: the middle of the box goes up or down, and the top grows wider than the bottom or narrower.
 *
 * y' = y + a sin πy, x' = 1/2 + (x - 1/2) (1 + b (y - 1/2)).
 */
export function randomProportions(random: Random, strength: number): Distortion {
  const middle = strength * random.normal(0, 0.07);
  const taper = strength * random.normal(0, 0.3);
  return ([x, y]) => [0.5 + (x - 0.5) * (1 + taper * (y - 0.5)), y + middle * Math.sin(Math.PI * y)];
}

/**
 * A smooth random displacement: a few plane waves of low frequency, each shifting one coordinate.
 *
 * On points instead of pixels, this is the elastic distortion of Simard, Steinkraus and Platt (2003), section 2.
 */
export function randomElastic(random: Random, strength: number): Distortion {
  const waves = Array.from({ length: 6 }, (_, i) => ({
    axis: i % 2,
    kx: random.normal(0, 4),
    ky: random.normal(0, 4),
    phase: 2 * Math.PI * random.uniform(),
    height: strength * random.normal(0, 0.035),
  }));
  return ([x, y]) => {
    const moved: [number, number] = [x, y];
    for (const { axis, kx, ky, phase, height } of waves) {
      moved[axis] = (moved[axis] as number) + height * Math.sin(kx * x + ky * y + phase);
    }
    return moved;
  };
}

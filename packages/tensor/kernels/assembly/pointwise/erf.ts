/**
 * The error function and what is made of it. Both polynomials were fitted by Remez' algorithm.
 *
 * - `|x| < 0.92`: `erf x = x + x·P(x²)`, P of degree 5 (relative error 2.2e-8).
 * - beyond: `erf |x| = 1 - e^Q(|x|)`, where Q of degree 7 approximates `log erfc` (error 1e-9 as far as it shows in erf).
 */
import { all, constant, horner, madd, select, withSign } from "../vector";
import { HALF, ONE } from "./constants";
import { expOfNegative } from "./exp";
import { map } from "./map";

/** Where one polynomial takes over from the other. */
export const MIDDLE: usize = memory.data<f32>([0.92]);
export const SQRT_HALF: usize = memory.data<f32>([0.7071067811865476]);
/** From here on erf is 1; from there on erfc is 0. */
const ERF_END = memory.data<f32>([4]);
export const ERFC_END: usize = memory.data<f32>([9]);
const GELU_END = memory.data<f32>([100, -100]);
/** P and Q, from their highest powers. */
const P = memory.data<f32>([
  -0.0005862081306986511, 0.004967506509274244, -0.026748863980174065, 0.11281320452690125,
  -0.37612447142601013, 0.12837913632392883,
]);
const Q = memory.data<f32>([
  -1.825968320190441e-5, 0.0003980754117947072, -0.003978794906288385, 0.02457641065120697,
  -0.10739303380250931, -0.6341869235038757, -1.129086971282959, 8.398325007874519e-5,
]);

/** `erf x` near 0. */
@inline
export function erfNearZero(x: v128): v128 {
  const z = f32x4.mul(x, x);
  let p = constant(P);
  p = horner(p, z, P + 4);
  p = horner(p, z, P + 8);
  p = horner(p, z, P + 12);
  p = horner(p, z, P + 16);
  p = horner(p, z, P + 20);
  return madd(p, x, x);
}

/** `erfc a` for a from 0.9 on; 0 from 9 on. Its relative error grows up to 1e-5, where it is below 1e-8. */
@inline
export function erfcOf(a: v128): v128 {
  let p = constant(Q);
  p = horner(p, a, Q + 4);
  p = horner(p, a, Q + 8);
  p = horner(p, a, Q + 12);
  p = horner(p, a, Q + 16);
  p = horner(p, a, Q + 20);
  p = horner(p, a, Q + 24);
  p = horner(p, a, Q + 28);
  return expOfNegative(p);
}

/** `erf x`, within 2 ulp. */
@inline
export function erfOf(x: v128): v128 {
  const a = f32x4.abs(x);
  const far = withSign(f32x4.sub(constant(ONE), erfcOf(f32x4.pmin(a, constant(ERF_END)))), x);
  return select(f32x4.gt(a, constant(MIDDLE)), far, erfNearZero(x));
}

class Erf {
  @inline of(x: v128): v128 {
    return erfOf(x);
  }
}

/**
 * `x·Φ(x) = ½x·(1 + erf(x/√2))`. Far from 0 it is `½x·erfc` on the left and `x - ½x·erfc` on the right, so that the left tail
 * does not cancel: within 1e-7 everywhere, within 2 ulp from -1 on.
 */
class Gelu {
  @inline of(x: v128): v128 {
    const t = f32x4.mul(x, constant(SQRT_HALF));
    const a = f32x4.abs(t);
    const half = f32x4.mul(f32x4.pmax(f32x4.pmin(x, constant(GELU_END)), constant(GELU_END + 4)), constant(HALF));
    const part = f32x4.mul(half, erfcOf(f32x4.pmin(a, constant(ERFC_END))));
    const far = select(f32x4.lt(x, all(0)), part, f32x4.sub(x, part));
    return select(f32x4.gt(a, constant(MIDDLE)), far, f32x4.mul(half, f32x4.add(erfNearZero(t), constant(ONE))));
  }
}

/** `y = erf x`, within 2 ulp. */
export function erf(n: i32, x: usize, y: usize): void {
  map<Erf>(n, x, y);
}

/** `y = x·Φ(x)`, with the distribution function Φ of the normal distribution. */
export function gelu(n: i32, x: usize, y: usize): void {
  map<Gelu>(n, x, y);
}

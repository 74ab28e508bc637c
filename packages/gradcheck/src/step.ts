/** Spacing of float64 numbers at 1. */
export const EPSILON: number = Number.EPSILON;

const RELATIVE_STEP = Math.cbrt(EPSILON);

/**
 * The derived step of the central difference, `h = eps^(1/3) max(1, |x|)`.
 *
 * Truncation costs `h^2 |f'''| / 6`, rounding costs `eps |f| / h`; for a function that varies on the scale of
 * its argument the sum is least where `h ~ eps^(1/3)`, and both are then about `eps^(2/3) ~ 4e-11`.
 * Source: Nocedal and Wright, Numerical Optimization (2006), section 8.1, equations 8.5 to 8.8.
 */
export function stepSize(x: number): number {
  return RELATIVE_STEP * Math.max(1, Math.abs(x));
}

/**
 * `f'(x) ~ (f(x + h) - f(x - h)) / 2h` for a function of one number; `h` is the derived step by default.
 *
 * @throws if `h` is not a positive finite number.
 */
export function centralDifference(f: (x: number) => number, x: number, h: number = stepSize(x)): number {
  if (!(h > 0 && h < Infinity)) {
    throw new Error(
      `centralDifference: the step is ${h}; give a positive finite one, such as ${stepSize(x)}`,
    );
  }
  return (f(x + h) - f(x - h)) / (2 * h);
}

/**
 * The step along a direction: no coordinate moves further than its own derived step, so
 * `h = eps^(1/3) / max_i(|v_i| / max(1, |x_i|))`. Zero where the direction is zero.
 */
export function lineStep(xs: readonly Float64Array[], directions: readonly Float64Array[]): number {
  let reach = 0;
  for (const [k, v] of directions.entries()) {
    const x = xs[k] as Float64Array;
    for (let i = 0; i < v.length; i++) {
      reach = Math.max(reach, Math.abs(v[i] as number) / Math.max(1, Math.abs(x[i] as number)));
    }
  }
  return reach === 0 ? 0 : RELATIVE_STEP / reach;
}

/**
 * Derivatives from values alone: finite differences. They need nothing but a function that can be called, and they
 * are never exact; how wrong they are is what this file is about.
 */

/** Machine epsilon of float64, 2⁻⁵²: the gap between 1 and the next larger number. */
const EPSILON: number = Number.EPSILON;

/**
 * The forward difference: the slope of the chord from `x` to `x + h`,
 *
 *     f'(x) ≈ (f(x + h) - f(x)) / h
 *
 * Its truncation error is `h/2 · |f''(x)|` (Taylor): halve `h` and the error halves. Order 1.
 *
 * @param h the step, positive, in the unit of x
 */
export function forwardDifference(f: (x: number) => number, x: number, h: number): number {
  throw new Error("TODO 01.forwardDifference");
}

/**
 * The central difference: the slope of the chord from `x - h` to `x + h`,
 *
 *     f'(x) ≈ (f(x + h) - f(x - h)) / 2h
 *
 * The terms with `f''` cancel, and the truncation error is `h²/6 · |f'''(x)|`: halve `h` and the error is a quarter.
 * Order 2, for one more call of `f`.
 *
 * @param h the step, positive, in the unit of x
 */
export function centralDifference(f: (x: number) => number, x: number, h: number): number {
  throw new Error("TODO 01.centralDifference");
}

/**
 * The observed order `p` of a method whose error shrinks like `error ∝ hᵖ`, from its errors at two steps:
 *
 *     p = log(error₁ / error₂) / log(h₁ / h₂)
 *
 * About 1 for forward differences, about 2 for central ones, as long as rounding does not interfere.
 */
export function observedOrder(h1: number, error1: number, h2: number, error2: number): number {
  throw new Error("TODO 01.observedOrder");
}

/**
 * The best step for central differences in float64,
 *
 *     h = ε^(1/3) · max(1, |x|)        ε = 2⁻⁵² (Number.EPSILON)
 *
 * A large step errs by truncation, about `h²`; a small one by rounding, about `ε/h`, because the difference of two
 * nearly equal numbers keeps few correct digits. The sum `h² + ε/h` is smallest near `h = ε^(1/3) ≈ 6.06e-6` (Press et
 * al., "Numerical Recipes", section 5.7). For large x the step scales with x, since so does the gap between numbers.
 */
export function bestStep(x: number): number {
  throw new Error("TODO 01.bestStep");
}

/**
 * The derivative of `f` at `x` as well as finite differences can tell: the central difference at the best step. About
 * ten correct digits for smooth functions of moderate size.
 */
export function derivative(f: (x: number) => number, x: number): number {
  throw new Error("TODO 01.derivative");
}

/**
 * The gradient of `f: ℝⁿ → ℝ` at `x`, numerically: `[∂f/∂x₁, ..., ∂f/∂xₙ]`, where the partial derivative `∂f/∂xᵢ` is
 * the derivative with respect to entry i while all other entries stay as they are. Costs 2n calls of `f`, which is why
 * nobody trains a network with it. `x` itself is left unchanged.
 *
 * @param f takes n numbers in an array
 * @returns n partial derivatives
 */
export function numericGradient(f: (x: number[]) => number, x: readonly number[]): number[] {
  throw new Error("TODO 01.numericGradient");
}

/**
 * The relative error between a value and the one it should be,
 *
 *     |actual - expected| / max(1, |actual|, |expected|)
 *
 * relative for large numbers, absolute for those below 1, symmetric, and never a division by zero.
 */
export function relativeError(actual: number, expected: number): number {
  throw new Error("TODO 01.relativeError");
}

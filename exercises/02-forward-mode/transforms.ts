/**
 * Functions of functions: from `f` to its derivatives. The tensor package has the same names.
 *
 * `f` takes scalars and returns one, written in methods (`x.mul(y).tanh()`) or ops (`tanh(mul(x, y))`), so that one
 * and the same `f` runs on `Value`s and on `Dual`s: `(x, y) => x.mul(y)`.
 */
import { Dual } from "./dual.ts";
import type { Scalar } from "@gradus/scalar/scalar";
import { Value } from "@gradus/scalar/value";

/** A function of n scalars with one scalar as its result. */
export type ScalarFunction = <S extends Scalar>(...x: S[]) => S;

/**
 * The gradient of `f: ℝⁿ → ℝ` by reverse mode: `grad(f)(x) = [∂f/∂x₁, ..., ∂f/∂xₙ]` at `x`, all n entries by one
 * forward and one backward pass.
 */
export function grad(f: (...x: Value[]) => Value): (x: readonly number[]) => number[] {
  throw new Error("TODO 04.grad");
}

/**
 * The Jacobian-vector product of `f: ℝⁿ → ℝ` by forward mode: how fast `f` moves when `x` moves with the speed `v`,
 *
 *     jvp(f, x, v) = [f(x), Σᵢ ∂f/∂xᵢ · vᵢ]
 *
 * by one pass over dual numbers `xᵢ + vᵢ·ε`.
 *
 * @throws RangeError if `x` and `v` differ in length
 */
export function jvp(
  f: (...x: Dual[]) => Dual,
  x: readonly number[],
  v: readonly number[],
): [value: number, tangent: number] {
  throw new Error("TODO 02.jvp");
}

/**
 * The Hessian-vector product of `f: ℝⁿ → ℝ`, `H·v` with `Hᵢⱼ = ∂²f/∂xᵢ∂xⱼ`, without the n² entries of `H`
 * (Pearlmutter 1994). The directional derivative `Σⱼ ∂f/∂xⱼ · vⱼ` is a scalar function of x, and its gradient is `H·v`:
 *
 * 1. run `f` forward on dual numbers whose primals are `Value`s: the tangent of the result is then itself a `Value`,
 *    which remembers how it was computed;
 * 2. run `backward` on that tangent: the gradients of the primals are `H·v`.
 *
 * Second order by construction: both derivatives are exact. Where the tangent is a plain number it does not depend
 * on x, and `H·v = 0`.
 *
 * @throws RangeError if `x` and `v` differ in length
 */
export function hvp(f: ScalarFunction, x: readonly number[], v: readonly number[]): number[] {
  throw new Error("TODO 04.hvp");
}

/**
 * The Hessian of `f: ℝⁿ → ℝ`, `H[i][j] = ∂²f/∂xᵢ∂xⱼ` at `x`, shape [n, n]: column j is `hvp(f, x, eⱼ)` with the j-th
 * unit vector `eⱼ`, and as `H` is symmetric it is row j as well.
 */
export function hessian(f: ScalarFunction, x: readonly number[]): number[][] {
  throw new Error("TODO 04.hessian");
}

function sameLength(name: string, x: readonly number[], v: readonly number[]): void {
  if (x.length !== v.length)
    throw new RangeError(
      `${name}: x has ${x.length} entries, v has ${v.length}; give one direction entry for each input`,
    );
}

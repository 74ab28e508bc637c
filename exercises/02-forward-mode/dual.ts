/**
 * Forward mode: a number that carries its derivative along.
 *
 * Glossary: the *primal* is the value itself; the *tangent* is its rate of change, `d(value)/dt`, when the inputs
 * move along a chosen direction as t grows.
 */
import type { BinaryOp, Num, PartialDerivative, UnaryOp } from "@gradus/scalar/op";
import { add, mul } from "./ops.ts";
import { notAnOperand, Scalar } from "@gradus/scalar/scalar";

/**
 * The dual number `primal + tangent·ε` with `ε² = 0` (Clifford 1873). Every operation computes the value and, by
 * the chain rule, the rate of change: `f(a + ȧε) = f(a) + f'(a)·ȧ·ε`.
 *
 * Primal and tangent are plain numbers, or `Value`s: then the derivative is recorded, and reverse mode can
 * differentiate it again (see `hvp`).
 */
export class Dual extends Scalar {
  readonly primal: Num;
  readonly tangent: Num;

  constructor(primal: Num, tangent: Num = 0) {
    super();
    this.primal = primal;
    this.tangent = tangent;
  }

  /** A constant: it does not move, so its tangent is 0. Throws if `x` is neither a number nor a scalar. */
  override lift(x: Num): this {
    if (typeof x !== "number" && !(x instanceof Scalar)) throw notAnOperand("Dual", x);
    return new Dual(x, 0) as this;
  }

  /**
   * The chain rule for one operand: with `x = this` and `y = f(x)`,
   *
   *     primal   y = f(x.primal)
   *     tangent  ẏ = f'(x.primal) · ẋ
   *
   * `op(x.primal)` gives the value. The local derivative is `op.derivative(x.primal, y)`, or `op.derivative` itself where
   * that is a plain number. `mul` multiplies whatever it is given, also where primal and tangent are `Value`s.
   *
   * A tangent of 0 stays 0, even where the local derivative is infinite: a constant does not move.
   */
  override unary(op: UnaryOp): this {
    throw new Error("TODO 02.unary");
  }

  /**
   * The chain rule for two operands: with `a = this`, `b = other` and `y = f(a, b)`,
   *
   *     primal   y = f(a.primal, b.primal)
   *     tangent  ẏ = ∂f/∂a · ȧ + ∂f/∂b · ḃ
   *
   * `op` gives the value. The local derivatives are `op.da(a, b, y)` and `op.db(a, b, y)` at the primals, or `op.da`,
   * `op.db` themselves where they are plain numbers. `other` may be a plain number: then it is a constant,
   * `this.lift(other)`.
   *
   * A term whose tangent is 0 contributes nothing, even where its local derivative is infinite or NaN: `x³` has no
   * derivative with respect to the exponent at `x < 0`, and needs none.
   */
  override binary(op: BinaryOp, other: this | number): this {
    throw new Error("TODO 02.binary");
  }

  override valueOf(): number {
    return Number(this.primal);
  }

  override toString(): string {
    return `Dual(${Number(this.primal)}, ${Number(this.tangent)})`;
  }
}

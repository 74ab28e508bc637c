/**
 * The operations that `Value` and `Dual` share, as methods. What an op computes stands in `ops.ts`; what it means
 * to apply one is what the two engines differ in.
 */
import type { BinaryOp, Num, Operand, UnaryOp } from "./op.ts";
import * as op from "./ops.ts";

/** A scalar that carries derivatives: `Value` (reverse mode) or `Dual` (forward mode). Numbers are accepted anywhere. */
export abstract class Scalar implements Operand {
  abstract lift(x: Num): this;
  abstract unary(op: UnaryOp): this;
  abstract binary(op: BinaryOp, other: this | number): this;
  abstract valueOf(): number;

  add(other: this | number): this {
    return this.binary(op.add, other);
  }
  sub(other: this | number): this {
    return this.binary(op.sub, other);
  }
  mul(other: this | number): this {
    return this.binary(op.mul, other);
  }
  div(other: this | number): this {
    return this.binary(op.div, other);
  }
  pow(exponent: this | number): this {
    return this.binary(op.pow, exponent);
  }
  max(other: this | number): this {
    return this.binary(op.max, other);
  }
  min(other: this | number): this {
    return this.binary(op.min, other);
  }
  leakyRelu(slope: this | number = 0.01): this {
    return this.binary(op.leakyRelu, slope);
  }
  neg(): this {
    return this.unary(op.neg);
  }
  exp(): this {
    return this.unary(op.exp);
  }
  log(): this {
    return this.unary(op.log);
  }
  sqrt(): this {
    return this.unary(op.sqrt);
  }
  sin(): this {
    return this.unary(op.sin);
  }
  cos(): this {
    return this.unary(op.cos);
  }
  tan(): this {
    return this.unary(op.tan);
  }
  tanh(): this {
    return this.unary(op.tanh);
  }
  sigmoid(): this {
    return this.unary(op.sigmoid);
  }
  relu(): this {
    return this.unary(op.relu);
  }
  softplus(): this {
    return this.unary(op.softplus);
  }
  abs(): this {
    return this.unary(op.abs);
  }
}

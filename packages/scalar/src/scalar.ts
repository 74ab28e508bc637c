/**
 * The operations that `Value` and `Dual` share, as methods. What an op computes stands in `ops.ts`; what it means
 * to apply one is what the two engines differ in.
 */
import type { BinaryOp, Num, Operand, UnaryOp } from "./op.ts";
import * as ops from "./ops.ts";

// Constants of this file, because V8 looks through those, to the op and its arithmetic, and compiles that into the
// method. Through an import it does not: a training step takes half as long again.
const { add, sub, mul, div, pow, max, min, leakyRelu } = ops;
const { neg, exp, log, sqrt, sin, cos, tan, tanh, sigmoid, relu, softplus, abs } = ops;

/** A scalar that carries derivatives: `Value` (reverse mode) or `Dual` (forward mode). Numbers are accepted anywhere. */
export abstract class Scalar implements Operand {
  abstract lift(x: Num): this;
  abstract unary(op: UnaryOp): this;
  abstract binary(op: BinaryOp, other: this | number): this;
  abstract valueOf(): number;

  add(other: this | number): this {
    return this.binary(add, other);
  }
  sub(other: this | number): this {
    return this.binary(sub, other);
  }
  mul(other: this | number): this {
    return this.binary(mul, other);
  }
  div(other: this | number): this {
    return this.binary(div, other);
  }
  pow(exponent: this | number): this {
    return this.binary(pow, exponent);
  }
  max(other: this | number): this {
    return this.binary(max, other);
  }
  min(other: this | number): this {
    return this.binary(min, other);
  }
  leakyRelu(slope: this | number = 0.01): this {
    return this.binary(leakyRelu, slope);
  }
  neg(): this {
    return this.unary(neg);
  }
  exp(): this {
    return this.unary(exp);
  }
  log(): this {
    return this.unary(log);
  }
  sqrt(): this {
    return this.unary(sqrt);
  }
  sin(): this {
    return this.unary(sin);
  }
  cos(): this {
    return this.unary(cos);
  }
  tan(): this {
    return this.unary(tan);
  }
  tanh(): this {
    return this.unary(tanh);
  }
  sigmoid(): this {
    return this.unary(sigmoid);
  }
  relu(): this {
    return this.unary(relu);
  }
  softplus(): this {
    return this.unary(softplus);
  }
  abs(): this {
    return this.unary(abs);
  }
}

/** The error for an operand `x` that is neither a scalar of that kind nor a number. */
export function notAnOperand(kind: "Value" | "Dual", x: unknown): TypeError {
  const type = typeof x === "object" && x !== null ? x.constructor.name : typeof x;
  const found = x === null || x === undefined ? String(x) : `${type} ${String(x)}`;
  return new TypeError(`expected a ${kind} or a number, got ${found}; wrap plain data as new ${kind}(x)`);
}

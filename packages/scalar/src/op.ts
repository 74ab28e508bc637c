/**
 * What an op is, and how it is applied.
 *
 * An op of this package is one entry: its name, its value on numbers, and its local derivatives. The local
 * derivatives are written in ops themselves, so they run on plain numbers when only numbers are wanted, and on
 * `Value`s when a derivative is to be differentiated once more. This file knows no op by name.
 */

/** What ops work on: a plain number, or an object that knows how an op applies to it. */
export type Num = number | Operand;

/** An object that ops apply to: `Value` (reverse mode) and `Dual` (forward mode) are the two. */
export interface Operand {
  /** This operand as a constant of the same kind, with the value `x`. */
  lift(x: Num): this;
  /** `op` applied to this operand. */
  unary(op: UnaryOp): this;
  /** `op` applied to this operand and another one. */
  binary(op: BinaryOp, other: this | number): this;
  /** The plain number inside: `Number(x)` reads it, which is how rules branch. */
  valueOf(): number;
}

/**
 * `dy/dx` of `y = f(x)`, written in ops, from the operand and the result; a plain number where it is
 * constant.
 */
export type Derivative = number | (<T extends Num>(x: T, y: T) => T | number);

/** `∂y/∂a` or `∂y/∂b` of `y = f(a, b)`, likewise. */
export type PartialDerivative =
  | number
  | (<T extends Num>(a: T | number, b: T | number, y: T | number) => T | number);

/** The entry of an op with one operand, `y = f(x)`. */
export interface UnaryRule {
  readonly name: string;
  /** `f(x)` on plain numbers. */
  readonly forward: (x: number) => number;
  /** `dy/dx`. */
  readonly derivative: Derivative;
}

/** The entry of an op with two operands, `y = f(a, b)`. */
export interface BinaryRule {
  readonly name: string;
  /** `f(a, b)` on plain numbers. */
  readonly forward: (a: number, b: number) => number;
  /** `∂y/∂a`. */
  readonly da: PartialDerivative;
  /** `∂y/∂b`. */
  readonly db: PartialDerivative;
}

/** An op with one operand: its rule, and a function that applies it to whatever it is given. */
export interface UnaryOp extends Omit<UnaryRule, "name"> {
  (x: number): number;
  <T extends Num>(x: T): T;
  readonly label: string;
}

/** An op with two operands: its rule, and a function that applies it to whatever it is given. */
export interface BinaryOp extends Omit<BinaryRule, "name"> {
  (a: number, b: number): number;
  <T extends Num>(a: T | number, b: T | number): T;
  readonly label: string;
}

/** Either kind of op. */
export type Op = UnaryOp | BinaryOp;

/** Makes an op of one operand out of its rule. */
export function unary(rule: UnaryRule): UnaryOp {
  const op = Object.assign((x: Num): Num => (typeof x === "number" ? rule.forward(x) : x.unary(op)), {
    label: rule.name,
    forward: rule.forward,
    derivative: rule.derivative,
  }) as UnaryOp;
  return op;
}

/** Makes an op of two operands out of its rule. */
export function binary(rule: BinaryRule): BinaryOp {
  const op = Object.assign(
    (a: Num, b: Num): Num => {
      if (typeof a !== "number") return a.binary(op, b as typeof a);
      return typeof b === "number" ? rule.forward(a, b) : b.lift(a).binary(op, b);
    },
    { label: rule.name, forward: rule.forward, da: rule.da, db: rule.db },
  ) as BinaryOp;
  return op;
}

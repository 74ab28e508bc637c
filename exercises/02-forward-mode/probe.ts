/** The lesson's functions as the tests call them: plain numbers in, plain numbers out. */
import { type BinaryOp, Dual, jvp, type Num, ops, Scalar, type UnaryOp } from "@gradus/scalar";

export { jvp };

/** A dual number as plain data: primal and tangent. */
type Pair = readonly [primal: number, tangent: number];

/** `mul.da(a, b, y)` and the like: `∂y/∂a` at `y = op(a, b)`. */
export function da(name: string, a: number, b: number): number {
  return partial(name, "da", a, b);
}

/** `mul.db(a, b, y)` and the like: `∂y/∂b` at `y = op(a, b)`. */
export function db(name: string, a: number, b: number): number {
  return partial(name, "db", a, b);
}

/** `sin.derivative(x, y)` and the like: `dy/dx` at `y = op(x)`. */
export function derivative(name: string, x: number): number {
  const op = find(ops.unary, name);
  return typeof op.derivative === "number" ? op.derivative : op.derivative(x, op(x));
}

/** Whether the op's local derivatives are operands when they are given operands, as they are if written in ops. */
export function staysOperand(name: string): boolean {
  const [a, b] = [new Opaque(2), new Opaque(3)];
  const unary = ops.unary.find(({ label }) => label === name);
  if (unary !== undefined) {
    return typeof unary.derivative !== "number" && unary.derivative(a, unary(a)) instanceof Opaque;
  }
  const binary = find(ops.binary, name);
  return [binary.da, binary.db].every(
    (rule) => typeof rule !== "number" && rule(a, b, binary(a, b)) instanceof Opaque,
  );
}

/** Runs a function of duals; it returns one or several. */
export function onDuals(f: (...x: Dual[]) => Dual | Dual[], inputs: readonly Pair[]): Pair | Pair[] {
  const y = f(...inputs.map(([primal, tangent]) => new Dual(primal, tangent)));
  return Array.isArray(y) ? y.map(pair) : pair(y);
}

/**
 * Whether a function of duals keeps the operands that its primals and tangents are, as it does if the chain rule is
 * written in ops.
 */
export function keepsOperands(f: (...x: Dual[]) => Dual, inputs: readonly Pair[]): boolean {
  const y = f(...inputs.map(([primal, tangent]) => new Dual(new Opaque(primal), new Opaque(tangent))));
  return y.primal instanceof Opaque && y.tangent instanceof Opaque;
}

/** What `jvp` complains about when x and v are these; empty if it does not. */
export function complaintOfJvp(x: number[], v: number[]): string {
  try {
    jvp((...inputs) => inputs[0] as Dual, x, v);
    return "";
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}

function partial(name: string, which: "da" | "db", a: number, b: number): number {
  const op = find(ops.binary, name);
  const rule = op[which];
  return typeof rule === "number" ? rule : rule(a, b, op(a, b));
}

function find<Op extends UnaryOp | BinaryOp>(table: readonly Op[], name: string): Op {
  return table.find(({ label }) => label === name) as Op;
}

function pair(y: Dual): Pair {
  if (y instanceof Dual) return [Number(y.primal), Number(y.tangent)];
  throw new TypeError(`an operation on a Dual gave ${y}; it should return new Dual(primal, tangent)`);
}

/** A number that arithmetic outside of ops would lay bare. */
class Opaque extends Scalar {
  readonly #x: number;

  constructor(x: Num) {
    super();
    this.#x = Number(x);
  }

  override lift(x: Num): this {
    return new Opaque(x) as this;
  }

  override unary(op: UnaryOp): this {
    return this.lift(op.forward(this.#x));
  }

  override binary(op: BinaryOp, other: this | number): this {
    return this.lift(op.forward(this.#x, Number(other)));
  }

  override valueOf(): number {
    return this.#x;
  }
}

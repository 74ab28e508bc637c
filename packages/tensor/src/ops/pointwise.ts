/**
 * Ops that work element by element, written as on the scalar floor: a kernel and local derivatives in ops. `binary` turns
 * such an entry with two operands into a full op, `unary` (unary.ts) one with a single operand. Also what they are made
 * of: `cast`, `add`, `mul`, and `chain`, the product in which a zero rate stays zero.
 */
import type { BinaryKernel } from "../backend/backend.ts";
import { dense } from "../backend/dense.ts";
import { backendOf } from "../backend/registry.ts";
import { allocate, bytesOf, type DType, isFloat, numberType, promote } from "../dtype.ts";
import { apply } from "../engine/apply.ts";
import { broadcastShapes, broadcastStrides, sameShape, sizeOf } from "../shape.ts";
import type { Op } from "../tensor.ts";
import { Tensor } from "../tensor.ts";
import { linear } from "./linear.ts";
import { expand, sumTo } from "./stretch.ts";

/** Where a tensor is expected, a plain number will do. */
export type Operand = Tensor | number;

/** See {@link cast}. */
export const castOp: Op<{ dtype: DType }> = linear<{ dtype: DType }>({
  name: "cast",
  shape: (x, { dtype }) => ({ shape: x.shape, dtype }),
  forward: (backend, x, { dtype }, { shape }) => ({ storage: backend.cast(dense(backend, x), dtype), shape }),
  transpose: (g, x) => cast(g, x.dtype),
  flops: () => 0,
});

/** The elements as another type: to int32 by truncation, to bool as "not 0" (NaN is true). */
export function cast(x: Tensor, dtype: DType): Tensor {
  return x.dtype === dtype ? x : apply(castOp, [x], { dtype });
}

/** A 0-d constant beside a tensor: same device, and a type that fits. */
export function constant(x: number, beside: Tensor, dtype: DType = numberType(x, beside.dtype)): Tensor {
  const elements = allocate(dtype, 1);
  elements[0] = x;
  return new Tensor(backendOf(beside.device).upload(dtype, elements), []);
}

/** A partial derivative in ops, or a constant. */
type Partial = number | ((a: Tensor, b: Tensor, y: Tensor) => Operand);
/** What becomes of a rate `t` (tangent or cotangent), where that is a selection: a product would make `∞·0 = NaN`. */
type Pass = (t: Tensor, a: Tensor, b: Tensor) => Tensor;

/** The entry of an op with two operands, which broadcast against each other. */
export interface BinaryRule {
  readonly name: string;
  readonly kernel: BinaryKernel;
  /** `∂y/∂a`; none for an op without derivatives. */
  readonly da?: Partial;
  /** `∂y/∂b`, likewise. */
  readonly db?: Partial;
  /** In place of `da`. */
  readonly passA?: Pass;
  /** In place of `db`. */
  readonly passB?: Pass;
  /** What the derivatives look at. */
  readonly saves?: "inputs" | "output" | "both" | "none";
  /** Type of the result: the wider of the operands' by default. */
  readonly dtype?: DType;
  /** Whether whole numbers give float32, as a quotient does. */
  readonly toFloat?: boolean;
}

/** An op with two operands, ready to be called. */
export interface BinaryOp {
  (a: Operand, b: Operand): Tensor;
  readonly op: Op<null>;
}

/** Makes an op out of the entry of an op with two operands. */
export function binary(rule: BinaryRule): BinaryOp {
  const { name, kernel } = rule;
  const partials = [rule.da, rule.db];
  const passes = [rule.passA, rule.passB];
  const term = (t: Tensor, i: number, [a, b]: readonly Tensor[], y: Tensor): Tensor | null => {
    const partial = partials[i];
    const pass = passes[i];
    if (pass !== undefined) return pass(t, a as Tensor, b as Tensor);
    return partial === undefined ? null : chained(t, partial, a as Tensor, b as Tensor, y);
  };
  const all = rule.saves ?? "inputs";
  const op: Op<null> = {
    name,
    shape: ([a, b]) => ({
      shape: broadcastShapes(name, (a as Tensor).shape, (b as Tensor).shape),
      dtype: rule.dtype ?? (a as Tensor).dtype,
    }),
    forward: (backend, [a, b], _attrs, { shape, dtype }) => ({
      storage: backend.binary(kernel, stretched(a as Tensor, shape), stretched(b as Tensor, shape), dtype),
      shape,
    }),
    saves: {
      inputs: all === "inputs" || all === "both" ? [0, 1] : [],
      output: all === "output" || all === "both",
    },
    vjp: (g, i, { inputs, output }) => {
      const part = term(g, i, inputs, output);
      return part === null ? null : sumTo(part, (inputs[i] as Tensor).shape);
    },
    jvp: ([ta, tb], { inputs, output }) => {
      const fromA = ta ? term(ta, 0, inputs, output) : null;
      const fromB = tb ? term(tb, 1, inputs, output) : null;
      const moved = fromA === null ? fromB : fromB === null ? fromA : add(fromA, fromB);
      return moved === null ? null : expand(moved, output.shape);
    },
    cost: (inputs, _attrs, output) => ({
      flops: sizeOf(output.shape),
      bytes: [...inputs, output].reduce((sum, x) => sum + sizeOf(x.shape) * bytesOf(x.dtype), 0),
    }),
  };
  const call = (a: Operand, b: Operand): Tensor => {
    const [x, y] = lift(name, a, b);
    const dtype = operandType(rule, promote(x.dtype, y.dtype));
    return apply(op, [cast(x, dtype), cast(y, dtype)], null);
  };
  return Object.assign(call, { op });
}

/** What operands are cast to. Arithmetic on booleans is arithmetic on the whole numbers 0 and 1. */
function operandType(rule: BinaryRule, common: DType): DType {
  if (isFloat(common)) return common;
  if (rule.toFloat === true) return "float32";
  return common === "bool" && rule.dtype === undefined ? "int32" : common;
}

function chained(t: Tensor, partial: Partial, a: Tensor, b: Tensor, y: Tensor): Tensor {
  if (partial === 1) return t;
  return typeof partial === "number" ? mul(t, partial) : chain(t, partial(a, b, y));
}

/** Throws where a tensor is expected and something else was given. */
export function requireTensor(name: string, x: unknown): asserts x is Tensor {
  if (!(x instanceof Tensor))
    throw new TypeError(
      `${name}: expected a tensor, got ${typeof x} ${String(x)}; make one with tensor(data)`,
    );
}

/** Both operands as tensors: a plain number takes the type and device of the other one. */
export function lift(name: string, a: Operand, b: Operand): [Tensor, Tensor] {
  for (const x of [a, b]) if (typeof x !== "number") requireTensor(name, x);
  if (a instanceof Tensor) return [a, b instanceof Tensor ? b : constant(b, a)];
  if (b instanceof Tensor) return [constant(a, b), b];
  throw new TypeError(`${name}: ${a} and ${b} are plain numbers; at least one must be a tensor`);
}

/** A view as wide as `shape`, for kernels that read broadcast operands. */
export function stretched(x: Tensor, shape: readonly number[]): Tensor {
  if (sameShape(x.shape, shape)) return x;
  return new Tensor(x.storage, shape, broadcastStrides(x.shape, x.strides, shape), x.offset);
}

/**
 * `y = a + b`, broadcasting;  `∂y/∂a = ∂y/∂b = 1`. Booleans add up as whole numbers (in PyTorch: to booleans).
 */
export const add: BinaryOp = binary({ name: "add", kernel: "add", da: 1, db: 1, saves: "none" });

/** `y = a·b`, element by element, broadcasting;  `∂y/∂a = b`,  `∂y/∂b = a`. */
export const mul: BinaryOp = binary({ name: "mul", kernel: "mul", da: (_a, b) => b, db: (a) => a });

/** Rates as wide as their product, multiplied, and 0 where either is 0. Its own derivatives are such products again. */
const rates: BinaryOp = binary({
  name: "rateProduct",
  kernel: "mul",
  passA: (rate, _a, b) => rateProduct(rate, b),
  passB: (rate, a) => rateProduct(rate, a),
});

/** The product of two rates: a zero wins from either side, for behind a pole a slope may be NaN, and how fast it moves, too. */
export const rateProductOp: Op<null> = {
  ...rates.op,
  forward: (backend, [a, b], _attrs, { shape, dtype }) => {
    const [x, y] = [stretched(a as Tensor, shape), stretched(b as Tensor, shape)];
    const nonzero = new Tensor(backend.binary("and", x, y, "bool"), shape);
    const product = new Tensor(backend.binary("mul", x, y, dtype), shape);
    const zero = stretched(constant(0, x, dtype), shape);
    return { storage: backend.where(nonzero, product, zero), shape };
  },
};

function rateProduct(a: Tensor, b: Tensor): Tensor {
  return apply(rateProductOp, [a, b], null);
}

/**
 * The chain rule's product, rate times local derivative: `t·d`, and 0 where `t = 0`, even if `d` is infinite or NaN. What
 * does not move contributes nothing, and what nobody asks for gets nothing: so `where(x > 0, log(x), 0)` has a finite
 * gradient at 0, where the derivative of the logarithm is infinite. All element by element ops pass rates on by it.
 */
export const chain: BinaryOp = binary({
  name: "chain",
  kernel: "chain",
  da: (_t, d) => d,
  passB: (rate, t) => rateProduct(rate, t),
});

/**
 * Ops that work element by element, written as on the scalar floor: a kernel and local derivatives in ops. The families
 * `unary` and `binary` turn such an entry into a full op. Also the ops that they are made of: `cast`, `add`, `mul`.
 */
import type { BinaryKernel, UnaryKernel } from "../backend/backend.ts";
import { dense } from "../backend/dense.ts";
import { backendOf } from "../backend/registry.ts";
import { allocate, bytesOf, type DType, isFloat, numberType, promote } from "../dtype.ts";
import { apply } from "../engine/apply.ts";
import { broadcastShapes, broadcastStrides, sameShape, sizeOf } from "../shape.ts";
import type { Op, Saves } from "../tensor.ts";
import { Tensor } from "../tensor.ts";
import { elementCost, linear } from "./linear.ts";
import { sumTo } from "./stretch.ts";

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

/** The entry of an op with one operand. */
export interface UnaryRule {
  readonly name: string;
  readonly kernel: UnaryKernel;
  /** `dy/dx` in ops, or a constant. None for an op without derivatives, whose cotangent stops here. */
  readonly derivative?: number | ((x: Tensor, y: Tensor) => Operand);
  /** What `derivative` looks at. */
  readonly saves?: "input" | "output" | "both" | "none";
  /** Type of the result: the operand's by default. */
  readonly dtype?: DType;
  /** Whether whole numbers stay whole; by default they become float32. */
  readonly keepsIntegers?: boolean;
}

/** An op with one operand, ready to be called. */
export interface UnaryOp {
  (x: Tensor): Tensor;
  readonly op: Op<null>;
}

const savings: { readonly [key in NonNullable<UnaryRule["saves"]>]: Saves } = {
  input: { inputs: [0], output: false },
  output: { inputs: [], output: true },
  both: { inputs: [0], output: true },
  none: { inputs: [], output: false },
};

/** Makes an op out of the entry of an op with one operand. */
export function unary(rule: UnaryRule): UnaryOp {
  const { name, kernel, derivative } = rule;
  const chain = (factor: Tensor, x: Tensor, y: Tensor): Tensor | null => {
    if (derivative === undefined) return null;
    return times(factor, typeof derivative === "number" ? derivative : derivative(x, y));
  };
  const op: Op<null> = {
    name,
    shape: ([x]) => ({ shape: (x as Tensor).shape, dtype: rule.dtype ?? (x as Tensor).dtype }),
    forward: (backend, [x], _attrs, { shape, dtype }) => ({
      storage: backend.unary(kernel, dense(backend, x as Tensor), dtype),
      shape,
    }),
    saves: savings[rule.saves ?? "input"],
    vjp: (g, _i, { inputs: [x], output }) => chain(g, x as Tensor, output),
    jvp: ([t], { inputs: [x], output }) => (t ? chain(t, x as Tensor, output) : null),
    cost: ([x], _attrs, output) => elementCost(x as Tensor, output),
  };
  const call = (x: Tensor): Tensor =>
    apply(op, [isFloat(x.dtype) || rule.keepsIntegers === true ? x : cast(x, "float32")], null);
  return Object.assign(call, { op });
}

/** The entry of an op with two operands, which broadcast against each other. */
export interface BinaryRule {
  readonly name: string;
  readonly kernel: BinaryKernel;
  /** `∂y/∂a` in ops, or a constant; none for an op without derivatives. */
  readonly da?: number | ((a: Tensor, b: Tensor, y: Tensor) => Operand);
  /** `∂y/∂b`, likewise. */
  readonly db?: number | ((a: Tensor, b: Tensor, y: Tensor) => Operand);
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
  const { name, kernel, da, db } = rule;
  const term = (
    factor: Tensor,
    partial: BinaryRule["da"],
    a: Tensor,
    b: Tensor,
    y: Tensor,
  ): Tensor | null => {
    if (partial === undefined) return null;
    return times(factor, typeof partial === "number" ? partial : partial(a, b, y));
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
      const [a, b] = inputs as [Tensor, Tensor];
      const part = term(g, i === 0 ? da : db, a, b, output);
      return part === null ? null : sumTo(part, (i === 0 ? a : b).shape);
    },
    jvp: ([ta, tb], { inputs, output }) => {
      const [a, b] = inputs as [Tensor, Tensor];
      const fromA = ta ? term(ta, da, a, b, output) : null;
      const fromB = tb ? term(tb, db, a, b, output) : null;
      const moved = fromA === null ? fromB : fromB === null ? fromA : add(fromA, fromB);
      return moved === null ? null : broadcastTo(moved, output);
    },
    cost: ([a, b], _attrs, output) => ({
      flops: sizeOf(output.shape),
      bytes: [a, b, output].reduce(
        (sum, x) => sum + sizeOf((x as Tensor).shape) * bytesOf((x as Tensor).dtype),
        0,
      ),
    }),
  };
  const call = (a: Operand, b: Operand): Tensor => {
    const [x, y] = lift(name, a, b);
    const common = promote(x.dtype, y.dtype);
    const dtype = rule.toFloat === true && !isFloat(common) ? "float32" : common;
    return apply(op, [cast(x, dtype), cast(y, dtype)], null);
  };
  return Object.assign(call, { op });
}

/** Both operands as tensors: a plain number takes the type and device of the other one. */
export function lift(name: string, a: Operand, b: Operand): [Tensor, Tensor] {
  for (const x of [a, b])
    if (typeof x !== "number" && !(x instanceof Tensor))
      throw new TypeError(
        `${name}: expected a tensor or a number, got ${typeof x} ${String(x)}; make one with tensor(data)`,
      );
  if (a instanceof Tensor) return [a, b instanceof Tensor ? b : constant(b, a)];
  if (b instanceof Tensor) return [constant(a, b), b];
  throw new TypeError(`${name}: ${a} and ${b} are plain numbers; at least one must be a tensor`);
}

/** A view as wide as `shape`, for kernels that read broadcast operands. */
function stretched(x: Tensor, shape: readonly number[]): Tensor {
  if (sameShape(x.shape, shape)) return x;
  return new Tensor(x.storage, shape, broadcastStrides(x.shape, x.strides, shape), x.offset);
}

function times(factor: Tensor, derivative: Operand): Tensor {
  return derivative === 1 ? factor : mul(factor, derivative);
}

/** A tangent of one operand alone may still have to stretch. */
function broadcastTo(x: Tensor, like: Tensor): Tensor {
  return sameShape(x.shape, like.shape) ? x : add(x, constantLike(like));
}

function constantLike(like: Tensor): Tensor {
  return new Tensor(backendOf(like.device).fill(like.dtype, like.size, 0), like.shape);
}

/** `y = a + b`, broadcasting;  `∂y/∂a = ∂y/∂b = 1`. */
export const add: BinaryOp = binary({ name: "add", kernel: "add", da: 1, db: 1, saves: "none" });

/** `y = a·b`, element by element, broadcasting;  `∂y/∂a = b`,  `∂y/∂b = a`. */
export const mul: BinaryOp = binary({ name: "mul", kernel: "mul", da: (_a, b) => b, db: (a) => a });

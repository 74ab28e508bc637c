/**
 * Comparisons and logic, element by element, and the choice that follows from them. Their results are booleans and have no
 * derivatives; `where` has one for each branch.
 */
import { bytesOf, promote } from "../dtype.ts";
import { apply } from "../engine/apply.ts";
import { broadcastShapes, sizeOf } from "../shape.ts";
import type { Op, Tensor } from "../tensor.ts";
import {
  type BinaryOp,
  binary,
  cast,
  constant,
  lift,
  type Operand,
  requireTensor,
  stretched,
} from "./pointwise.ts";
import { expand, sumTo } from "./stretch.ts";
import { type UnaryOp, unary } from "./unary.ts";

/** `a = b`, element by element, broadcasting, as bool (PyTorch's `eq`). NaN equals nothing, -0 equals 0. */
export const equal: BinaryOp = binary({ name: "equal", kernel: "equal", dtype: "bool" });

/** `a ≠ b`, as bool; true if either is NaN. */
export const notEqual: BinaryOp = binary({ name: "notEqual", kernel: "notEqual", dtype: "bool" });

/** `a < b`, as bool; false if either is NaN, as in all comparisons but `notEqual`. */
export const less: BinaryOp = binary({ name: "less", kernel: "less", dtype: "bool" });

/** `a ≤ b`, as bool. */
export const lessEqual: BinaryOp = binary({ name: "lessEqual", kernel: "lessEqual", dtype: "bool" });

/** `a > b`, as bool. */
export const greater: BinaryOp = binary({ name: "greater", kernel: "greater", dtype: "bool" });

/** `a ≥ b`, as bool. */
export const greaterEqual: BinaryOp = binary({ name: "greaterEqual", kernel: "greaterEqual", dtype: "bool" });

/** `a ∧ b`, as bool; every element that is not 0 counts as true, NaN too. */
export const logicalAnd: BinaryOp = binary({ name: "logicalAnd", kernel: "and", dtype: "bool" });

/** `a ∨ b`, as bool; every element that is not 0 counts as true, NaN too. */
export const logicalOr: BinaryOp = binary({ name: "logicalOr", kernel: "or", dtype: "bool" });

/** `¬x`, as bool: true where `x` is 0 or false. */
export const logicalNot: UnaryOp = unary({
  name: "logicalNot",
  kernel: "not",
  dtype: "bool",
  saves: "none",
  keepsIntegers: true,
});

/** Where `x` is NaN, as bool. */
export const isnan: UnaryOp = unary({
  name: "isnan",
  kernel: "isnan",
  dtype: "bool",
  saves: "none",
  keepsIntegers: true,
});

/** See {@link where}. */
export const whereOp: Op<null> = {
  name: "where",
  shape: ([condition, a, b]) => {
    const { shape, dtype } = condition as Tensor;
    if (dtype !== "bool")
      throw new TypeError(
        `where: the condition is ${dtype}, not bool; compare it: where(notEqual(condition, 0), a, b)`,
      );
    const branches = broadcastShapes("where", (a as Tensor).shape, (b as Tensor).shape);
    return { shape: broadcastShapes("where", shape, branches), dtype: (a as Tensor).dtype };
  },
  forward: (backend, inputs, _attrs, { shape }) => {
    const [condition, a, b] = inputs.map((x) => stretched(x, shape)) as [Tensor, Tensor, Tensor];
    return { storage: backend.where(condition, a, b), shape };
  },
  saves: { inputs: [0], output: false },
  vjp: (g, i, { inputs: [condition, a, b] }) => {
    if (i === 0) return null;
    const part = i === 1 ? where(condition as Tensor, g, 0) : where(condition as Tensor, 0, g);
    return sumTo(part, ((i === 1 ? a : b) as Tensor).shape);
  },
  jvp: ([, ta, tb], { inputs: [condition], output }) =>
    ta || tb ? expand(where(condition as Tensor, ta ?? 0, tb ?? 0), output.shape) : null,
  cost: (inputs, _attrs, output) => ({
    flops: sizeOf(output.shape),
    bytes: [...inputs, output].reduce((sum, x) => sum + sizeOf(x.shape) * bytesOf(x.dtype), 0),
  }),
};

/**
 * `y = a` where the condition is true, `b` elsewhere; all three broadcast, and plain numbers will do for `a` and `b`.
 *
 * Each element's gradient goes to the branch that it came from; the other branch gets exactly 0, and a 0 stays 0 on its
 * way back through element by element ops (`chain`). So `where(greater(x, 0), log(x), 0)` has a finite gradient at 0; in
 * PyTorch it is NaN.
 *
 * @throws TypeError if the condition is not bool
 * @throws RangeError if the shapes do not broadcast
 */
export function where(condition: Tensor, a: Operand, b: Operand): Tensor {
  requireTensor("where", condition);
  const numbers = typeof a === "number" && typeof b === "number";
  const [x, y] = numbers
    ? [constant(a, condition, "float32"), constant(b, condition, "float32")]
    : lift("where", a, b);
  const dtype = promote(x.dtype, y.dtype);
  return apply(whereOp, [condition, cast(x, dtype), cast(y, dtype)], null);
}

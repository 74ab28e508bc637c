/** The matrix product, and what is one under another name. */
import { promote } from "../dtype.ts";
import { apply } from "../engine/apply.ts";
import { broadcastShapes, type Shape, show, sizeOf } from "../shape.ts";
import type { Op, Tensor } from "../tensor.ts";
import { multiplyBatch } from "./batch.ts";
import { bilinear } from "./bilinear.ts";
import { cast, mul, requireTensor } from "./pointwise.ts";
import { reshape, sumTo, transpose } from "./stretch.ts";

/** See {@link matmul}. Both operands have at least two axes here. */
export const matmulOp: Op<null> = bilinear<null>({
  name: "matmul",
  shape: (a, b) => ({
    shape: [...batchOf(a.shape, b.shape), a.shape.at(-2) as number, b.shape.at(-1) as number],
    dtype: a.dtype,
  }),
  forward: (backend, a, b, _attrs, { shape }) => ({
    storage: multiplyBatch(backend, a, b, shape.slice(0, -2)),
    shape,
  }),
  transposeA: (g, b, a) => sumTo(product(g, transpose(b)), a.shape),
  transposeB: (g, a, b) => sumTo(product(transpose(a), g), b.shape),
  flops: (a, _b, _attrs, y) => 2 * sizeOf(y.shape) * (a.shape.at(-1) as number),
});

function product(a: Tensor, b: Tensor): Tensor {
  return apply(matmulOp, [a, b], null);
}

function batchOf(a: Shape, b: Shape): Shape {
  if (a.length === 2 && b.length === 2) return [];
  return broadcastShapes(
    `matmul: ${show(a)} x ${show(b)}: all axes but the last two`,
    a.slice(0, -2),
    b.slice(0, -2),
  );
}

/**
 * The matrix product `yᵢⱼ = Σₖ aᵢₖ·bₖⱼ` over the last two axes, as `torch.matmul`:
 *
 * - `[k] x [k] → []`, the dot product
 * - `[m, k] x [k] → [m]` and `[k] x [k, n] → [n]`
 * - `[m, k] x [k, n] → [m, n]`
 * - `[..., m, k] x [..., k, n] → [..., m, n]`, where the axes before the last two broadcast
 *
 * Gradients: `∂L/∂a = g·bᵀ`, `∂L/∂b = aᵀ·g`, of transposed views, without copies. Whole numbers and booleans give int32.
 *
 * @throws RangeError if the inner dimensions differ, an operand has no axes, or the other axes do not broadcast
 */
export function matmul(a: Tensor, b: Tensor): Tensor {
  checkInner(a, b);
  const wider = promote(a.dtype, b.dtype);
  const dtype = wider === "bool" ? "int32" : wider;
  const left = cast(a.rank === 1 ? reshape(a, [1, a.size]) : a, dtype);
  const right = cast(b.rank === 1 ? reshape(b, [b.size, 1]) : b, dtype);
  if (a.rank === 2 && b.rank === 2) return product(left, right);
  const lead = left.shape.slice(0, -2);
  const rows = a.rank === 1 ? [] : [left.shape.at(-2) as number];
  const columns = b.rank === 1 ? [] : [right.shape.at(-1) as number];
  if (right.rank > 2) {
    const y = product(left, right);
    return reshape(y, [...y.shape.slice(0, -2), ...rows, ...columns]);
  }
  // One matrix for the whole batch: a single tall product, whose gradient for `b` is one product as well.
  const tall = reshape(left, [sizeOf(left.shape.slice(0, -1)), left.shape.at(-1) as number]);
  return reshape(product(tall, right), [...lead, ...rows, ...columns]);
}

function checkInner(a: Tensor, b: Tensor): void {
  for (const x of [a, b]) {
    requireTensor("matmul", x);
    if (x.rank === 0)
      throw new RangeError(
        `matmul: ${show(a.shape)} x ${show(b.shape)}: a single number is no matrix; multiply by it with mul`,
      );
  }
  const columns = a.shape.at(-1) as number;
  const rows = b.shape.at(b.rank === 1 ? 0 : -2) as number;
  if (columns === rows) return;
  let advice = `make the last axis of the first (${columns}) and the ${b.rank === 1 ? "" : "second to last "}axis of the second (${rows}) equal`;
  if (b.rank > 1 && b.shape.at(-1) === columns) advice = "did you mean b.transpose()?";
  else if (a.rank > 1 && a.shape.at(-2) === rows) advice = "did you mean a.transpose()?";
  throw new RangeError(`matmul: inner dimensions differ: ${show(a.shape)} x ${show(b.shape)}; ${advice}`);
}

/**
 * The dot product of two vectors, `Σᵢ aᵢ·bᵢ`: `[n] x [n] → []`.
 *
 * @throws RangeError unless both have one axis, of the same extent
 */
export function dot(a: Tensor, b: Tensor): Tensor {
  if (a.rank !== 1 || b.rank !== 1 || a.size !== b.size)
    throw new RangeError(
      `dot: ${show(a.shape)} x ${show(b.shape)}; both must be vectors of the same length (matmul multiplies matrices)`,
    );
  return matmul(a, b);
}

/**
 * The outer product of two vectors, `yᵢⱼ = aᵢ·bⱼ`: `[m] x [n] → [m, n]`.
 *
 * @throws RangeError unless both have one axis
 */
export function outer(a: Tensor, b: Tensor): Tensor {
  if (a.rank !== 1 || b.rank !== 1)
    throw new RangeError(
      `outer: ${show(a.shape)} x ${show(b.shape)}; both must be vectors: reshape them to one axis`,
    );
  return mul(reshape(a, [a.size, 1]), b);
}

/**
 * Matrix products of a batch, nothing broadcast: `[b, m, k] x [b, k, n] → [b, m, n]`.
 *
 * @throws RangeError unless both have three axes and the same batch
 */
export function bmm(a: Tensor, b: Tensor): Tensor {
  if (a.rank !== 3 || b.rank !== 3 || a.shape[0] !== b.shape[0])
    throw new RangeError(
      `bmm: ${show(a.shape)} x ${show(b.shape)}; both must be [batch, rows, columns] with the same batch (matmul broadcasts)`,
    );
  return matmul(a, b);
}

/** Batches of matrices: how the axes before the last two are walked through. */
import type { Backend, Storage, View } from "../backend/backend.ts";
import { dense } from "../backend/dense.ts";
import { broadcastStrides, contiguousStrides, type Shape, sizeOf } from "../shape.ts";
import type { Tensor } from "../tensor.ts";

/** The matrices of a broadcast batch: extents of the batch axes, of which neighbours are one where both operands allow it. */
interface Walk {
  readonly extents: readonly number[];
  readonly a: readonly number[];
  readonly b: readonly number[];
}

/**
 * `a·b` for operands whose batch axes broadcast to `batch`: `[..., m, k] x [..., k, n]` → `[...batch, m, n]`. Without a copy where two
 * strides for each operand lead through the batch, as through the heads of attention, `[batch, time, heads, size]` seen as
 * `[batch, heads, time, size]`.
 */
export function multiplyBatch(backend: Backend, a: Tensor, b: Tensor, batch: Shape): Storage {
  const [m, k] = a.shape.slice(-2) as [number, number];
  const n = b.shape.at(-1) as number;
  const { extents, a: aSteps, b: bSteps } = walk(batch, stridesIn(a, batch), stridesIn(b, batch));
  if (extents.length > 2 || (extents.length === 2 && backend.matmulNested === undefined))
    return backend.matmul(withOneStride(backend, a, batch), withOneStride(backend, b, batch), {
      ...{ batch: sizeOf(batch), m, n, k },
    });
  const [outer, inner] = [extents.at(-2) ?? 1, extents.at(-1) ?? 1];
  const view = ({ storage, dtype, offset, shape, strides }: Tensor, steps: readonly number[]): View => ({
    ...{ storage, dtype, offset },
    shape: [...(outer > 1 ? [outer] : []), inner, ...shape.slice(-2)],
    strides: [...(outer > 1 ? [steps[0] as number] : []), steps.at(-1) ?? 0, ...strides.slice(-2)],
  });
  const dims = { batch: inner, m, n, k };
  const [left, right] = [view(a, aSteps), view(b, bSteps)];
  if (outer > 1 && backend.matmulNested !== undefined)
    return backend.matmulNested(left, right, { ...dims, outer });
  return backend.matmul(left, right, dims);
}

function stridesIn({ shape, strides }: Tensor, batch: Shape): number[] {
  const lead = shape.length - 2;
  return broadcastStrides(shape.slice(0, lead), strides.slice(0, lead), batch);
}

function walk(batch: Shape, a: readonly number[], b: readonly number[]): Walk {
  const extents: number[] = [];
  const [aSteps, bSteps]: [number[], number[]] = [[], []];
  batch.forEach((extent, axis) => {
    if (extent === 1) return;
    const [s, t] = [a[axis] as number, b[axis] as number];
    const joins = extents.length > 0 && aSteps.at(-1) === extent * s && bSteps.at(-1) === extent * t;
    const at = joins ? extents.length - 1 : extents.length;
    extents[at] = extent * (joins ? (extents[at] as number) : 1);
    [aSteps[at], bSteps[at]] = [s, t];
  });
  return { extents, a: aSteps, b: bSteps };
}

/** The operand as `[batch, rows, columns]`. No copy, unless no single stride leads through all batch axes. */
function withOneStride(backend: Backend, x: Tensor, batch: Shape): View {
  const { storage, dtype, offset, shape, strides } = x;
  const lead = stridesIn(x, batch);
  const matrices = shape.slice(-2);
  const flat = [sizeOf(batch), ...matrices];
  const alone = walk(batch, lead, lead);
  if (alone.extents.length <= 1)
    return { storage, dtype, offset, shape: flat, strides: [alone.a[0] ?? 0, ...strides.slice(-2)] };
  const rows = dense(backend, {
    ...{ storage, dtype, offset, shape: [...batch, ...matrices] },
    strides: [...lead, ...strides.slice(-2)],
  });
  return { ...rows, shape: flat, strides: contiguousStrides(flat) };
}

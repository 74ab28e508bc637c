/** The average over each window, and its transpose. A window's sum is a convolution with ones. */
import type { Backend, Conv2dDims, Storage, View } from "../backend/backend.ts";
import { dense } from "../backend/dense.ts";
import { arrayOf, type DType } from "../dtype.ts";
import { apply } from "../engine/apply.ts";
import { contiguousStrides, type Shape, sizeOf } from "../shape.ts";
import type { Op } from "../tensor.ts";
import { linear } from "./linear.ts";

/** Attributes of {@link avgPool2dOp}: every plane of every image is an image of one channel here. */
export interface Averaging {
  readonly dims: Conv2dDims;
  /** What sums are divided by: the product of one number for the row and one for the column of the window. */
  readonly rows: readonly number[];
  readonly columns: readonly number[];
}

/** `y[i, j] = (Σ_{p,q} x[i·s - pad + p, j·s - pad + q]) / (rows[i]·columns[j])`: `[planes, 1, H, W]` → `[planes, 1, out_h, out_w]`. */
export const avgPool2dOp: Op<Averaging> = linear<Averaging>({
  name: "avgPool2d",
  shape: ({ dtype }, { dims }) => ({ shape: [dims.batch, 1, ...dims.outSize], dtype }),
  forward: (backend, x, attrs, { shape, dtype }) => {
    const sums = backend.conv2d(dense(backend, x), ones(backend, dtype, attrs.dims), attrs.dims);
    return { storage: divided(backend, viewOf(sums, dtype, shape), attrs), shape };
  },
  transpose: (g, _x, attrs) => apply(avgPool2dInputGradOp, [g], attrs),
  flops: (_x, { dims: { kernel } }, y) => sizeOf(y.shape) * kernel[0] * kernel[1],
});

/** Its transpose: spreads each element evenly over its window. */
export const avgPool2dInputGradOp: Op<Averaging> = linear<Averaging>({
  name: "avgPool2dInputGrad",
  shape: ({ dtype }, { dims }) => ({ shape: [dims.batch, 1, ...dims.inSize], dtype }),
  forward: (backend, g, attrs, { shape, dtype }) => {
    const shares = viewOf(divided(backend, g, attrs), dtype, g.shape);
    return { storage: backend.conv2dInputGrad(shares, ones(backend, dtype, attrs.dims), attrs.dims), shape };
  },
  transpose: (x, _g, attrs) => apply(avgPool2dOp, [x], attrs),
  flops: (g, { dims: { kernel } }) => sizeOf(g.shape) * kernel[0] * kernel[1],
});

function viewOf(storage: Storage, dtype: DType, shape: Shape): View {
  return { storage, dtype, shape, strides: contiguousStrides(shape), offset: 0 };
}

function ones(backend: Backend, dtype: DType, { kernel: [kh, kw] }: Conv2dDims): View {
  return viewOf(backend.fill(dtype, kh * kw, 1), dtype, [1, 1, kh, kw]);
}

function divided(backend: Backend, x: View, { rows, columns }: Averaging): Storage {
  const table = rows.flatMap((row) => columns.map((column) => row * column));
  const even = table.every((divisor) => divisor === table[0]);
  const elements = arrayOf(x.dtype, even ? table.slice(0, 1) : table);
  const divisor: View = {
    storage: backend.upload(x.dtype, elements),
    dtype: x.dtype,
    shape: x.shape,
    strides: even ? [0, 0, 0, 0] : [0, 0, columns.length, 1],
    offset: 0,
  };
  return backend.binary("div", x, divisor, x.dtype);
}

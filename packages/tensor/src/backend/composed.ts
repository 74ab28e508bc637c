/**
 * Fused kernels as compositions of plain ones: the definition that the fused ones are held to, and what a backend without a
 * kernel of its own uses.
 */
import { contiguousStrides, type Shape } from "../shape.ts";
import type { Backend, ChannelDims, LinearDims, NormDims, Storage, View } from "./backend.ts";

function viewOf(storage: Storage, shape: Shape): View {
  return { storage, dtype: storage.dtype, shape, strides: contiguousStrides(shape), offset: 0 };
}

/** See {@link Backend.linear}. */
export function linear(
  backend: Backend,
  x: View,
  weight: View,
  bias: View | null,
  { m, n, k, finish }: LinearDims,
): Storage {
  const matrix = ({ storage, dtype, offset }: View, shape: Shape, strides: Shape): View => ({
    ...{ storage, dtype, offset, shape: [1, ...shape], strides: [0, ...strides] },
  });
  const [[xRow, xColumn], [wRow, wColumn]] = [x.strides, weight.strides] as [
    [number, number],
    [number, number],
  ];
  const left = matrix(x, [m, k], [xRow, xColumn]);
  const right = matrix(weight, [k, n], [wColumn, wRow]);
  let y = backend.matmul(left, right, { batch: 1, m, n, k });
  const replace = (next: Storage): void => {
    backend.release?.(y);
    y = next;
  };
  if (bias !== null) {
    const { storage, dtype, offset, strides } = bias;
    const wide = { storage, dtype, offset, shape: [m, n], strides: [0, strides[0] as number] };
    replace(backend.binary("add", viewOf(y, [m, n]), wide, dtype));
  }
  if (finish !== "none") replace(backend.unary(finish, viewOf(y, [m, n]), y.dtype));
  return y;
}

/** See {@link Backend.layerNorm}. */
export function layerNorm(
  backend: Backend,
  x: View,
  weight: View | null,
  bias: View | null,
  { outer, n, eps }: NormDims,
): Storage {
  let y = backend.normalize(x, outer, n, eps);
  for (const [kernel, row] of [
    ["mul", weight],
    ["add", bias],
  ] as const) {
    if (row === null) continue;
    const { storage, dtype, offset } = row;
    const wide = { storage, dtype, offset, shape: [outer, n], strides: [0, 1] };
    const next = backend.binary(kernel, viewOf(y, [outer, n]), wide, dtype);
    backend.release?.(y);
    y = next;
  }
  return y;
}

/** See {@link Backend.crossEntropy}. */
export function crossEntropy(backend: Backend, x: View, index: View, outer: number, n: number): Storage {
  const logs = backend.softmax(x, outer, n, true);
  const right = backend.gather(viewOf(logs, [outer, n, 1]), index, { outer, n, inner: 1, count: 1 });
  const losses = backend.unary("neg", viewOf(right, [outer]), x.dtype);
  for (const used of [logs, right]) backend.release?.(used);
  return losses;
}

/** See {@link Backend.finishChannels}. */
export function finishChannels(
  backend: Backend,
  y: View,
  bias: View | null,
  { batch, channels, inner, finish }: ChannelDims,
): Storage {
  const shape = [batch, channels, inner];
  let result = y.storage;
  const replace = (next: Storage): void => {
    backend.release?.(result);
    result = next;
  };
  if (bias !== null) {
    const { storage, dtype, offset } = bias;
    const wide = { storage, dtype, offset, shape, strides: [0, 1, 0] };
    replace(backend.binary("add", viewOf(result, shape), wide, dtype));
  }
  if (finish !== "none") replace(backend.unary(finish, viewOf(result, shape), y.dtype));
  return result;
}

/** Indices: what they must be, and the family of ops that read or write where they point. */
import type { Backend, Storage, View } from "../backend/backend.ts";
import { dense } from "../backend/dense.ts";
import { bytesOf } from "../dtype.ts";
import { apply } from "../engine/apply.ts";
import { type Shape, show, sizeOf } from "../shape.ts";
import type { Meta, Op, Tensor } from "../tensor.ts";
import { elementCost } from "./linear.ts";

/**
 * Throws unless every element is a place on an axis of the given extent: int32, from 0 to `extent` - 1. As in PyTorch,
 * negative numbers do not count from the end here: they are more often a mistake in the data.
 */
export function checkIndices(name: string, index: Tensor, axis: number, extent: number): void {
  if (index.dtype !== "int32")
    throw new TypeError(`${name}: indices are ${index.dtype}; they must be int32: index.cast("int32")`);
  // What webgpu has computed cannot be looked at here; such indices come from argmax, sort and their like.
  if (!index.isReadable) return;
  const elements = index.dataSync();
  for (let i = 0; i < elements.length; i++) {
    const place = elements[i] as number;
    if (place >= 0 && place < extent) continue;
    const at = show(coordinates(i, index.shape));
    throw new RangeError(
      `${name}: index ${place} at position ${at} is out of range for axis ${axis} of extent ${extent}; ` +
        (extent === 0 ? "there is nothing to point at" : `indices go from 0 to ${extent - 1}`),
    );
  }
}

/** Where the flat index i of a row-major tensor lies along each axis. */
function coordinates(i: number, shape: Shape): number[] {
  const place = new Array<number>(shape.length);
  for (let axis = shape.length - 1, rest = i; axis >= 0; axis--) {
    const extent = shape[axis] as number;
    place[axis] = rest % extent;
    rest = Math.floor(rest / extent);
  }
  return place;
}

/** Extents around an axis of a shape, as kernels want them. */
export function around(
  shape: Shape,
  axis: number,
  count: number,
): { outer: number; n: number; inner: number; count: number } {
  return {
    outer: sizeOf(shape.slice(0, axis)),
    n: shape[axis] as number,
    inner: sizeOf(shape.slice(axis + 1)),
    count,
  };
}

/** What is special about an op that is linear in its first input, with indices as its second. */
export interface IndexedRule<A> {
  readonly name: string;
  shape(x: Tensor, index: Tensor, attrs: A): Meta;
  /** Both views are contiguous. */
  forward(backend: Backend, x: View, index: View, attrs: A, meta: Meta): Storage;
  /** The transposed map, written in ops: `g` in the result's shape → the shape of `x`, whose elements are not kept. */
  transpose(g: Tensor, x: Tensor, index: Tensor, attrs: A): Tensor;
}

/** Makes the entry of an op `y = L(index)·x`: `vjp(g) = L(index)ᵀ·g`, `jvp(t) = L(index)·t`. Saves the indices. */
export function indexed<A>(rule: IndexedRule<A>): Op<A> {
  const op: Op<A> = {
    name: rule.name,
    shape: ([x, index], attrs) => rule.shape(x as Tensor, index as Tensor, attrs),
    forward: (backend, [x, index], attrs, meta) => ({
      storage: rule.forward(
        backend,
        dense(backend, x as Tensor),
        dense(backend, index as Tensor),
        attrs,
        meta,
      ),
      shape: meta.shape,
    }),
    saves: { inputs: [1], output: false },
    vjp: (g, i, { inputs: [x, index], attrs }) =>
      i === 0 ? rule.transpose(g, x as Tensor, index as Tensor, attrs) : null,
    jvp: ([t], { inputs: [, index], attrs }) => (t ? apply(op, [t, index as Tensor], attrs) : null),
    cost: ([x, index], _attrs, output) => {
      const { flops, bytes } = elementCost(x as Meta, output, 0);
      const { shape, dtype } = index as Meta;
      return { flops, bytes: bytes + sizeOf(shape) * bytesOf(dtype) };
    },
  };
  return op;
}

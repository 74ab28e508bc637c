/** The lower and upper triangle of matrices. */
import type { View } from "../backend/backend.ts";
import { apply } from "../engine/apply.ts";
import { show, sizeOf } from "../shape.ts";
import type { Op, Tensor } from "../tensor.ts";
import { linear } from "./linear.ts";

interface Diagonal {
  readonly diagonal: number;
}

type Keeps = (row: number, column: number, diagonal: number) => boolean;

function triangle(name: string, keeps: Keeps): Op<Diagonal> {
  const op: Op<Diagonal> = linear<Diagonal>({
    name,
    shape: (x) => {
      if (x.rank < 2)
        throw new RangeError(
          `${name}: a tensor of shape ${show(x.shape)}; it needs rows and columns, at least 2 axes`,
        );
      return x;
    },
    forward: (backend, x, { diagonal }, { shape, dtype }) => {
      const [rows, columns] = shape.slice(-2) as [number, number];
      const lead = new Array<number>(shape.length - 2).fill(0);
      const mask = Uint8Array.from({ length: sizeOf([rows, columns]) }, (_, i) =>
        Number(keeps(Math.floor(i / columns), i % columns, diagonal)),
      );
      const kept: View = {
        storage: backend.upload("bool", mask),
        dtype: "bool",
        shape,
        strides: [...lead, columns, 1],
        offset: 0,
      };
      const zero: View = {
        storage: backend.fill(dtype, 1, 0),
        dtype,
        shape,
        strides: [...lead, 0, 0],
        offset: 0,
      };
      return { storage: backend.where(kept, x, zero), shape };
    },
    transpose: (g, _x, attrs) => apply(op, [g], attrs),
    flops: () => 0,
  });
  return op;
}

/** See {@link tril}. */
export const trilOp: Op<Diagonal> = triangle("tril", (row, column, diagonal) => column - row <= diagonal);

/** See {@link triu}. */
export const triuOp: Op<Diagonal> = triangle("triu", (row, column, diagonal) => column - row >= diagonal);

/**
 * The lower triangle of the last two axes, zeros above: `y[i, j] = x[i, j]` where `j - i <= diagonal`. Diagonal 0 is the
 * main one, 1 the next above it.
 *
 * @throws RangeError if there are fewer than two axes
 */
export function tril(x: Tensor, diagonal = 0): Tensor {
  return apply(trilOp, [x], { diagonal });
}

/**
 * The upper triangle of the last two axes, zeros below: `y[i, j] = x[i, j]` where `j - i >= diagonal`.
 *
 * @throws RangeError if there are fewer than two axes
 */
export function triu(x: Tensor, diagonal = 0): Tensor {
  return apply(triuOp, [x], { diagonal });
}

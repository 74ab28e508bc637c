import {
  concat,
  expand,
  flip,
  gather,
  indexSelect,
  pad,
  permute,
  reshape,
  slice,
  split,
  stack,
  type Tensor,
  transpose,
  tril,
  triu,
} from "@gradus/tensor";
import type { GoldenOp } from "../golden.ts";

/** Inputs `x0, x1, ...` in order. */
function numbered(inputs: Readonly<Record<string, Tensor>>): Tensor[] {
  return Object.keys(inputs)
    .sort()
    .map((name) => inputs[name]!);
}

export const shapeGolden: Readonly<Record<string, GoldenOp>> = {
  reshape: ({ x }, { shape }) => ({ y: reshape(x!, shape) }),
  transpose: ({ x }, { dim0, dim1 }) => ({ y: transpose(x!, dim0, dim1) }),
  permute: ({ x }, { dims }) => ({ y: permute(x!, dims) }),
  slice: ({ x }, { slices }) => ({ y: slice(x!, slices) }),
  gather: ({ x, index }, { dim }) => ({ y: gather(x!, dim, index!) }),
  index_select: ({ x, index }, { dim }) => ({ y: indexSelect(x!, dim, index!) }),
  concat: (inputs, { dim }) => ({ y: concat(numbered(inputs), dim) }),
  stack: (inputs, { dim }) => ({ y: stack(numbered(inputs), dim) }),
  split: ({ x }, { split: sizes, dim }) =>
    Object.fromEntries(split(x!, sizes, dim).map((part, i) => [`y${i}`, part])),
  pad: ({ x }, { pad: widths, mode, value }) => ({
    y: pad(x!, widths, { mode, ...(value === null ? {} : { value }) }),
  }),
  flip: ({ x }, { dims }) => ({ y: flip(x!, dims) }),
  expand: ({ x }, { shape }) => ({ y: expand(x!, shape) }),
  tril: ({ x }, { diagonal }) => ({ y: tril(x!, diagonal) }),
  triu: ({ x }, { diagonal }) => ({ y: triu(x!, diagonal) }),
};

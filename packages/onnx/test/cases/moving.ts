/** Moving elements, and reading and writing by index. */
import {
  add,
  argsort,
  cast,
  clone,
  concat,
  contiguous,
  embedding,
  expand,
  flip,
  full,
  gather,
  indexAdd,
  indexSelect,
  mul,
  neg,
  oneHot,
  pad,
  permute,
  reshape,
  scatterAdd,
  select,
  slice,
  type Tensor,
  tensor,
  upsampleNearest,
  vjp,
  zeros,
} from "@gradus/tensor";
import { bools, floats, integers, line, type OpCase, two, weight } from "./line.ts";

export const moving: readonly OpCase[] = [
  line(["reshape"], "folding the batch into another axis and back", floats(3, 4), (x) =>
    reshape(mul(reshape(x, [-1, 4]), 2), [-1, 12]),
  ),
  line(["permute", "contiguous"], "turned round", floats(3, 4), (x) => contiguous(permute(x, [2, 0, 1]))),
  line("clone", "and to", floats(3), (x) => clone(x)),
  line("expand", "along a new axis", floats(1, 3), (x) => expand(x, [x.shape[0] as number, 4, 3])),
  line("expand", "to the batch", floats(3), (x) =>
    add(expand(mul(slice(x, 0, 0, 1), 2), [x.shape[0] as number, 3]), 1),
  ),
  line("slice", "a part", floats(5, 4), (x) => slice(x, 1, 1, 4)),
  line("slice", "with a step, and backwards", floats(7), (x) => [
    slice(x, 1, 1, undefined, 2),
    flip(x, 1),
    slice(x, 1, -2, 0, -3),
  ]),
  line("slice", "one row of the batch", floats(5), (x) => select(x, 0, 0)),
  line("slice", "the batch backwards", floats(5), (x) => flip(x, 0)),
  line("slice", "halves of a doubled batch", floats(5), (x) => {
    const both = concat([x, neg(x)], 0);
    const batch = x.shape[0] as number;
    return [slice(both, 0, 0, batch), slice(both, 0, batch, 2 * batch)];
  }),
  line("concat", "of three", two(3), (x, y) => concat([x, y, mul(x, 3)], 1)),
  line("concat", "with a constant of the batch's extent", floats(3), (x) =>
    concat([full([x.shape[0] as number, 2], 7), x], 1),
  ),
  line(["unslice"], "with a step and without", floats(3), (x) => [
    vjp((y) => slice(y, 1, 1, 7, 2), zeros([x.shape[0] as number, 8]))[1](x)[0] as Tensor,
    vjp((y) => slice(y, 1, 2, 5), zeros([x.shape[0] as number, 8]))[1](x)[0] as Tensor,
  ]),
  line("indexSelect", "columns", floats(5), (x) => indexSelect(x, 1, tensor(Int32Array.of(4, 0, 0)))),
  line("indexSelect", "nearest neighbours", floats(2, 3, 2), (x) => upsampleNearest(x, { scaleFactor: 2 })),
  line("indexAdd", "along an axis", floats(3, 2), (x) =>
    indexAdd(zeros([x.shape[0] as number, 4, 2]), 1, tensor(Int32Array.of(3, 0, 3)), x),
  ),
  line("gather", "along an axis", floats(5), (x) => gather(x, 1, argsort(x))),
  line("gather", "booleans", floats(5), (x) => gather(bools(x), 1, argsort(x))),
  line("scatterAdd", "one-hot rows", integers(6, 3), (x) => oneHot(x, 6)),
  line("scatterAdd", "of floats, several to one place", floats(5), (x) =>
    scatterAdd(mul(x, 0), 1, cast(bools(x), "int32"), x),
  ),
  line("embedding", "rows of a table", integers(6, 3), (x) => embedding(weight(6, 4), x)),
  line("concat", "margins of all kinds", floats(2, 4), (x) => [
    pad(x, [1, 2]),
    pad(x, [2, 1], { mode: "reflect" }),
    pad(x, [2, 1], { mode: "circular" }),
  ]),
];

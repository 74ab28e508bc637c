/** The same elements laid out in memory in different ways: what a view sees must not depend on it. */
import { permute, slice, type Tensor, tensor } from "@gradus/tensor";
import type { Input } from "./op-case.ts";

/** How a tensor's elements lie. */
export type Layout = "contiguous" | "permuted" | "sliced" | "reversed";

/** All layouts. */
export const layouts: readonly Layout[] = ["contiguous", "permuted", "sliced", "reversed"];

/** A leaf-less float64 tensor with these elements, laid out as asked. */
export function laidOut(
  { shape, data }: Input,
  layout: Layout,
  dtype: "float32" | "float64" = "float64",
): Tensor {
  const x = tensor(Float64Array.from(data), { shape, dtype });
  if (shape.length === 0 || x.size === 0 || layout === "contiguous") return x;
  if (layout === "permuted") {
    const order = [...shape.keys()].reverse();
    const copied = permute(x, order);
    return permute(tensor(Float64Array.from(copied.dataSync()), { shape: copied.shape, dtype }), order);
  }
  if (layout === "reversed") {
    const flipped = slice(x, 0, undefined, undefined, -1);
    return slice(
      tensor(Float64Array.from(flipped.dataSync()), { shape, dtype }),
      0,
      undefined,
      undefined,
      -1,
    );
  }
  // Every other row of a tensor twice as long.
  const rows = shape[0] as number;
  const width = data.length / rows;
  const wide = Float64Array.from({ length: 2 * data.length }, (_, i) => {
    const row = Math.floor(i / width);
    return row % 2 === 0 ? (data[(row / 2) * width + (i % width)] as number) : 99;
  });
  return slice(tensor(wide, { shape: [2 * rows, ...shape.slice(1)], dtype }), 0, 0, 2 * rows, 2);
}

/** The largest elements of cells: windows whose size follows from how many there are to be. */
import { concat, max, slice, type Tensor } from "@gradus/tensor";
import { checkSizes } from "../layer.ts";

/** Pools the last axes, one after the other, to the given extents; `null` leaves an axis as it is. */
export function adaptiveMaxPool(layer: string, x: Tensor, outputSize: readonly (number | null)[]): Tensor {
  const rank = outputSize.length;
  if (x.rank !== rank + 1 && x.rank !== rank + 2)
    throw new RangeError(
      `${layer}: the input has shape [${x.shape.join(", ")}], ${x.rank} axes; it must have ${rank + 1} or ${rank + 2}: ` +
        `[N, C, ${rank === 1 ? "L" : "H, W"}], or the same without N`,
    );
  // The last axis first: of equal elements the first in row-major order then takes the gradient, as in max pooling.
  return outputSize.reduceRight<Tensor>((y, count, i) => {
    if (count === null) return y;
    checkSizes(layer, { outputSize: count });
    return largestOfCells(layer, y, i - rank, count);
  }, x);
}

function largestOfCells(layer: string, x: Tensor, axis: number, count: number): Tensor {
  const at = x.rank + axis;
  const extent = x.shape[at] as number;
  if (extent === 0)
    throw new RangeError(`${layer}: an input of shape [${x.shape.join(", ")}] has nothing to pool`);
  const cells = Array.from({ length: count }, (_, i) => {
    const [start, end] = [Math.floor((i * extent) / count), Math.ceil(((i + 1) * extent) / count)];
    return max(slice(x, at, start, end), at, true).values;
  });
  return concat(cells, at);
}

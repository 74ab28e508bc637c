/** The inputs of the two calls that are compared: of different batches, and with different elements. */
import { add, indexSelect, mul, noGrad, type Tensor, tensor } from "@gradus/tensor";
import type { Batches } from "./trace/extent.ts";

/** Which axis of each input is the batch, `null` where none is. */
export type BatchAxes = readonly (number | null)[];

/** Inputs for two calls. */
export interface Examples {
  readonly first: readonly Tensor[];
  readonly second: readonly Tensor[];
  readonly batches: Batches;
}

/** The axes of the batch, as numbers from 0. Throws unless inputs have them, of one extent. */
export function batchAxesOf(inputs: readonly Tensor[], asked: boolean | BatchAxes): BatchAxes {
  if (asked === false) return inputs.map(() => null);
  const axes = asked === true ? inputs.map(({ rank }) => (rank === 0 ? null : 0)) : asked;
  if (axes.length !== inputs.length)
    throw new RangeError(
      `exportOnnx: dynamicBatch names ${axes.length} axes for ${inputs.length} inputs; give one for each, null for none`,
    );
  const normal = axes.map((axis, i) => {
    const { rank, shape } = inputs[i] as Tensor;
    if (axis === null) return null;
    const place = axis < 0 ? axis + rank : axis;
    if (Number.isInteger(place) && place >= 0 && place < rank) return place;
    throw new RangeError(
      `exportOnnx: dynamicBatch names axis ${axis} of input ${i}, whose shape is [${shape.join(", ")}]`,
    );
  });
  const extents = normal.flatMap((axis, i) => (axis === null ? [] : [inputs[i]?.shape[axis] as number]));
  if (new Set(extents).size > 1 || extents.includes(0))
    throw new RangeError(
      `exportOnnx: inputs have batches of ${extents.join(", ")}; they must be equal and not empty. If the batch is not axis 0 of ` +
        "each input, name its axes: dynamicBatch: [0, null]",
    );
  return normal;
}

/** Batches of 2 and 3: not 1, which would stretch where a batch must not, and not large, for nothing is gained by that. */
const BATCHES: Batches = { first: 2, second: 3 };

/** Rows of the given inputs, in two batches. Without a batch, both calls get as many. */
export function examplesOf(inputs: readonly Tensor[], axes: BatchAxes): Examples {
  const isDynamic = axes.some((axis) => axis !== null);
  const batches = isDynamic ? BATCHES : { first: 1, second: 1 };
  return noGrad(() => ({
    first: inputs.map((x, i) => rowsOf(x, axes[i] ?? null, batches.first, 0)),
    second: inputs.map((x, i) => moved(rowsOf(x, axes[i] ?? null, batches.second, 1))),
    batches,
  }));
}

/** `count` rows from row `start` on, and again from the first; without an axis all there is. A copy: no two inputs are one. */
function rowsOf(x: Tensor, axis: number | null, count: number, start: number): Tensor {
  if (axis === null) return x.clone();
  const rows = x.shape[axis] as number;
  const index = Int32Array.from({ length: count }, (_, i) => (start + i) % rows);
  return indexSelect(x, axis, tensor(index, { device: x.device }));
}

/** Other elements, in the same range. Whole numbers may be indices, of which nobody knows which are good. */
function moved(x: Tensor): Tensor {
  return x.dtype.startsWith("float") ? add(mul(x, 0.875), 0.0625) : x;
}

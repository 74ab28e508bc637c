/** Images brought to another size: smaller by averaging, larger by repeating. */
import { fromTypedArray } from "../create.ts";
import { apply } from "../engine/apply.ts";
import { show, sizeOf } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { indexSelectOp } from "./index.ts";
import { concat } from "./join.ts";
import { requireTensor } from "./pointwise.ts";
import { avgPool2d } from "./pool.ts";
import { mean } from "./reduce.ts";
import { toFloat } from "./reduction.ts";
import { slice } from "./slice.ts";
import { perAxis, spatialSize } from "./window.ts";

/**
 * The average of each cell of a grid laid over an image: cell i of an axis covers `⌊i·in/out⌋` to `⌈(i + 1)·in/out⌉`, so
 * that cells may overlap by one. `[N, C, H, W]` or `[C, H, W]` → `[N, C, out_h, out_w]`; a size of `null` stays as it is.
 * `adaptiveAvgPool2d(x, 1)` averages over the whole image.
 *
 * @throws RangeError if a size is below 1, or there is nothing to average
 */
export function adaptiveAvgPool2d(
  x: Tensor,
  outputSize: number | null | readonly [number | null, number | null],
): Tensor {
  const name = "adaptiveAvgPool2d";
  const size = spatialSize(name, x, 2);
  const asked = typeof outputSize === "number" || outputSize === null ? [outputSize, outputSize] : outputSize;
  const out = perAxis(
    name,
    "the output size",
    asked.map((each, i) => each ?? (size[i] as number)),
    2,
    1,
  );
  if (sizeOf(size) === 0)
    throw new RangeError(`${name}: an image of size ${show(size)} has no elements to average`);
  const [kh, kw] = size.map((extent, i) => extent / (out[i] as number)) as [number, number];
  if (Number.isInteger(kh) && Number.isInteger(kw)) return avgPool2d(x, [kh, kw]);
  return out.reduce((y, count, i) => averageCells(y, i - 2, count), toFloat(x));
}

function averageCells(x: Tensor, axis: number, count: number): Tensor {
  const extent = x.shape.at(axis) as number;
  const cells = Array.from({ length: count }, (_, i) => {
    const [start, end] = [Math.floor((i * extent) / count), Math.ceil(((i + 1) * extent) / count)];
    return mean(slice(x, axis, start, end), axis, true);
  });
  return concat(cells, axis);
}

/** How large the result is: one of the two. */
export interface UpsampleOptions {
  /** The extents of the spatial axes, or one for all. */
  readonly size?: number | readonly number[] | undefined;
  /** How many times larger each spatial axis becomes, or one number for all. Need not be whole. */
  readonly scaleFactor?: number | readonly number[] | undefined;
}

/**
 * Each element repeated until the spatial axes have the wanted size: `y[n, c, i, ...] = x[n, c, ⌊i·in/out⌋, ...]`, or with a
 * scale factor `x[n, c, ⌊i/scale⌋, ...]` and `out = ⌊in·scale⌋`. `[N, C, L]` → `[N, C, out]`, `[N, C, H, W]` → `[N, C, out_h,
 * out_w]`, and so on. PyTorch: `interpolate` with mode "nearest". An element's gradient is the sum over its copies.
 *
 * @throws RangeError unless one of `size` and `scaleFactor` is given and makes every axis at least 1 long
 */
export function upsampleNearest(x: Tensor, { size, scaleFactor }: UpsampleOptions): Tensor {
  requireTensor("upsampleNearest", x);
  const spatial = x.shape.slice(2);
  if (spatial.length === 0 || spatial.includes(0))
    throw new RangeError(
      `upsampleNearest: the input has shape ${show(x.shape)}; it must be [N, C, ...] with spatial axes that are not empty`,
    );
  if ((size === undefined) === (scaleFactor === undefined))
    throw new RangeError(
      `upsampleNearest: size is ${size}, scaleFactor ${scaleFactor}; give one of them, and not both`,
    );
  const given = size ?? scaleFactor ?? 1;
  const numbers = typeof given === "number" ? spatial.map(() => given) : given;
  const out = numbers.map((each, i) => (size === undefined ? Math.floor((spatial[i] ?? 0) * each) : each));
  if (out.length !== spatial.length || out.some((extent) => !Number.isInteger(extent) || extent < 1))
    throw new RangeError(
      `upsampleNearest: ${show(numbers)} would make ${show(out)} of the ${spatial.length} spatial axes ${show(spatial)}; ` +
        "give one number for each, so that each is at least 1 long",
    );
  return out.reduce((y, extent, i) => {
    const source = spatial[i] as number;
    const from = (at: number): number =>
      size === undefined ? Math.floor(at / (numbers[i] as number)) : Math.floor((at * source) / extent);
    const index = Int32Array.from({ length: extent }, (_, at) => Math.min(from(at), source - 1));
    const places = fromTypedArray(index, [extent], { dtype: "int32", device: x.device });
    return apply(indexSelectOp, [y, places], { axis: i + 2 });
  }, x);
}

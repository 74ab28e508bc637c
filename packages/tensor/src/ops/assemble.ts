/** Tensors put together and taken apart, repeated and turned round: all made of `concat`, `slice` and `expand`. */
import { normalizeAxes, normalizeAxis, sameShape, show } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { unsqueeze } from "./axes.ts";
import { concat } from "./join.ts";
import { select, slice } from "./slice.ts";
import { expand, reshape } from "./stretch.ts";

/**
 * Tensors of one shape side by side along a new axis: n of `[2, 3]` → `[n, 2, 3]` for axis 0.
 *
 * @throws RangeError if shapes differ
 */
export function stack(parts: readonly Tensor[], axis = 0): Tensor {
  const [first] = parts;
  if (first === undefined) throw new RangeError("stack: no tensors; give at least one");
  const odd = parts.find((part) => !sameShape(part.shape, first.shape));
  if (odd !== undefined)
    throw new RangeError(
      `stack: shapes ${show(first.shape)} and ${show(odd.shape)} differ; make them equal, or join them with concat`,
    );
  const normal = normalizeAxis("stack", axis, first.rank + 1);
  return concat(
    parts.map((part) => unsqueeze(part, normal)),
    normal,
  );
}

/**
 * Parts along an axis, views: each of the given size (the last may be shorter), or of the sizes in a list.
 *
 * @throws RangeError if sizes do not add up to the axis
 */
export function split(x: Tensor, size: number | readonly number[], axis = 0): Tensor[] {
  const normal = normalizeAxis("split", axis, x.rank);
  const extent = x.shape[normal] as number;
  const sizes = typeof size === "number" ? equalSizes(extent, size) : size;
  const total = sizes.reduce((sum, each) => sum + each, 0);
  if (total !== extent || sizes.some((each) => !Number.isInteger(each) || each < 0))
    throw new RangeError(
      `split: sizes ${show(sizes)} for axis ${normal} of extent ${extent}; give whole numbers that add up to ${extent}`,
    );
  let start = 0;
  return sizes.map((each) => {
    start += each;
    return slice(x, normal, start - each, start);
  });
}

function equalSizes(extent: number, size: number): number[] {
  if (!Number.isInteger(size) || size < 1)
    throw new RangeError(`split: parts of size ${size}; the size must be a whole number from 1`);
  const count = Math.max(1, Math.ceil(extent / size));
  return Array.from({ length: count }, (_, i) => Math.min(size, extent - i * size));
}

/** At most n parts of equal size along an axis, views. As in PyTorch the last may be shorter, and there may be fewer. */
export function chunk(x: Tensor, n: number, axis = 0): Tensor[] {
  if (!Number.isInteger(n) || n < 1)
    throw new RangeError(`chunk: ${n} parts; their number must be a whole number from 1`);
  const extent = x.shape[normalizeAxis("chunk", axis, x.rank)] as number;
  return split(x, Math.max(1, Math.ceil(extent / n)), axis);
}

/** The slices along an axis, which is dropped: n views of `[2, 3]` out of `[n, 2, 3]`. */
export function unbind(x: Tensor, axis = 0): Tensor[] {
  const normal = normalizeAxis("unbind", axis, x.rank);
  return Array.from({ length: x.shape[normal] as number }, (_, i) => select(x, normal, i));
}

/** The order along some axes (all by default) reversed: `y[i] = x[n - 1 - i]`. A view, where PyTorch copies. */
export function flip(x: Tensor, axes?: number | readonly number[]): Tensor {
  return normalizeAxes("flip", axes, x.rank).reduce(
    (part, axis) => slice(part, axis, undefined, undefined, -1),
    x,
  );
}

/**
 * Elements moved along axes; what leaves at one end enters at the other: `y[(i + shift) mod n] = x[i]`. Without axes the
 * tensor is rolled as if it were flat.
 *
 * @throws RangeError if there are not as many shifts as axes
 */
export function roll(
  x: Tensor,
  shifts: number | readonly number[],
  axes?: number | readonly number[],
): Tensor {
  const by = typeof shifts === "number" ? [shifts] : shifts;
  if (axes === undefined) {
    if (by.length === 1) return reshape(rollAxis(reshape(x, [-1]), by[0] as number, 0), x.shape);
  }
  const along = typeof axes === "number" ? [axes] : (axes ?? []);
  if (by.length !== along.length)
    throw new RangeError(`roll: shifts ${show(by)} for axes ${show(along)}; give one shift for each axis`);
  return along.reduce(
    (part, axis, i) => rollAxis(part, by[i] as number, normalizeAxis("roll", axis, x.rank)),
    x,
  );
}

function rollAxis(x: Tensor, shift: number, axis: number): Tensor {
  if (!Number.isInteger(shift)) throw new RangeError(`roll: a shift is ${shift}; shifts are whole numbers`);
  const extent = x.shape[axis] as number;
  const cut = extent === 0 ? 0 : ((-shift % extent) + extent) % extent;
  return cut === 0 ? x : concat([slice(x, axis, cut), slice(x, axis, 0, cut)], axis);
}

/**
 * The tensor repeated along each axis: `[2, 3]` with counts `[4, 2, 1]` → `[4, 4, 3]`. Counts for axes that it does not
 * have stand on the left.
 *
 * @throws RangeError if there are fewer counts than axes (see `tile`)
 */
export function repeat(x: Tensor, counts: readonly number[]): Tensor {
  if (counts.length < x.rank || counts.some((count) => !Number.isInteger(count) || count < 0))
    throw new RangeError(
      `repeat: counts ${show(counts)} for shape ${show(x.shape)}; give a whole number for each axis, or use tile`,
    );
  const shape = [...new Array<number>(counts.length - x.rank).fill(1), ...x.shape];
  // [n, m] → [1, n, 1, m] → [4, n, 2, m] → [4n, 2m]: stretching is free, joining copies once.
  const apart = reshape(
    x,
    shape.flatMap((extent) => [1, extent]),
  );
  const stretched = expand(
    apart,
    shape.flatMap((extent, i) => [counts[i] as number, extent]),
  );
  return reshape(
    stretched,
    shape.map((extent, i) => extent * (counts[i] as number)),
  );
}

/** `repeat`, where missing counts on the left are 1: `tile(x, [2])` repeats along the last axis. */
export function tile(x: Tensor, counts: readonly number[]): Tensor {
  return repeat(x, [...new Array<number>(Math.max(0, x.rank - counts.length)).fill(1), ...counts]);
}

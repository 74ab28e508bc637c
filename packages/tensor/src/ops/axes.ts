/** Axes added, dropped, joined and moved: views where memory allows it. */
import { normalizeAxes, normalizeAxis, type Shape, show, sizeOf } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { permute, reshape } from "./stretch.ts";

/**
 * A new axis of extent 1 at place `axis` of the result, a view: `[2, 3]` → `[2, 1, 3]` for axis 1.
 *
 * @throws RangeError if the result has no such axis
 */
export function unsqueeze(x: Tensor, axis: number): Tensor {
  const normal = normalizeAxis("unsqueeze", axis, x.rank + 1);
  return reshape(x, x.shape.toSpliced(normal, 0, 1));
}

/** Without axes of extent 1, a view: all such axes, or those named that have extent 1 (others stay, as in PyTorch). */
export function squeeze(x: Tensor, axes?: number | readonly number[]): Tensor {
  const named = normalizeAxes("squeeze", axes, x.rank);
  return reshape(
    x,
    x.shape.filter((extent, i) => extent !== 1 || !named.includes(i)),
  );
}

/** The axes from `start` to `end` (included) as one; by default all. A scalar becomes `[1]`. */
export function flatten(x: Tensor, start = 0, end = -1): Tensor {
  if (x.rank === 0) return reshape(x, [1]);
  const [from, to] = [normalizeAxis("flatten", start, x.rank), normalizeAxis("flatten", end, x.rank)];
  if (from > to)
    throw new RangeError(
      `flatten: axis ${start} of ${show(x.shape)} comes after axis ${end}; the first must come first`,
    );
  const joined = sizeOf(x.shape.slice(from, to + 1));
  return reshape(x, x.shape.toSpliced(from, to - from + 1, joined));
}

/**
 * One axis as several, a view: `[6, 4]` → `[2, 3, 4]` for axis 0 and extents `[2, 3]`. One extent may be -1.
 *
 * @throws RangeError if the extents do not multiply to that of the axis
 */
export function unflatten(x: Tensor, axis: number, extents: Shape): Tensor {
  const normal = normalizeAxis("unflatten", axis, x.rank);
  const whole = x.shape[normal] as number;
  const known = sizeOf(extents.filter((extent) => extent !== -1));
  const parts = extents.map((extent) => (extent === -1 ? whole / known : extent));
  if (sizeOf(parts) !== whole || !parts.every(Number.isInteger))
    throw new RangeError(
      `unflatten: axis ${normal} of ${show(x.shape)} has extent ${whole}, which is not the product of ${show(extents)}; ` +
        "at most one of them may be -1",
    );
  return reshape(x, x.shape.toSpliced(normal, 1, ...parts));
}

/**
 * Axes moved from their places to others, a view; the rest keep their order: `movedim(x, 1, -1)` is channels last.
 *
 * @throws RangeError if the two lists differ in length or name an axis twice
 */
export function movedim(
  x: Tensor,
  source: number | readonly number[],
  destination: number | readonly number[],
): Tensor {
  const list = (axes: number | readonly number[]) =>
    (typeof axes === "number" ? [axes] : axes).map((axis) => normalizeAxis("movedim", axis, x.rank));
  const [from, to] = [list(source), list(destination)];
  if (from.length !== to.length || new Set(from).size !== from.length || new Set(to).size !== to.length)
    throw new RangeError(
      `movedim: from axes ${show(from)} to ${show(to)}; name as many places as axes, each once`,
    );
  const rest = [...x.shape.keys()].filter((axis) => !from.includes(axis));
  const order = [...x.shape.keys()].map((place) => {
    const i = to.indexOf(place);
    return (i === -1 ? rest.shift() : from[i]) as number;
  });
  return permute(x, order);
}

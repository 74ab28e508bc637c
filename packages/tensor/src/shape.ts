/** Arithmetic on shapes: sizes, strides, broadcasting, axes. Pure functions; errors name both shapes. */

/** The extents of a tensor's axes. Never changed once made. */
export type Shape = readonly number[];

/** How many elements a tensor of this shape has; 1 for the empty shape of a scalar. */
export function sizeOf(shape: Shape): number {
  let size = 1;
  for (let i = 0; i < shape.length; i++) size *= shape[i] as number;
  return size;
}

/** Strides of a row-major layout, in elements: `[2, 3, 4]` → `[12, 4, 1]`. */
export function contiguousStrides(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    strides[i] = stride;
    stride *= shape[i] as number;
  }
  return strides;
}

/** Whether elements lie one after the other in row-major order. Axes of extent 1 may have any stride. */
export function isContiguous(shape: Shape, strides: Shape): boolean {
  let expected = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    const extent = shape[i] as number;
    if (extent === 0) return true;
    if (extent !== 1 && strides[i] !== expected) return false;
    expected *= extent;
  }
  return true;
}

/** Whether two shapes are the same. */
export function sameShape(a: Shape, b: Shape): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** A shape in brackets, for messages: `[2, 3]`. */
export function show(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}

/**
 * The shape that two shapes broadcast to (NumPy's rule): aligned at the right, equal extents stay, an extent of 1 or a
 * missing one stretches.
 *
 * @param name who asks, for the message
 * @throws RangeError if some extents differ and neither is 1
 */
export function broadcastShapes(name: string, a: Shape, b: Shape): Shape {
  if (sameShape(a, b)) return a;
  if (b.length === 0) return a;
  if (a.length === 0) return b;
  const rank = Math.max(a.length, b.length);
  const result = new Array<number>(rank);
  for (let i = 1; i <= rank; i++) {
    const m = a[a.length - i] ?? 1;
    const n = b[b.length - i] ?? 1;
    if (m !== n && m !== 1 && n !== 1)
      throw new RangeError(
        `${name}: shapes ${show(a)} and ${show(b)} do not broadcast: axis ${-i} has ${m} and ${n}; ` +
          "make them equal, or one of them 1 (reshape, unsqueeze)",
      );
    result[rank - i] = m === 1 ? n : m;
  }
  return result;
}

/** Strides with which a tensor reads as if it had the wider shape: 0 along every axis that stretches. */
export function broadcastStrides(shape: Shape, strides: Shape, target: Shape): number[] {
  const result = new Array<number>(target.length).fill(0);
  for (let i = 1; i <= shape.length; i++) {
    const extent = shape[shape.length - i] as number;
    if (extent !== 1) result[target.length - i] = strides[shape.length - i] as number;
  }
  return result;
}

/**
 * Strides with which the same elements, in the same order, read as `target`, or `null` where only a copy can: axes may be
 * split anywhere, but joined only where they lie one after the other in memory. Both shapes have the same size.
 */
export function viewStrides(shape: Shape, strides: Shape, target: Shape): number[] | null {
  if (sizeOf(shape) === 0) return contiguousStrides(target);
  const runs: { extent: number; stride: number }[] = [];
  shape.forEach((extent, i) => {
    const stride = strides[i] as number;
    const left = runs.at(-1);
    if (extent === 1) return;
    if (left?.stride === extent * stride) {
      left.extent *= extent;
      left.stride = stride;
    } else {
      runs.push({ extent, stride });
    }
  });
  const result = new Array<number>(target.length);
  let run = { extent: 1, stride: 1 };
  for (let i = target.length - 1; i >= 0; i--) {
    const extent = target[i] as number;
    if (run.extent === 1 && extent !== 1) run = runs.pop() as typeof run;
    if (run.extent % extent !== 0) return null;
    result[i] = run.stride;
    run = { extent: run.extent / extent, stride: run.stride * extent };
  }
  return result;
}

/**
 * An axis as a number from 0: -1 is the last.
 *
 * @throws RangeError if there is no such axis
 */
export function normalizeAxis(name: string, axis: number, rank: number): number {
  const normal = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(axis) || normal < 0 || normal >= rank)
    throw new RangeError(
      `${name}: axis ${axis} of a tensor with ${rank} axes; axes go from ${-rank} to ${rank - 1}`,
    );
  return normal;
}

/** Axes as sorted numbers from 0, each once; all of them if none is named. */
export function normalizeAxes(
  name: string,
  axes: number | readonly number[] | undefined,
  rank: number,
): number[] {
  if (axes === undefined) return Array.from({ length: rank }, (_, i) => i);
  const list = (typeof axes === "number" ? [axes] : axes).map((axis) => normalizeAxis(name, axis, rank));
  const sorted = [...new Set(list)].sort((a, b) => a - b);
  if (sorted.length !== list.length)
    throw new RangeError(`${name}: axes ${show(list)} name one axis twice; name each axis once`);
  return sorted;
}

/** The shape after a reduction over `axes` (sorted, from 0). */
export function reducedShape(shape: Shape, axes: readonly number[], keepdim: boolean): number[] {
  if (keepdim) return shape.map((extent, i) => (axes.includes(i) ? 1 : extent));
  return shape.filter((_, i) => !axes.includes(i));
}

/** The axes along which a tensor of `shape` was stretched to `target`, from 0 in `target`. */
export function stretchedAxes(shape: Shape, target: Shape): number[] {
  const lead = target.length - shape.length;
  const axes: number[] = [];
  for (let i = 0; i < target.length; i++) {
    if (i < lead || (shape[i - lead] === 1 && target[i] !== 1)) axes.push(i);
  }
  return axes;
}

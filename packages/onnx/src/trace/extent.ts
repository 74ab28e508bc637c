/** Extents of axes that may depend on the batch. */
import type { Shape } from "@gradus/tensor";

/** An extent that is not the same for every batch: `times` the batch's, or `null` for anything else. */
export interface Dynamic {
  readonly times: number | null;
  /** What it was in the two calls, if it is that of a tensor. */
  readonly sizes?: readonly [number, number];
}

/** The extent of an axis. */
export type Extent = number | Dynamic;

/** The batch sizes of two calls; the same one twice if the batch is fixed. */
export interface Batches {
  readonly first: number;
  readonly second: number;
}

/** An extent from what it was with two batches. */
export function extentOf(a: number, b: number, { first, second }: Batches): Extent {
  if (a === b) return a;
  const times = a / first;
  return { times: Number.isInteger(times) && times * second === b ? times : null, sizes: [a, b] };
}

/** A shape likewise. Both have the same number of axes. */
export function extentsOf(a: Shape, b: Shape, batches: Batches): Extent[] {
  return a.map((extent, axis) => extentOf(extent, b[axis] as number, batches));
}

/** Whether two extents are the same for every batch. */
export function sameExtent(a: Extent, b: Extent): boolean {
  if (typeof a === "number" || typeof b === "number") return a === b;
  return a.times !== null && a.times === b.times;
}

/** A shape in brackets, for messages. */
export function showExtents(extents: readonly Extent[]): string {
  const show = (extent: Extent) => {
    if (typeof extent === "number") return String(extent);
    if (extent.times === null) return "?";
    return extent.times === 1 ? "batch" : `${extent.times}·batch`;
  };
  return `[${extents.map(show).join(", ")}]`;
}

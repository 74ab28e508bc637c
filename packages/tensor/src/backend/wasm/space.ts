/**
 * Where in linear memory there is room. Sizes are rounded up to classes, four for each power of two; what is given back is
 * kept in a list for its class and given out again as it is. What was never given out is cut from gaps, and from the end.
 */

/** Kernels may read and write this many bytes beyond the end of a block. */
const PADDING = 64;
const SMALLEST = 8;

/** A stretch of free memory. */
interface Gap {
  start: number;
  readonly end: number;
}

/** The class of a size: the smallest one that holds it. */
export function classOf(bytes: number): number {
  const power = Math.max(SMALLEST, 31 - Math.clz32(Math.max(1, bytes - 1)));
  const quarter = Math.max(0, Math.ceil(bytes / 2 ** (power - 2)) - 4);
  return 4 * power + quarter;
}

/** Bytes that a block of a class takes up. */
export function bytesOfClass(sizeClass: number): number {
  return 2 ** ((sizeClass >> 2) - 2) * (4 + (sizeClass & 3)) + PADDING;
}

/** Free memory from `base` on. */
export class Space {
  readonly #base: number;
  readonly #lists: number[][] = Array.from({ length: 4 * 33 }, () => []);
  #gaps: Gap[] = [];
  #end: number;

  constructor(base: number) {
    this.#base = base;
    this.#end = base;
  }

  /** The end of what was given out. */
  get end(): number {
    return this.#end;
  }

  /** A pointer to a block, from below the end; -1 if there is none. */
  take(sizeClass: number): number {
    const pointer = (this.#lists[sizeClass] as number[]).pop();
    if (pointer !== undefined) return pointer;
    const bytes = bytesOfClass(sizeClass);
    for (const gap of this.#gaps) {
      if (gap.end - gap.start < bytes) continue;
      gap.start += bytes;
      return gap.start - bytes;
    }
    return -1;
  }

  /** A pointer to a block beyond the end, which moves. The caller has seen to it that memory reaches so far. */
  extend(sizeClass: number): number {
    const pointer = this.#end;
    this.#end += bytesOfClass(sizeClass);
    return pointer;
  }

  /** Takes a block back. */
  give(pointer: number, sizeClass: number): void {
    (this.#lists[sizeClass] as number[]).push(pointer);
  }

  /** Starts anew: only these blocks are taken, in order of their pointers; all between them is one gap again. */
  rebuild(taken: readonly { readonly pointer: number; readonly sizeClass: number }[]): void {
    for (const list of this.#lists) list.length = 0;
    this.#gaps = [];
    this.#end = this.#base;
    for (const { pointer, sizeClass } of taken) {
      if (pointer > this.#end) this.#gaps.push({ start: this.#end, end: pointer });
      this.#end = pointer + bytesOfClass(sizeClass);
    }
  }
}

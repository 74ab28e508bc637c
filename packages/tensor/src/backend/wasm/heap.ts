/** Linear memory seen as typed arrays. */
import { bytesOf, type DType, type TypedArray } from "../../dtype.ts";
import { type LinearMemory, MAX_PAGES, PAGE } from "./engine.ts";

type Views = {
  readonly bool: Uint8Array;
  readonly int32: Int32Array;
  readonly float32: Float32Array;
  readonly float64: Float64Array;
};

/** A memory that grows, and arrays on it: keep none of them, they end when it grows. */
export class Heap {
  #memory: LinearMemory;
  #views: Views;

  constructor(memory: LinearMemory) {
    this.#memory = memory;
    this.#views = viewsOf(memory.buffer);
  }

  /** Makes sure that there are bytes up to `end`. False if the system has no more. */
  reach(end: number): boolean {
    const { byteLength } = this.#memory.buffer;
    if (end <= byteLength) return true;
    const needed = Math.ceil((end - byteLength) / PAGE);
    // A quarter more than asked, so that a growing pool seldom asks.
    const present = byteLength / PAGE;
    const generous = Math.min(Math.max(needed, present >> 2), MAX_PAGES - present);
    return this.#grow(Math.max(generous, needed)) || this.#grow(needed);
  }

  #grow(pages: number): boolean {
    try {
      this.#memory.grow(pages);
    } catch {
      return false;
    }
    this.#views = viewsOf(this.#memory.buffer);
    return true;
  }

  /** Goes on in another memory: all bytes from `start` on are copied to where they were. False if it has no room. */
  moveTo(memory: LinearMemory, start: number): boolean {
    const bytes = new Uint8Array(this.#memory.buffer, start);
    const target = new Heap(memory);
    if (!target.reach(this.#memory.buffer.byteLength)) return false;
    new Uint8Array(memory.buffer, start).set(bytes);
    this.#memory = memory;
    this.#views = viewsOf(memory.buffer);
    return true;
  }

  /** The elements at a pointer. */
  view(dtype: DType, pointer: number, length: number): TypedArray {
    const start = pointer / bytesOf(dtype);
    return this.#views[dtype].subarray(start, start + length);
  }

  /** A copy of the elements at a pointer. */
  copy(dtype: DType, pointer: number, length: number): TypedArray {
    const start = pointer / bytesOf(dtype);
    return this.#views[dtype].slice(start, start + length);
  }

  /** Copies elements to a pointer. */
  write(dtype: DType, pointer: number, elements: TypedArray): void {
    this.#views[dtype].set(elements, pointer / bytesOf(dtype));
  }
}

function viewsOf(buffer: ArrayBuffer | SharedArrayBuffer): Views {
  return {
    bool: new Uint8Array(buffer),
    int32: new Int32Array(buffer),
    float32: new Float32Array(buffer),
    float64: new Float64Array(buffer),
  };
}

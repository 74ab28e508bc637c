/** Memory of the cpu backend: plain typed arrays, which the garbage collector owns. */
import type { DType, TypedArray } from "../../dtype.ts";
import type { Storage, View } from "../backend.ts";

/** A block of elements in a typed array. */
export class CpuStorage implements Storage {
  readonly device = "cpu";
  readonly dtype: DType;
  readonly array: TypedArray;
  version = 0;

  constructor(dtype: DType, array: TypedArray) {
    this.dtype = dtype;
    this.array = array;
  }

  get length(): number {
    return this.array.length;
  }
}

/** The array behind a view. */
export function arrayOf({ storage }: View): TypedArray {
  return (storage as CpuStorage).array;
}

/** The elements of a contiguous view. */
export function elements({ storage, shape, offset }: View): TypedArray {
  let size = 1;
  for (const extent of shape) size *= extent;
  const { array } = storage as CpuStorage;
  return offset === 0 && array.length === size ? array : array.subarray(offset, offset + size);
}

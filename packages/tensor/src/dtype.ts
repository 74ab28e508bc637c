/** The types that elements can have, and what comes of mixing them. */

/** Element types, from the narrowest to the widest: mixing two gives the wider. */
export const dtypes: readonly DType[] = ["bool", "int32", "float32", "float64"];

/** The type of a tensor's elements. */
export type DType = "bool" | "int32" | "float32" | "float64";

/** The arrays that elements lie in; booleans are bytes, 0 or 1. */
export type TypedArray = Float32Array | Float64Array | Int32Array | Uint8Array;

const constructors: {
  readonly [name in DType]: {
    readonly BYTES_PER_ELEMENT: number;
    new (length: number): TypedArray;
    new (elements: ArrayLike<number>): TypedArray;
  };
} = { bool: Uint8Array, int32: Int32Array, float32: Float32Array, float64: Float64Array };

/** A new array of zeros. */
export function allocate(dtype: DType, length: number): TypedArray {
  return new constructors[dtype](length);
}

/** A new array with these elements. */
export function arrayOf(dtype: DType, elements: ArrayLike<number>): TypedArray {
  if (dtype === "bool") return Uint8Array.from(elements, (x) => (x === 0 ? 0 : 1));
  if (dtype === "int32") return Int32Array.from(elements, (x) => Math.trunc(x));
  return new constructors[dtype](elements);
}

/** Bytes of one element. */
export function bytesOf(dtype: DType): number {
  return constructors[dtype].BYTES_PER_ELEMENT;
}

/** Whether elements can be differentiated. */
export function isFloat(dtype: DType): boolean {
  return dtype === "float32" || dtype === "float64";
}

/** The wider of two types: `promote("int32", "float32") = "float32"`. */
export function promote(a: DType, b: DType): DType {
  return dtypes.indexOf(a) >= dtypes.indexOf(b) ? a : b;
}

/**
 * The type that a plain number takes beside a tensor: the tensor's own where that can hold it. A fraction beside whole
 * numbers makes them `float32`, and so does a number beyond 32 bits; a whole number beside booleans makes them `int32`.
 */
export function numberType(x: number, beside: DType): DType {
  if (isFloat(beside)) return beside;
  return Object.is(x | 0, x) ? "int32" : "float32";
}

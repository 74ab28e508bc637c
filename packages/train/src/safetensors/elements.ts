/** Elements between the types of files and those of tensors. */
import type { DType, TypedArray } from "@gradus/tensor";
import { type ElementType, type Entry, elementBytes, SafetensorsError } from "./format.ts";

/** What tensors are written as. */
export const writtenAs: { readonly [dtype in DType]: ElementType } = {
  float64: "F64",
  float32: "F32",
  int32: "I32",
  bool: "BOOL",
};

/** What becomes of the types that are read. Half floats are float32 exactly; wide integers must fit. */
const readAs: { readonly [type in ElementType]: DType } = {
  F64: "float64",
  F32: "float32",
  F16: "float32",
  BF16: "float32",
  I64: "int32",
  I32: "int32",
  I16: "int32",
  I8: "int32",
  U64: "int32",
  U32: "int32",
  U16: "int32",
  U8: "int32",
  BOOL: "bool",
};

const isLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

const arrays = { float64: Float64Array, float32: Float32Array, int32: Int32Array, bool: Uint8Array } as const;

/**
 * The elements of one tensor of a file, in an array of their own.
 *
 * @throws SafetensorsError if a whole number does not fit into 32 bits, or a boolean is neither 0 nor 1
 */
export function decodeElements(
  name: string,
  { dtype, bytes }: Entry,
): { dtype: DType; elements: TypedArray } {
  const type = readAs[dtype];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = elementBytes[dtype];
  const elements = new arrays[type](bytes.length / size);
  if (isLittleEndian && dtype === writtenAs[type] && type !== "bool") {
    new Uint8Array(elements.buffer).set(bytes);
    return { dtype: type, elements };
  }
  const read = readers[dtype];
  const whole = type === "int32" || type === "bool";
  for (let i = 0; i < elements.length; i++) {
    const value = read(view, i * size);
    elements[i] = value;
    if (whole && (elements[i] !== value || (type === "bool" && value > 1)))
      throw new SafetensorsError(
        `element ${i} of "${name}" is ${value}, which is no ${type}; tensors hold whole numbers of 32 bits, and 0 or 1 as booleans`,
      );
  }
  return { dtype: type, elements };
}

const readers: { readonly [type in ElementType]: (view: DataView, at: number) => number } = {
  F64: (view, at) => view.getFloat64(at, true),
  F32: (view, at) => view.getFloat32(at, true),
  F16: (view, at) => halfToNumber(view.getUint16(at, true)),
  // The upper half of a float32.
  BF16: (view, at) => {
    scratch.setUint32(0, view.getUint16(at, true) << 16);
    return scratch.getFloat32(0);
  },
  I64: (view, at) => Number(view.getBigInt64(at, true)),
  I32: (view, at) => view.getInt32(at, true),
  I16: (view, at) => view.getInt16(at, true),
  I8: (view, at) => view.getInt8(at),
  U64: (view, at) => Number(view.getBigUint64(at, true)),
  U32: (view, at) => view.getUint32(at, true),
  U16: (view, at) => view.getUint16(at, true),
  U8: (view, at) => view.getUint8(at),
  BOOL: (view, at) => view.getUint8(at),
};

const scratch = new DataView(new ArrayBuffer(4));

/** IEEE 754 binary16: sign, 5 bits of exponent, 10 of fraction. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Elements as the bytes of a file. */
export function encodeElements(elements: TypedArray): Uint8Array {
  const bytes = new Uint8Array(elements.buffer, elements.byteOffset, elements.byteLength);
  if (isLittleEndian || elements.BYTES_PER_ELEMENT === 1) return bytes;
  const swapped = Uint8Array.from(bytes);
  for (let i = 0; i < swapped.length; i += elements.BYTES_PER_ELEMENT)
    swapped.subarray(i, i + elements.BYTES_PER_ELEMENT).reverse();
  return swapped;
}

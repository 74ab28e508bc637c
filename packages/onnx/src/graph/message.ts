/** ONNX's messages, as far as they are needed: element types, attributes, tensors. */
import type { DType, TypedArray } from "@gradus/tensor";
import proto, { type onnx as Onnx } from "onnx-proto";

/** The messages themselves; the package is CommonJS, of which only the default can be imported by name. */
export const onnx: typeof Onnx = proto.onnx;

/** Element types of a graph: those of tensors, and int64, in which ONNX wants shapes and places. */
export type ElementType = DType | "int64";

const { DataType } = onnx.TensorProto;

/** ONNX's numbers for them. */
export const dataTypes: { readonly [name in ElementType]: number } = {
  bool: DataType.BOOL,
  int32: DataType.INT32,
  int64: DataType.INT64,
  float32: DataType.FLOAT,
  float64: DataType.DOUBLE,
};

const { AttributeType } = onnx.AttributeProto;

/** An attribute of a node, without its name. */
export type Attribute = Omit<Onnx.IAttributeProto, "name">;

/** A whole number. */
export const int = (i: number): Attribute => ({ type: AttributeType.INT, i });
/** Whole numbers. */
export const ints = (values: readonly number[]): Attribute => ({
  type: AttributeType.INTS,
  ints: [...values],
});
/** A real number. */
export const float = (f: number): Attribute => ({ type: AttributeType.FLOAT, f });
/** A word. */
export const text = (s: string): Attribute => ({
  type: AttributeType.STRING,
  s: new TextEncoder().encode(s),
});
/** Words. */
export const texts = (words: readonly string[]): Attribute => ({
  type: AttributeType.STRINGS,
  strings: words.map((word) => new TextEncoder().encode(word)),
});

/** A tensor with its elements. */
export function tensorMessage(
  name: string,
  type: ElementType,
  elements: TypedArray | BigInt64Array,
  dims: readonly number[],
): Onnx.ITensorProto {
  const { buffer, byteOffset, byteLength } = elements;
  return {
    name,
    dataType: dataTypes[type],
    dims: [...dims],
    rawData: new Uint8Array(buffer, byteOffset, byteLength),
  };
}

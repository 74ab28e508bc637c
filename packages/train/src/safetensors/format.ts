/**
 * The safetensors format (Hugging Face, version 0.x): 8 bytes with the length n of the header, little endian; n bytes of
 * JSON, padded with spaces; then the elements of all tensors, without holes. The header maps names to
 * `{ dtype, shape, data_offsets: [begin, end] }`, offsets counted from the end of the header, and `__metadata__` to strings.
 * Nothing in it can be executed.
 */

/** Element types, and the bytes of one element. Floats of 8 bits and of less than a byte are not read. */
export const elementBytes = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  U16: 2,
  I16: 2,
  F16: 2,
  BF16: 2,
  U32: 4,
  I32: 4,
  F32: 4,
  U64: 8,
  I64: 8,
  F64: 8,
} as const;

/** An element type as the format calls it. */
export type ElementType = keyof typeof elementBytes;

/** One tensor of a file. */
export interface Entry {
  readonly dtype: ElementType;
  readonly shape: readonly number[];
  /** Row-major, little endian; a part of the file's own bytes. */
  readonly bytes: Uint8Array;
}

/** A file, taken apart and checked. */
export interface RawFile {
  /** By name, in the order of their bytes. */
  readonly entries: ReadonlyMap<string, Entry>;
  readonly metadata: ReadonlyMap<string, string>;
  /** The elements of all tensors. */
  readonly data: Uint8Array;
}

/** Longer headers are refused, here as by everybody else. */
export const MAX_HEADER_BYTES = 100_000_000;

/** What the header's own length takes up, and what its end is aligned to. */
export const LENGTH_BYTES = 8;

/** A file that is no safetensors file, or a broken one. */
export class SafetensorsError extends Error {
  override readonly name = "SafetensorsError";

  constructor(what: string) {
    super(`safetensors: ${what}`);
  }
}

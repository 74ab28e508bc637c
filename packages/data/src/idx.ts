import { gunzipSync } from "node:zlib";

/** The element types of the IDX format: unsigned and signed integers and floats, by their size in bits. */
export type IdxType = "u8" | "i8" | "i16" | "i32" | "f32" | "f64";

export type IdxArray = Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;

/** An n-dimensional array as an IDX file holds it: `data` in row-major order, the last axis fastest. */
export interface Idx {
  readonly shape: readonly number[];
  readonly dtype: IdxType;
  readonly data: IdxArray;
}

interface Codec {
  readonly code: number;
  readonly bytes: number;
  allocate(length: number): IdxArray;
  get(view: DataView, offset: number): number;
  set(view: DataView, offset: number, value: number): void;
}

const codecs: { readonly [Type in IdxType]: Codec } = {
  u8: {
    code: 0x08,
    bytes: 1,
    allocate: (length) => new Uint8Array(length),
    get: (view, offset) => view.getUint8(offset),
    set: (view, offset, value) => view.setUint8(offset, value),
  },
  i8: {
    code: 0x09,
    bytes: 1,
    allocate: (length) => new Int8Array(length),
    get: (view, offset) => view.getInt8(offset),
    set: (view, offset, value) => view.setInt8(offset, value),
  },
  i16: {
    code: 0x0b,
    bytes: 2,
    allocate: (length) => new Int16Array(length),
    get: (view, offset) => view.getInt16(offset),
    set: (view, offset, value) => view.setInt16(offset, value),
  },
  i32: {
    code: 0x0c,
    bytes: 4,
    allocate: (length) => new Int32Array(length),
    get: (view, offset) => view.getInt32(offset),
    set: (view, offset, value) => view.setInt32(offset, value),
  },
  f32: {
    code: 0x0d,
    bytes: 4,
    allocate: (length) => new Float32Array(length),
    get: (view, offset) => view.getFloat32(offset),
    set: (view, offset, value) => view.setFloat32(offset, value),
  },
  f64: {
    code: 0x0e,
    bytes: 8,
    allocate: (length) => new Float64Array(length),
    get: (view, offset) => view.getFloat64(offset),
    set: (view, offset, value) => view.setFloat64(offset, value),
  },
};

/**
 * Reads an array in the IDX format, gzipped or not.
 *
 * The format, all numbers big-endian: two zero bytes, one byte for the element type, one byte for the number
 * of axes, one 32-bit size per axis, then the elements in row-major order.
 *
 * @param bytes the whole file
 * @param what the name of the file, for messages
 * @throws Error where the bytes are not such a file: wrong magic, unknown type, truncated, trailing bytes,
 *   corrupt gzip; each names `what`, what was expected and what was found
 * @see Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits", section "File formats"
 */
export function readIdx(bytes: Uint8Array, what = "IDX data"): Idx {
  const content = isGzip(bytes) ? gunzip(bytes, what) : bytes;
  const { shape, dtype, start } = readHeader(content, what);
  const codec = codecs[dtype];
  const length = shape.reduce((product, size) => product * size, 1);

  // Compared before anything is allocated: a corrupt header may claim any size.
  const expected = start + length * codec.bytes;
  const claim = `[${shape.join(", ")}] of ${dtype} takes ${expected} bytes`;
  if (content.length < expected) throw new Error(`${what}: truncated: ${claim}, got ${content.length}`);
  if (content.length > expected) {
    throw new Error(`${what}: ${content.length - expected} trailing bytes: ${claim}, got ${content.length}`);
  }

  const view = viewOf(content);
  const data = codec.allocate(length);
  for (let i = 0; i < length; i++) data[i] = codec.get(view, start + i * codec.bytes);
  return { shape, dtype, data };
}

/**
 * The inverse of {@link readIdx}: the bytes of an IDX file, not gzipped.
 *
 * @throws Error where the sizes of the axes do not multiply to the number of elements
 */
export function writeIdx({ shape, dtype, data }: Idx): Uint8Array {
  const length = shape.reduce((product, size) => product * size, 1);
  if (length !== data.length) {
    throw new Error(`writeIdx: shape [${shape.join(", ")}] holds ${length} elements, got ${data.length}`);
  }
  const codec = codecs[dtype];
  const start = headerBytes(shape.length);
  const bytes = new Uint8Array(start + length * codec.bytes);
  const view = viewOf(bytes);
  view.setUint8(2, codec.code);
  view.setUint8(3, shape.length);
  shape.forEach((size, axis) => void view.setUint32(headerBytes(axis), size));
  data.forEach((value, i) => void codec.set(view, start + i * codec.bytes, value));
  return bytes;
}

function readHeader(content: Uint8Array, what: string): { shape: number[]; dtype: IdxType; start: number } {
  if (content.length < 4) {
    throw new Error(
      `${what}: truncated: an IDX file begins with 4 bytes of magic, got ${content.length} bytes`,
    );
  }
  const [zero, alsoZero, code, axes] = content as unknown as [number, number, number, number];
  const dtype = (Object.keys(codecs) as IdxType[]).find((type) => codecs[type].code === code);
  if (zero !== 0 || alsoZero !== 0 || dtype === undefined) {
    const types = Object.entries(codecs).map(([type, codec]) => `${hex(codec.code)} ${type}`);
    throw new Error(
      `${what}: wrong magic: expected 00 00, a type (${types.join(", ")}) and the number of axes, ` +
        `got ${[zero, alsoZero, code, axes].map(hex).join(" ")}; is this an IDX file?`,
    );
  }
  const start = headerBytes(axes);
  if (content.length < start) {
    throw new Error(
      `${what}: truncated: a header of ${axes} axes takes ${start} bytes, got ${content.length}`,
    );
  }
  const view = viewOf(content);
  const shape = Array.from({ length: axes }, (_, axis) => view.getUint32(headerBytes(axis)));
  return { shape, dtype, start };
}

function gunzip(bytes: Uint8Array, what: string): Uint8Array {
  try {
    return gunzipSync(bytes);
  } catch (error) {
    throw new Error(
      `${what}: corrupt gzip: expected one whole gzip stream, got ${bytes.length} bytes that end in ` +
        `"${(error as Error).message}"; download the file again`,
      { cause: error },
    );
  }
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function headerBytes(axes: number): number {
  return 4 + 4 * axes;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}

/** Tensors to bytes and back. */
import { type Device, type Tensor, tensor } from "@gradus/tensor";
import { decodeElements, encodeElements, writtenAs } from "./elements.ts";
import { type Entry, elementBytes, LENGTH_BYTES, MAX_HEADER_BYTES, SafetensorsError } from "./format.ts";
import { parse } from "./parse.ts";

/** Tensors by name. */
export type NamedTensors = Readonly<Record<string, Tensor>>;

/** A file's content. */
export interface Loaded {
  readonly tensors: Record<string, Tensor>;
  readonly metadata: Record<string, string>;
}

/**
 * Tensors as the bytes of a safetensors file, which Python's `safetensors` reads: float64 as F64, float32 as F32, int32 as
 * I32, bool as BOOL. Equal tensors give equal bytes. Views are written in full.
 *
 * @throws SafetensorsError for the name `__metadata__`, or if the header would be longer than 100 MB
 */
export async function serialize(
  tensors: NamedTensors,
  metadata: Readonly<Record<string, string>> = {},
): Promise<Uint8Array> {
  if (Object.hasOwn(tensors, "__metadata__"))
    throw new SafetensorsError(
      'a tensor is called "__metadata__"; the format has another use for it, rename it',
    );
  // Wide elements first, so that all of them are aligned; then by name, so that equal content gives equal bytes.
  const ordered = Object.entries(tensors)
    .map(([name, x]) => ({ name, x, type: writtenAs[x.dtype] }))
    .sort((a, b) => elementBytes[b.type] - elementBytes[a.type] || compare(a.name, b.name));
  let end = 0;
  const entries = ordered.map(({ name, x, type }) => {
    const begin = end;
    end += x.size * elementBytes[type];
    return [name, { dtype: type, shape: x.shape, data_offsets: [begin, end] }] as const;
  });
  const about = Object.keys(metadata).length > 0 ? [["__metadata__", metadata] as const] : [];
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries([...about, ...entries])));
  const headerLength = Math.ceil(json.length / LENGTH_BYTES) * LENGTH_BYTES;
  if (headerLength > MAX_HEADER_BYTES)
    throw new SafetensorsError(
      `a header of ${headerLength} bytes; at most ${MAX_HEADER_BYTES} are allowed: shorten names and metadata`,
    );
  const file = new Uint8Array(LENGTH_BYTES + headerLength + end);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerLength), true);
  file.fill(" ".charCodeAt(0), LENGTH_BYTES, LENGTH_BYTES + headerLength);
  file.set(json, LENGTH_BYTES);
  let at = LENGTH_BYTES + headerLength;
  for (const { x } of ordered) {
    const bytes = encodeElements(await x.data());
    file.set(bytes, at);
    at += bytes.length;
  }
  return file;
}

/**
 * The tensors and the metadata of a safetensors file. F16 and BF16 become float32, integers of any width int32. Nothing is
 * executed, and what is allocated follows from the length of the file, not from what its header claims.
 *
 * @throws SafetensorsError that says what is wrong, for anything that is not a valid file
 */
export function deserialize(file: Uint8Array, options: { readonly device?: Device } = {}): Loaded {
  const raw = parse(file);
  const tensors = [...raw.entries].map(([name, entry]) => [name, tensorOf(name, entry, options)] as const);
  return {
    tensors: Object.fromEntries(tensors),
    metadata: Object.fromEntries(raw.metadata),
  };
}

/** One tensor of a file. */
export function tensorOf(name: string, entry: Entry, options: { readonly device?: Device } = {}): Tensor {
  const { dtype, elements } = decodeElements(name, entry);
  return tensor(elements, { ...options, dtype, shape: entry.shape });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

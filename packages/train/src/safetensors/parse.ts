/** Files taken apart. Everything is checked before it is believed, and nothing is copied. */
import {
  type ElementType,
  type Entry,
  elementBytes,
  LENGTH_BYTES,
  MAX_HEADER_BYTES,
  type RawFile,
  SafetensorsError,
} from "./format.ts";
import { duplicateKey } from "./names.ts";

/**
 * The parts of a safetensors file. Takes no memory but for the header: elements stay where they are.
 *
 * @throws SafetensorsError that says what is wrong, for anything that is not a valid file
 */
export function parse(file: Uint8Array): RawFile {
  const { header, data } = divide(file);
  const { __metadata__: metadata = {}, ...tensors } = header;
  const entries = Object.entries(tensors)
    .map(([name, value]) => ({ name, ...checkEntry(name, value) }))
    .sort((a, b) => a.begin - b.begin || a.end - b.end);
  let covered = 0;
  for (const { name, begin, end } of entries) {
    if (begin !== covered)
      throw new SafetensorsError(
        `${quote(name)} begins at byte ${begin}, but what comes before it ends at ${covered}; ` +
          `tensors must not ${begin < covered ? "overlap" : "leave holes"}`,
      );
    covered = end;
  }
  if (covered !== data.length)
    throw new SafetensorsError(
      `the tensors take ${covered} bytes, but ${data.length} follow the header; the file is ` +
        (covered > data.length ? "cut off" : "too long"),
    );
  return {
    entries: new Map(
      entries.map(({ name, dtype, shape, begin, end }): [string, Entry] => [
        name,
        { dtype, shape, bytes: data.subarray(begin, end) },
      ]),
    ),
    metadata: checkMetadata(metadata),
    data,
  };
}

function divide(file: Uint8Array): { header: Record<string, unknown>; data: Uint8Array } {
  if (file.length < LENGTH_BYTES)
    throw new SafetensorsError(
      `${file.length} bytes; a file has at least the ${LENGTH_BYTES} of its header's length`,
    );
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const length = view.getBigUint64(0, true);
  if (length > BigInt(MAX_HEADER_BYTES))
    throw new SafetensorsError(`a header of ${length} bytes; at most ${MAX_HEADER_BYTES} are allowed`);
  const end = LENGTH_BYTES + Number(length);
  if (end > file.length)
    throw new SafetensorsError(
      `a header of ${length} bytes in a file of ${file.length}; the file is cut off`,
    );
  return { header: parseHeader(file.subarray(LENGTH_BYTES, end)), data: file.subarray(end) };
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  if (bytes[0] !== "{".charCodeAt(0)) throw new SafetensorsError('the header does not begin with "{"');
  let header: unknown;
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    header = JSON.parse(text);
  } catch (cause) {
    throw new SafetensorsError(`the header is no JSON in UTF-8: ${(cause as Error).message}`);
  }
  const twice = duplicateKey(text);
  if (twice !== undefined)
    throw new SafetensorsError(`the name ${quote(twice)} is there twice in the header`);
  return header as Record<string, unknown>;
}

function checkEntry(
  name: string,
  value: unknown,
): { dtype: ElementType; shape: readonly number[]; begin: number; end: number } {
  const what = quote(name);
  if (!isRecord(value)) throw new SafetensorsError(`${what} is no record of dtype, shape and data_offsets`);
  const { dtype, shape, data_offsets: offsets } = value;
  if (typeof dtype !== "string" || !Object.hasOwn(elementBytes, dtype))
    throw new SafetensorsError(
      `${what} has elements of type ${quote(dtype)}; known are ${Object.keys(elementBytes).join(", ")}`,
    );
  if (!Array.isArray(shape) || !shape.every(isCount))
    throw new SafetensorsError(`${what} has the shape ${quote(shape)}; a shape is a list of whole numbers`);
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount))
    throw new SafetensorsError(`${what} has data_offsets ${quote(offsets)}; they are two whole numbers`);
  const [begin, end] = offsets as [number, number];
  const bytes = shape.reduce(
    (size: number, extent: number) => size * extent,
    elementBytes[dtype as ElementType],
  );
  // A product beyond 2⁵³ is not exact, but not a length of anything either.
  if (end - begin !== bytes)
    throw new SafetensorsError(
      `${what} is ${dtype} ${quote(shape)}, which takes ${bytes} bytes, but has ${end - begin} (${begin} to ${end})`,
    );
  return { dtype: dtype as ElementType, shape, begin, end };
}

function checkMetadata(metadata: unknown): Map<string, string> {
  if (!isRecord(metadata))
    throw new SafetensorsError(`__metadata__ is ${quote(metadata)}; it is a record of strings`);
  const all = Object.entries(metadata).map(([key, value]): [string, string] => {
    if (typeof value !== "string")
      throw new SafetensorsError(`__metadata__.${key} is ${quote(value)}; it must be a string`);
    return [key, value];
  });
  return new Map(all);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** For a message: as JSON, but not at any length, nor of what is nested without end. */
function quote(value: unknown): string {
  if (typeof value === "object" && value !== null)
    return Array.isArray(value) && value.length <= 8 && value.every((each) => typeof each !== "object")
      ? JSON.stringify(value)
      : `a ${Array.isArray(value) ? "list" : "record"} of ${Object.keys(value).length}`;
  const text = JSON.stringify(value) ?? "undefined";
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

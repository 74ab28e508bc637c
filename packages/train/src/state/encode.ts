/** A state as the bytes of a safetensors file: tensors as such, the rest as JSON in its metadata, and a digest of both. */
import type { Device } from "@gradus/tensor";
import { decodeElements, encodeElements, writtenAs } from "../safetensors/elements.ts";
import { type Entry, type RawFile, SafetensorsError } from "../safetensors/format.ts";
import { parse } from "../safetensors/parse.ts";
import { serialize, tensorOf } from "../safetensors/serialize.ts";
import { pack, unpack } from "./tree.ts";

const FORMAT = "gradus-state";

/**
 * A state as bytes: a tree of records, lists, numbers (NaN, infinities and -0 included), strings, booleans, null, tensors and
 * Float64Arrays. Every bit of it comes back from {@link decodeState}.
 *
 * @throws TypeError for what is no data, with the path to it
 */
export async function encodeState(state: unknown): Promise<Uint8Array> {
  const { json, tensors } = pack(state);
  const entries = new Map<string, Entry>();
  for (const [name, x] of Object.entries(tensors))
    entries.set(name, { dtype: writtenAs[x.dtype], shape: x.shape, bytes: encodeElements(await x.data()) });
  return serialize(tensors, { format: FORMAT, sha256: await digestOf(entries, json), state: json });
}

/**
 * The state in these bytes. Changed bytes are noticed; nothing in them is executed, and what is allocated follows from their
 * number.
 *
 * @param options.device where the tensors come to lie; the default device unless named
 * @throws SafetensorsError that says what is wrong, if they are no state or have been damaged
 */
export async function decodeState(
  bytes: Uint8Array,
  options: { readonly device?: Device } = {},
): Promise<unknown> {
  const raw = parse(bytes);
  const json = raw.metadata.get("state");
  if (raw.metadata.get("format") !== FORMAT || json === undefined)
    throw new SafetensorsError(
      `the metadata names the format "${(raw.metadata.get("format") ?? "none").slice(0, 40)}", not "${FORMAT}"; ` +
        "files of weights are read by loadFile or deserialize",
    );
  const [saved, found] = [raw.metadata.get("sha256"), await digestOf(raw.entries, json)];
  if (saved !== found)
    throw new SafetensorsError(
      `the content has the SHA-256 ${found.slice(0, 12)}..., but was saved with ${(saved ?? "none").slice(0, 12)}...; ` +
        "the file is damaged: take an older checkpoint",
    );
  try {
    return unpack(json, {
      tensor(name) {
        const entry = raw.entries.get(name);
        return entry && tensorOf(name, entry, options);
      },
      numbers(name) {
        const entry = raw.entries.get(name);
        if (entry?.dtype !== "F64" || entry.shape.length !== 1) return undefined;
        return decodeElements(name, entry).elements as Float64Array;
      },
    });
  } catch (cause) {
    throw new SafetensorsError((cause as Error).message);
  }
}

/** Over everything that has a meaning: names, types, shapes and elements of the tensors, and the JSON. */
async function digestOf(entries: RawFile["entries"], json: string): Promise<string> {
  const table: unknown[] = [];
  for (const [name, { dtype, shape, bytes }] of entries)
    table.push([name, dtype, shape, await sha256(bytes)]);
  return sha256(new TextEncoder().encode(JSON.stringify([table.sort(), json])));
}

async function sha256(bytes: Uint8Array): Promise<string> {
  const { subtle } = globalThis.crypto;
  if (subtle === undefined)
    throw new Error("checkpoints need crypto.subtle: serve the page by https, or from localhost");
  const digest = new Uint8Array(await subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

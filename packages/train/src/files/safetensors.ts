/** Weights in files. */
import { mkdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Device } from "@gradus/tensor";
import { deserialize, type Loaded, type NamedTensors, serialize } from "../safetensors/serialize.ts";
import { writeAtomic } from "./atomic.ts";

/**
 * Writes tensors to a safetensors file, which Python's `safetensors.torch.load_file` reads. The file is whole or not there:
 * an older one stays until the new one is on the disk.
 *
 *     await saveFile(model.stateDict(), "model.safetensors", { format: "pt" });
 *
 * @throws SafetensorsError as `serialize` does
 */
export async function saveFile(
  tensors: NamedTensors,
  path: string,
  metadata: Readonly<Record<string, string>> = {},
): Promise<void> {
  const bytes = await serialize(tensors, metadata);
  await mkdir(dirname(path), { recursive: true });
  await writeAtomic(path, bytes);
}

/**
 * The tensors and the metadata of a safetensors file: `model.loadStateDict((await loadFile(path)).tensors)`. Nothing in the
 * file is executed.
 *
 * @throws SafetensorsError as `deserialize` does, naming the file; Error if it cannot be read
 */
export async function loadFile(path: string, options: { readonly device?: Device } = {}): Promise<Loaded> {
  const bytes = await readFile(path);
  try {
    return deserialize(bytes, options);
  } catch (error) {
    throw inFile(error, path);
  }
}

/** The same error, with the file in its message. */
export function inFile(error: unknown, path: string): unknown {
  if (error instanceof Error) error.message = `${path}: ${error.message}`;
  return error;
}

/** Checkpoints in a directory. */
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Store } from "../state/store.ts";
import { writeAtomic } from "./atomic.ts";

const ENDING = ".safetensors";

/** A directory as a store: `NAME.safetensors` for each name. It is made when it is first written to; one writer at a time. */
export function directory(path: string): Store {
  const fileOf = (name: string): string => {
    if (!/^[\w-][\w.-]*$/.test(name))
      throw new RangeError(
        `directory: the name ${JSON.stringify(name)}; names are letters, digits, ".", "_" and "-"`,
      );
    return join(path, `${name}${ENDING}`);
  };
  return {
    async set(name, bytes) {
      await mkdir(path, { recursive: true });
      await writeAtomic(fileOf(name), bytes);
    },
    async get(name) {
      return unlessMissing(readFile(fileOf(name)), undefined);
    },
    async delete(name) {
      await rm(fileOf(name), { force: true });
    },
    async keys() {
      const files = await unlessMissing(readdir(path), []);
      return files.filter((file) => file.endsWith(ENDING)).map((file) => file.slice(0, -ENDING.length));
    },
  };
}

async function unlessMissing<T, U>(reading: Promise<T>, otherwise: U): Promise<T | U> {
  try {
    return await reading;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return otherwise;
    throw error;
  }
}

/** Files that are whole or not there, whatever happens. */
import { open, rename } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Writes a file so that at every moment, also after a crash or a power cut, its path leads to the old content or to the new
 * one: the bytes go to `PATH.tmp`, reach the disk, and then take the name; the name reaches the disk too. One writer at a
 * time.
 */
export async function writeAtomic(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.tmp`;
  const file = await open(temporary, "w");
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  // Directories cannot be opened on Windows; there a rename is written through.
  if (process.platform === "win32") return;
  const directory = await open(dirname(path), "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

/** Where the tour's pictures go: `runs/NAME/` in the folder it was started in. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Saves a picture; returns its path. Throws an Error with one clear line if that is not allowed. */
export function savePicture(run: string, name: string, svg: string): string {
  const folder = join("runs", run);
  const path = join(folder, name);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, svg);
  } catch (error) {
    throw new Error(
      `cannot write ${path}: ${(error as Error).message}; start from a folder that you may write to`,
    );
  }
  return path;
}

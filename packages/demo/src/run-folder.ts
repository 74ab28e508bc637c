/** Where a run leaves what it found. */
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { loadCheckpoint, type Store } from "@gradus/train";
import { directory } from "@gradus/train/node";
import writeFileAtomic from "write-file-atomic";

/** The folder `runs/NAME/` below the one that the program was started in. */
export class RunFolder {
  /** Relative to the folder that the program was started in. */
  readonly path: string;
  /** Where checkpoints go: `new Checkpoints(folder.checkpoints, ...)`. */
  readonly checkpoints: Store;

  constructor(name: string, parent = "runs") {
    this.path = join(parent, name);
    this.checkpoints = directory(join(this.path, "checkpoints"));
  }

  /** Writes a file, whole or not at all: a picture, samples, a model. Returns its path. */
  async write(name: string, content: string | Uint8Array): Promise<string> {
    await mkdir(this.path, { recursive: true });
    const path = join(this.path, name);
    await writeFileAtomic(path, typeof content === "string" ? content : Buffer.from(content));
    return path;
  }

  /** The state that a stopped run left; `undefined` if there is none. */
  async stopped(): Promise<unknown> {
    return loadCheckpoint(this.checkpoints);
  }

  /** Forgets the checkpoints: the run is over, or a new one begins. */
  async forget(): Promise<void> {
    await rm(join(this.path, "checkpoints"), { recursive: true, force: true });
  }
}

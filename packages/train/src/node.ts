/** What needs Node: files and the terminal. Everything else is in `@gradus/train` and runs in browsers too. */
export { Progress, type ProgressOptions } from "./callbacks/progress.ts";
export { directory } from "./files/directory.ts";
export { loadFile, saveFile } from "./files/safetensors.ts";

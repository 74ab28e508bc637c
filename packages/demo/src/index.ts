export type { Demo, DemoContext, DemoResult } from "./demo.ts";
export { saveCurve, saveModel } from "./leave.ts";
export { type PlayOptions, play } from "./play.ts";
export { RunFolder } from "./run-folder.ts";
export { Screen } from "./screen.ts";

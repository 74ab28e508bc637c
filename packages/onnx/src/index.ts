export type { BatchAxes } from "./examples.ts";
export { type ExportOptions, exportOnnx, type ModuleLike } from "./export.ts";
export type { Forward, NamedTensor, Outputs } from "./trace/record.ts";

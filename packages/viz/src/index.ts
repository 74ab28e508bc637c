export type { Boundary, Field, Range } from "./field.ts";
export { type Align, beside } from "./terminal/block.ts";
export { type PlotBoundaryOptions, plotBoundary } from "./terminal/boundary.ts";
export type { ColorLevel, ColorOption } from "./terminal/color.ts";
export { type PlotImagesOptions, plotImages } from "./terminal/images.ts";
export { type PlotLineOptions, plotLine, type Series } from "./terminal/line.ts";
export { progressBar } from "./terminal/progress.ts";
export { type Cell, type TableOptions, table } from "./terminal/table.ts";

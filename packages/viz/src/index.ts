export type { Boundary, Field, Range } from "./field.ts";
export type { Matrix } from "./matrix.ts";
export { type Projection, pca } from "./pca.ts";
export type { Series } from "./series.ts";
export { type AttentionOptions, attentionSvg } from "./svg/attention.ts";
export { type BoundarySvgOptions, decisionBoundarySvg } from "./svg/boundary.ts";
export { dotToSvg } from "./svg/dot.ts";
export {
  type ConfusionMatrixOptions,
  confusionMatrixSvg,
  type HeatmapOptions,
  heatmapSvg,
} from "./svg/heatmap.ts";
export { type HistogramOptions, histogramSvg } from "./svg/histogram.ts";
export { type ImagesSvgOptions, imagesSvg } from "./svg/images.ts";
export { type LearningRateOptions, learningRateSvg } from "./svg/learning-rate.ts";
export { type LineChartOptions, lineChartSvg } from "./svg/line.ts";
export { type ScatterOptions, scatterSvg } from "./svg/scatter.ts";
export { type Align, beside } from "./terminal/block.ts";
export { type PlotBoundaryOptions, plotBoundary } from "./terminal/boundary.ts";
export type { ColorLevel, ColorOption } from "./terminal/color.ts";
export { type PlotHeatmapOptions, plotHeatmap } from "./terminal/heatmap.ts";
export { type PlotHistogramOptions, plotHistogram } from "./terminal/histogram.ts";
export { type PlotImagesOptions, plotImages } from "./terminal/images.ts";
export { type PlotLineOptions, plotLine } from "./terminal/line.ts";
export { progressBar } from "./terminal/progress.ts";
export { type PlotScatterOptions, plotScatter } from "./terminal/scatter.ts";
export { type Cell, type TableOptions, table } from "./terminal/table.ts";

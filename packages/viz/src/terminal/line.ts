import { extent } from "../extent.ts";
import { terminalPalette as palette } from "../palette.ts";
import type { Series } from "../series.ts";
import { checkSize, columnsOf, fit } from "./block.ts";
import { type ColorOption, painter } from "./color.ts";
import { rasterize } from "./raster.ts";

export interface PlotLineOptions extends ColorOption {
  /** Columns of the whole block; 60 where left out. */
  readonly width?: number;
  /** Lines of the whole block, title and labels included; 15 where left out. */
  readonly height?: number;
  readonly title?: string;
  readonly xLabel?: string;
  readonly yLabel?: string;
  /** x of the first and of the last value; their indices where left out. */
  readonly xRange?: readonly [from: number, to: number];
}

/**
 * Curves over evenly spaced x as a block of exactly `width` columns and `height` lines.
 *
 * Where there are more values than columns, a column shows the mean of its share; where there are fewer, they are
 * joined by straight lines. Several series are told apart by colour or, without colours, by their marks.
 *
 * @param series one curve, or up to six named ones; where nothing is finite the frame stays empty
 * @throws Error where there are more than six series, or the size is too small
 */
export function plotLine(
  series: ArrayLike<number> | readonly Series[],
  options: PlotLineOptions = {},
): string {
  const { width = 60, height = 15, title, yLabel } = options;
  checkSize("plotLine", { width, height }, { width: 24, height: 8 });
  const curves = isNamed(series) ? series : [{ name: "", values: series }];
  if (curves.length > palette.length) {
    throw new Error(`plotLine: ${curves.length} series, but only ${palette.length} can be told apart`);
  }
  const legend = isNamed(series) ? [legendOf(curves, options)] : [];
  const heading = [title, yLabel].filter((text) => text !== undefined);
  // Two more lines go to the x axis and its labels.
  const rows = height - heading.length - legend.length - 2;

  const [low, high] = yExtent(curves);
  const labels = tickLabels(rows, low, high);
  const margin = Math.max(...[...labels.values()].map((label) => label.length));
  const columns = width - margin - 1;
  const longest = Math.max(1, ...curves.map(({ values }) => values.length));
  const pictures = curves.map(({ values }) =>
    rasterize(resample(values, longest, columns), { rows, columns, low, high }),
  );
  const body = overlay(pictures, strokeOf(curves, options)).map((line, fromTop) => {
    const label = labels.get(rows - 1 - fromTop);
    return (label === undefined ? `${" ".repeat(margin)}│` : `${label.padStart(margin)}┤`) + line;
  });

  const indent = " ".repeat(margin);
  return [
    ...heading.map((text) => fit(text, width)),
    ...body,
    `${indent}└${"─".repeat(columns)}`,
    `${indent} ${xTexts(longest, columns, options)}`,
    ...legend.map((line) => fit(line, width)),
  ].join("\n");
}

/** The texts beside the y axis, by their row from the bottom: both ends and, where there is room, two between. */
function tickLabels(rows: number, low: number, high: number): Map<number, string> {
  const intervals = Math.min(3, Math.max(1, Math.floor((rows - 1) / 3)));
  return new Map(
    Array.from({ length: intervals + 1 }, (_, tick) => {
      const row = Math.round((tick * (rows - 1)) / intervals);
      return [row, tickText(between(low, high, row / (rows - 1)), high - low)];
    }),
  );
}

function isNamed(series: ArrayLike<number> | readonly Series[]): series is readonly Series[] {
  return typeof series[0] === "object";
}

/** Turns a box-drawing character of the curve with this number into what is shown. */
type Stroke = (character: string, curve: number) => string;

/** Pictures of one size laid over each other, the last on top. */
function overlay(pictures: readonly string[][], stroke: Stroke): string[] {
  const cell = (row: number, column: number): string => {
    const curve = pictures.findLastIndex((picture) => picture[row]?.[column] !== " ");
    return curve < 0 ? " " : stroke(pictures[curve]?.[row]?.[column] as string, curve);
  };
  return (pictures[0] ?? []).map((line, row) => [...line].map((_, column) => cell(row, column)).join(""));
}

const marks = "*o+x#%";

/** How a cell of a curve is drawn: coloured, or where that cannot be, as the curve's mark. */
function strokeOf(curves: readonly Series[], options: PlotLineOptions): Stroke {
  const paint = painter(options);
  return (character, curve) => {
    if (paint.level > 0) return paint.hex(palette[curve] as string)(character);
    return curves.length > 1 ? (marks[curve] as string) : character;
  };
}

function legendOf(curves: readonly Series[], options: PlotLineOptions): string {
  const stroke = strokeOf(curves, options);
  return curves.map(({ name }, curve) => `${stroke("━", curve)} ${name}`).join("   ");
}

function yExtent(curves: readonly Series[]): [low: number, high: number] {
  const [low, high] = extent(curves.flatMap(({ values }) => extent(values) ?? [])) ?? [0, 1];
  if (low / 2 < high / 2) return [low, high];
  // A level curve runs through the middle of the picture.
  const margin = Math.min(Math.abs(low) / 2 || 1, Number.MAX_VALUE - Math.abs(low));
  return [low - margin, high + margin];
}

/** One value a column: the mean of the values that fall in it, or a point on the line between two. */
function resample(values: ArrayLike<number>, longest: number, columns: number): number[] {
  const at = (index: number): number => values[index] ?? Number.NaN;
  return Array.from({ length: columns }, (_, column) => {
    if (longest > columns) {
      const from = Math.floor((column * longest) / columns);
      const to = Math.floor(((column + 1) * longest) / columns);
      return mean(Array.from({ length: to - from }, (_, i) => at(from + i)).filter(Number.isFinite));
    }
    const place = (column / (columns - 1)) * (longest - 1);
    const [left, right] = [at(Math.floor(place)), at(Math.ceil(place))];
    if (Number.isFinite(left) && Number.isFinite(right)) return between(left, right, place % 1);
    // At the edge of a gap, a value shows in the column that is nearest to it.
    const nearest = Math.round(place);
    return Math.abs(place - nearest) <= (longest - 1) / (columns - 1) / 2 ? at(nearest) : Number.NaN;
  });
}

function between(from: number, to: number, fraction: number): number {
  return from * (1 - fraction) + to * fraction;
}

/** NaN, a gap, where there is nothing to average. */
function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value / values.length, values.length === 0 ? Number.NaN : 0);
}

function xTexts(longest: number, columns: number, { xRange, xLabel = "" }: PlotLineOptions): string {
  const [from, to] = xRange ?? [0, longest - 1];
  const [left, right] = [tickText(from, to - from), tickText(to, to - from)];
  const between = Math.max(1, columns - columnsOf(left + right));
  return fit(left + fit(xLabel, between, "center") + right, columns);
}

/** Three significant digits of the span the axis covers, and no trailing zeros. */
function tickText(value: number, span: number): string {
  if (value === 0) return "0";
  const size = Math.max(Math.abs(value), Math.abs(span));
  if (size >= 1e6 || size < 1e-3) return Number(value.toPrecision(3)).toExponential();
  const decimals = Math.min(Math.max(0, 2 - Math.floor(Math.log10(Math.abs(span) || 1))), 6);
  return String(Number(value.toFixed(decimals)));
}

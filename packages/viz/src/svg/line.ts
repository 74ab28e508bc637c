import type { TopLevelSpec } from "vega-lite";
import { extent } from "../extent.ts";
import { palette } from "../palette.ts";
import type { Series } from "../series.ts";
import { config, render } from "./render.ts";

export interface LineChartOptions {
  readonly title: string;
  /** Shared by all series; 0, 1, 2, ... where left out. */
  readonly x?: ArrayLike<number>;
  /** Up to six curves, each with a value for each x; one that is not finite leaves a gap. */
  readonly series: readonly Series[];
  readonly xLabel: string;
  readonly yLabel: string;
  /** Which axes are logarithmic; on these, what is not positive leaves a gap. */
  readonly log?: "x" | "y" | "xy";
  /** Pixels of the plot, without axes and legend; 560 x 320 where left out. */
  readonly width?: number;
  readonly height?: number;
}

/**
 * Curves as an SVG line chart: a loss over steps or, with both axes logarithmic, an error over step sizes.
 *
 * @throws Error where a series and x differ in length, there are more than six series, or nothing can be drawn
 */
export async function lineChartSvg(options: LineChartOptions): Promise<string> {
  const rows = rowsOf(options);
  const { compile } = await import("vega-lite");
  return render(compile(specOf(options, rows)).spec);
}

interface Row {
  readonly x: number;
  readonly y: number | null;
  readonly name: string;
}

function rowsOf({ x, series, log }: LineChartOptions): Row[] {
  if (series.length > palette.length) {
    throw new Error(`lineChartSvg: ${series.length} series, but only ${palette.length} can be told apart`);
  }
  const drawable = (value: number, axis: string): boolean =>
    Number.isFinite(value) && (value > 0 || !log?.includes(axis));
  const rows = series.flatMap(({ name, values }) => {
    if (x !== undefined && values.length !== x.length) {
      throw new Error(`lineChartSvg: series "${name}" has ${values.length} values, but x has ${x.length}`);
    }
    return Array.from(values, (y, i) => ({ x: x?.[i] ?? i, y: drawable(y, "y") ? y : null, name })).filter(
      (row) => drawable(row.x, "x"),
    );
  });
  if (rows.every(({ y }) => y === null)) {
    const positive = log === undefined ? "" : ", or none that is positive, as a logarithmic axis needs";
    throw new Error(`lineChartSvg: there is no finite value to draw${positive}`);
  }
  return rows;
}

function specOf(
  { title, series, xLabel, yLabel, log, width = 560, height = 320 }: LineChartOptions,
  rows: readonly Row[],
): TopLevelSpec {
  const names = series.map(({ name }) => name);
  const legend = names.length > 1 ? { symbolType: "stroke", symbolSize: 500, symbolStrokeWidth: 2.5 } : null;
  const few = rows.length <= 40 * names.length;
  return {
    config: config as NonNullable<TopLevelSpec["config"]>,
    title,
    description: title,
    width,
    height,
    data: { values: rows as Row[] },
    // Vega-Lite builds the labels of marks for screen readers by pasting axis titles, quotes and all, into code.
    mark: { type: "line", aria: false, strokeWidth: 2, ...(few ? { point: { aria: false, size: 28 } } : {}) },
    encoding: {
      x: axis(
        "x",
        xLabel,
        log,
        rows.map(({ x }) => x),
      ),
      y: axis(
        "y",
        yLabel,
        log,
        rows.map(({ y }) => y).filter((y) => y !== null),
      ),
      color: {
        field: "name",
        type: "nominal",
        scale: { domain: names, range: palette.slice(0, names.length) },
        legend,
      },
      strokeDash: {
        field: "name",
        type: "nominal",
        scale: { domain: names, range: dashes.slice(0, names.length) },
        legend,
      },
    },
  };
}

/** Curves differ by more than their colour. */
const dashes = [
  [1, 0],
  [7, 3],
  [2, 2],
  [9, 3, 2, 3],
  [4, 4],
  [12, 4],
];

function axis(field: "x" | "y", title: string, log: string | undefined, values: readonly number[]) {
  const logarithmic = log?.includes(field);
  return {
    field,
    type: "quantitative" as const,
    title,
    scale: logarithmic ? { type: "log" as const } : { zero: false, ...domainOfLevel(values) },
    axis: { tickCount: 6, labelFlush: false, ...(logarithmic ? powersOfTen(values) : {}) },
  };
}

/** A level curve runs through the middle of the picture; the library finds no ticks for a span of next to nothing. */
function domainOfLevel(values: readonly number[]): { domain?: [number, number] } {
  const [low, high] = extent(values) ?? [0, 0];
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (high - low > Math.max(1e-12 * size, 1e-300)) return {};
  const margin = size / 2 > 1e-300 ? size / 2 : 1;
  return { domain: [low - margin, high + margin] };
}

/** Ticks at powers of ten, at most about eight; where there are fewer than two, the library's own. */
function powersOfTen(values: readonly number[]): { values?: number[]; labelExpr?: string } {
  const [low, high] = extent(values.map(Math.log10)) ?? [0, 0];
  const [first, last] = [Math.ceil(low), Math.floor(high)];
  if (last - first < 1) return {};
  const step = Math.ceil((last - first + 1) / 8);
  const shown = Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, i) => first + i * step);
  const labels = Object.fromEntries(shown.map((exponent) => [exponent, `10${superscript(exponent)}`]));
  return {
    values: shown.map((exponent) => Number(`1e${exponent}`)),
    labelExpr: `(${JSON.stringify(labels)})[round(log(datum.value) / LN10)]`,
  };
}

function superscript(exponent: number): string {
  return [...String(exponent)].map((digit) => (digit === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)])).join("");
}

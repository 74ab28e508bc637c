import type { TopLevelSpec } from "vega-lite";
import { binned } from "../bins.ts";
import { palette } from "../palette.ts";
import type { Series } from "../series.ts";
import { config, render } from "./render.ts";

export interface HistogramOptions {
  readonly title: string;
  /** Up to six samples, drawn over each other on the same bins. */
  readonly series: readonly Series[];
  readonly xLabel: string;
  /** How many bins of equal width; 50 where left out. */
  readonly bins?: number;
  /** Whether the counts stand on a logarithmic axis: a few outliers beside many zeros. */
  readonly log?: boolean;
}

/**
 * How values are distributed, as SVG: weights, gradients, activations. Heights are shares of each sample, so that samples of
 * different sizes compare.
 *
 * @throws Error where there are more than six samples, or nothing is finite
 */
export async function histogramSvg(options: HistogramOptions): Promise<string> {
  const { title, series, xLabel, bins = 50, log = false } = options;
  if (series.length > palette.length)
    throw new Error(`histogramSvg: ${series.length} series, but only ${palette.length} can be told apart`);
  const { edges, counts } = binned("histogramSvg", series, bins);
  const rows = series.flatMap(({ name }, s) =>
    (counts[s] as Float64Array).reduce<{ from: number; to: number; share: number; name: string }[]>(
      (all, share, bin) => {
        if (share > 0) all.push({ from: edges[bin] as number, to: edges[bin + 1] as number, share, name });
        return all;
      },
      [],
    ),
  );
  const names = series.map(({ name }) => name);
  const spec: TopLevelSpec = {
    config: config as NonNullable<TopLevelSpec["config"]>,
    title,
    description: title,
    width: 560,
    height: 300,
    data: { values: rows },
    mark: { type: "bar", aria: false, opacity: names.length > 1 ? 0.55 : 0.9, binSpacing: 0 },
    encoding: {
      x: {
        field: "from",
        type: "quantitative",
        bin: { binned: true },
        title: xLabel,
        axis: { tickCount: 8 },
      },
      x2: { field: "to" },
      y: {
        field: "share",
        type: "quantitative",
        stack: null,
        title: "share of the values",
        axis: { format: "~%", tickCount: 6 },
        scale: log
          ? { type: "log", domainMin: Math.min(...rows.map(({ share }) => share)) / 2 }
          : { zero: true },
      },
      ...(log ? { y2: { datum: Math.min(...rows.map(({ share }) => share)) / 2 } } : {}),
      color: {
        field: "name",
        type: "nominal",
        scale: { domain: names, range: palette.slice(0, names.length) },
        legend: names.length > 1 ? { symbolType: "square" } : null,
      },
    },
  };
  const { compile } = await import("vega-lite");
  return render(compile(spec).spec);
}

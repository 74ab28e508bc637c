import { binned } from "../bins.ts";
import { cellText } from "../matrix.ts";
import { checkSize, fit } from "./block.ts";
import { type ColorOption, painter } from "./color.ts";
import { progressBar } from "./progress.ts";

export interface PlotHistogramOptions extends ColorOption {
  readonly title?: string;
  /** Columns of the whole block; 60 where left out. */
  readonly width?: number;
  /** One line each; 12 where left out. */
  readonly bins?: number;
}

/**
 * How values are distributed, in the terminal: a line for each bin of equal width, its lower edge, a bar, its share.
 *
 * @throws Error where nothing is finite, or the size is too small
 */
export function plotHistogram(values: ArrayLike<number>, options: PlotHistogramOptions = {}): string {
  const { title, width = 60, bins = 12 } = options;
  checkSize("plotHistogram", { width, height: bins }, { width: 30, height: 1 });
  const { edges, counts } = binned("plotHistogram", [{ name: "", values }], bins);
  const shares = counts[0] as Float64Array;
  const span = (edges[bins] as number) / 2 - (edges[0] as number) / 2;
  const labels = Array.from(shares, (_, bin) => cellText(edges[bin] as number, 2 * span));
  const margin = Math.max(...labels.map((label) => label.length));
  const most = Math.max(...shares);
  const paint = painter(options);
  const room = width - margin - 9;
  const lines = labels.map((label, bin) => {
    const share = shares[bin] as number;
    const bar = progressBar(share / most, room).replaceAll("░", " ");
    return `${label.padStart(margin)} ${paint.cyan(bar)} ${`${(100 * share).toFixed(1)} %`.padStart(7)}`;
  });
  return [...(title === undefined ? [] : [fit(title, width)]), ...lines].join("\n");
}

import { extent } from "../extent.ts";
import { cellText, checkMatrix, type Matrix } from "../matrix.ts";
import { diverging } from "../palette.ts";
import { columnsOf, fit } from "./block.ts";
import { type ColorOption, canShade, painter } from "./color.ts";

export interface PlotHeatmapOptions extends ColorOption {
  readonly title?: string;
  /** The indices where left out. */
  readonly rowLabels?: readonly string[];
  readonly columnLabels?: readonly string[];
  /** What the cells say; their numbers where left out. */
  readonly text?: (row: number, column: number) => string;
}

/**
 * A matrix in the terminal: numbers in their cells, on a ground that tells how large they are where there are colours; blue
 * below zero, orange above. A confusion matrix, attention weights.
 *
 * @throws Error where rows differ in length, or labels do not fit
 */
export function plotHeatmap(values: Matrix, options: PlotHeatmapOptions = {}): string {
  const { title, rowLabels, columnLabels } = options;
  const { rows, columns } = checkMatrix("plotHeatmap", values, { rows: rowLabels, columns: columnLabels });
  const paint = painter(options);
  const largest = Math.max(
    0,
    ...values.map((row) => Math.max(...(extent(row) ?? [0, 0]).map((value) => Math.abs(value)))),
  );
  const text = options.text ?? ((row, column) => cellText(values[row]?.[column] as number, largest));
  const names = columnLabels ?? Array.from({ length: columns }, (_, column) => String(column));
  const sides = rowLabels ?? Array.from({ length: rows }, (_, row) => String(row));
  const texts = values.map((_, row) => Array.from({ length: columns }, (_, column) => text(row, column)));
  const width = Math.max(...[...names, ...texts.flat()].map(columnsOf)) + 2;
  const margin = Math.max(...sides.map(columnsOf)) + 1;
  const line = (row: number): string =>
    fit(sides[row] as string, margin - 1, "right") +
    " " +
    (texts[row] as string[])
      .map((cell, column) => {
        const value = (values[row]?.[column] as number) / (largest || 1);
        const padded = fit(cell, width, "center");
        if (!canShade(paint) || Number.isNaN(value)) return padded;
        return paint.bgRgb(...diverging(value)).rgb(20, 20, 20)(padded);
      })
      .join("");
  return [
    ...(title === undefined ? [] : [title]),
    " ".repeat(margin) + names.map((name) => fit(name, width, "center")).join(""),
    ...texts.map((_, row) => line(row)),
  ]
    .map((each) => each.trimEnd())
    .join("\n");
}

import type { TopLevelSpec } from "vega-lite";
import { extent } from "../extent.ts";
import { cellText, checkMatrix, type Matrix } from "../matrix.ts";
import { config, render } from "./render.ts";

export interface HeatmapOptions {
  readonly title: string;
  /** Rows of numbers, the first on top. What is not finite stays blank. */
  readonly values: Matrix;
  /** The indices where left out; texts may repeat. */
  readonly rowLabels?: readonly string[];
  readonly columnLabels?: readonly string[];
  readonly xLabel?: string;
  readonly yLabel?: string;
  /**
   * What the colours span. Where left out: from the least value to the greatest, or, if there are values on both sides
   * of zero, as far on one side as on the other, in two hues.
   */
  readonly range?: readonly [from: number, to: number];
  /** Whether each value stands in its cell; where left out, up to 400 cells. */
  readonly annotate?: boolean;
}

/**
 * A matrix as an SVG map of coloured cells: weights, a confusion matrix, attention.
 *
 * @throws Error where rows differ in length, labels do not fit, or nothing is finite
 */
export async function heatmapSvg(options: HeatmapOptions): Promise<string> {
  const { compile } = await import("vega-lite");
  return render(compile(specOf("heatmapSvg", options)).spec);
}

export interface ConfusionMatrixOptions {
  readonly title?: string;
  /** Counts: rows are true classes, columns predicted ones. */
  readonly counts: Matrix;
  /** Names of the classes; 0, 1, 2, ... where left out. */
  readonly classes?: readonly string[];
}

/**
 * A confusion matrix as SVG: counts in the cells, colours by the share of the true class, so that a rare class shows as well as
 * a frequent one.
 *
 * @throws Error where the matrix is not square, or names do not fit
 */
export async function confusionMatrixSvg(options: ConfusionMatrixOptions): Promise<string> {
  const { counts, classes, title = "Confusion matrix" } = options;
  const { rows, columns } = checkMatrix("confusionMatrixSvg", counts, { rows: classes, columns: classes });
  if (rows !== columns)
    throw new Error(
      `confusionMatrixSvg: ${rows} true classes, but ${columns} predicted ones; both are the same`,
    );
  const shares = counts.map((row) => {
    const sum = Array.from(row).reduce((total, count) => total + count, 0);
    return Array.from(row, (count) => (sum === 0 ? 0 : count / sum));
  });
  const labels = classes === undefined ? {} : { rowLabels: classes, columnLabels: classes };
  const spec = specOf(
    "confusionMatrixSvg",
    { title, values: shares, range: [0, 1], xLabel: "predicted", yLabel: "true", annotate: true, ...labels },
    (row, column) => cellText(counts[row]?.[column] as number, 1),
  );
  const { compile } = await import("vega-lite");
  return render(compile(spec).spec);
}

/** White to blue for what has one sign, blue over white to orange for what has two. */
export const schemes = {
  sequential: ["#fbfbf8", "#c9dcee", "#7fb0d8", "#2f7cb8", "#0b4a80"],
  diverging: ["#2166a5", "#8fbbdc", "#fafaf8", "#f2b27a", "#c65d0c"],
} as const;

/** The span of the colours and the hues that go with it. */
export function colorsFor(
  values: Iterable<number>,
  range?: readonly [number, number],
): { domain: [number, number]; range: string[] } | undefined {
  const found = range ?? extent([...values]);
  if (found === undefined) return;
  const [low, high] = found;
  if (low < 0 && high > 0) {
    const size = range === undefined ? Math.max(-low, high) : Number.NaN;
    return { domain: range === undefined ? [-size, size] : [low, high], range: [...schemes.diverging] };
  }
  // One value throughout has no span of its own.
  return { domain: low < high ? [low, high] : [low, low + 1], range: [...schemes.sequential] };
}

function specOf(
  what: string,
  options: HeatmapOptions,
  text?: (row: number, column: number) => string,
): TopLevelSpec {
  const { title, values, rowLabels, columnLabels, xLabel, yLabel } = options;
  const { rows, columns } = checkMatrix(what, values, { rows: rowLabels, columns: columnLabels });
  const largest = values.reduce((most, line) => Math.max(most, ...(extent(line) ?? [0]).map(Math.abs)), 0);
  const cells = values.flatMap((line, row) =>
    Array.from(line, (value, column) => ({
      row,
      column,
      value,
      text: text?.(row, column) ?? cellText(value, largest),
    })).filter(({ value }) => Number.isFinite(value)),
  );
  const colors = colorsFor(
    cells.map(({ value }) => value),
    options.range,
  );
  if (colors === undefined) throw new Error(`${what}: there is no finite value to draw`);
  const { annotate = rows * columns <= 400 } = options;
  const side = Math.min(44, Math.max(6, 480 / Math.max(rows, columns)));
  const [from, to] = colors.domain;
  // Letters are white where the cell is dark: at the ends of two hues, at the upper end of one.
  const place = `(datum.value - ${from}) / ${to - from}`;
  const dark = colors.range[0] === schemes.diverging[0] ? `abs(${place} - 0.5) > 0.38` : `${place} > 0.6`;
  return {
    config: config as NonNullable<TopLevelSpec["config"]>,
    title,
    description: title,
    width: side * columns,
    height: side * rows,
    data: { values: cells },
    encoding: {
      x: axis("column", columns, columnLabels, xLabel),
      y: axis("row", rows, rowLabels, yLabel),
    },
    layer: [
      {
        mark: { type: "rect", aria: false },
        encoding: {
          color: {
            field: "value",
            type: "quantitative",
            scale: { domain: colors.domain, range: colors.range, clamp: true, interpolate: "rgb" },
            legend: { gradientLength: Math.min(180, side * rows), tickCount: 4 },
          },
        },
      },
      ...(annotate
        ? [
            {
              mark: { type: "text" as const, aria: false, fontSize: Math.min(13, side * 0.36) },
              encoding: {
                text: { field: "text", type: "nominal" as const },
                color: { condition: { test: dark, value: "white" }, value: "#222" },
              },
            },
          ]
        : []),
    ],
  };
}

/** Cells stand by their index, for labels may repeat. */
function axis(field: string, count: number, labels: readonly string[] | undefined, title = "") {
  const every = Math.ceil(count / 40);
  const shown = Array.from({ length: count }, (_, i) => i).filter((i) => i % every === 0);
  return {
    field,
    type: "ordinal" as const,
    title: title === "" ? null : title,
    scale: { domain: Array.from({ length: count }, (_, i) => i), padding: 0 },
    axis: {
      values: shown,
      labelAngle: field === "column" && (labels ?? []).some((label) => label.length > 3) ? -45 : 0,
      grid: false,
      ticks: false,
      domain: false,
      ...(labels === undefined ? {} : { labelExpr: `(${JSON.stringify(labels)})[datum.value]` }),
    },
  };
}

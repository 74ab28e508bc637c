import { plot } from "simple-ascii-chart";

export interface RasterOptions {
  readonly rows: number;
  readonly columns: number;
  /** The values at the middle of the lowest and of the highest row, `low` below `high` by more than a denormal. */
  readonly low: number;
  readonly high: number;
}

/**
 * One curve with a value a column, in box-drawing characters: its lines, top first, without axes. NaN is a gap.
 */
export function rasterize(values: readonly number[], { rows, columns, low, high }: RasterOptions): string[] {
  // Halves, as the whole span of two large numbers may be infinite.
  const toRow = (value: number): number => ((value / 2 - low / 2) / (high / 2 - low / 2)) * (rows - 1);
  // The library fits x to what it is given. A line along a row of its own, below the picture, makes that all columns.
  const wholeWidth: Point[] = [
    [0, -1],
    [columns - 1, -1],
  ];
  const chart = plot([wholeWidth, ...finiteRuns(values.map(toRow))], {
    width: columns,
    height: rows + 1,
    yRange: [-1, rows - 1],
    hideXAxisTicks: true,
    hideYAxisTicks: true,
    formatter: () => "",
  });
  const inside = chart.split("\n").filter((line) => line.startsWith(leftEdge));
  return inside.slice(0, rows).map((line) => line.slice(leftEdge.length, leftEdge.length + columns));
}

const leftEdge = "│";

type Point = [x: number, y: number];

function finiteRuns(values: readonly number[]): Point[][] {
  const runs: Point[][] = [];
  values.forEach((value, column) => {
    if (!Number.isFinite(value)) return;
    if (!Number.isFinite(values[column - 1] ?? Number.NaN)) runs.push([]);
    runs.at(-1)?.push([column, value]);
  });
  return runs;
}

import { extent } from "../extent.ts";
import { checkSize, columnsOf, fit } from "./block.ts";

export interface PlotScatterOptions {
  readonly title?: string;
  /** Columns of the whole block; 72 where left out. */
  readonly width?: number;
  /** Lines of the whole block; 24 where left out. */
  readonly height?: number;
}

/**
 * Words at points of the plane, in the terminal: each beginning where its point is, as far as there is room; a word that
 * would lie over another one shows only its dot, and one without room for that nothing.
 *
 * @throws Error where labels differ in number from points, no point is finite, or the size is too small
 */
export function plotScatter(
  points: readonly (readonly [x: number, y: number])[],
  labels: readonly string[],
  options: PlotScatterOptions = {},
): string {
  const { title, width = 72, height = 24 } = options;
  checkSize("plotScatter", { width, height }, { width: 8, height: 4 });
  if (labels.length !== points.length)
    throw new Error(`plotScatter: ${points.length} points, but ${labels.length} labels; each needs one`);
  const finite = points.flatMap(([x, y], i) =>
    Number.isFinite(x) && Number.isFinite(y) ? [{ x, y, label: `·${labels[i]}` }] : [],
  );
  const xs = extent(finite.map(({ x }) => x));
  const ys = extent(finite.map(({ y }) => y));
  if (xs === undefined || ys === undefined) throw new Error("plotScatter: there is no finite point to draw");
  const rows = height - (title === undefined ? 0 : 1);
  const reach = Math.max(1, width - Math.max(...finite.map(({ label }) => columnsOf(label))));
  const grid = Array.from({ length: rows }, () => new Array<string | null>(width).fill(" "));
  for (const { x, y, label } of finite) {
    const column = Math.round(place(x, xs) * reach);
    const line = grid[Math.round((1 - place(y, ys)) * (rows - 1))] as (string | null)[];
    write(line, column, label) || write(line, column, "·");
  }
  return [
    ...(title === undefined ? [] : [fit(title, width)]),
    ...grid.map((line) => line.filter((cell) => cell !== null).join("")),
  ].join("\n");
}

function place(value: number, [low, high]: readonly [number, number]): number {
  return low / 2 < high / 2 ? (value / 2 - low / 2) / (high / 2 - low / 2) : 0.5;
}

/** Writes a text where all of its columns, and one more on each side, are free. A wide character takes two cells, the second empty. */
function write(line: (string | null)[], column: number, text: string): boolean {
  const columns = columnsOf(text);
  if (column + columns > line.length) return false;
  for (let i = Math.max(0, column - 1); i <= column + columns && i < line.length; i++)
    if (line[i] !== " ") return false;
  let at = column;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    line[at] = segment;
    for (let i = 1; i < columnsOf(segment); i++) line[at + i] = null;
    at += columnsOf(segment);
  }
  return true;
}

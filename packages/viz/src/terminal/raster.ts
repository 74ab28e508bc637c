import { type Color, plot } from "simple-ascii-chart";

/** Turns one box-drawing character of the curve with this number into what is shown. */
export type Stroke = (character: string, curve: number) => string;

export interface RasterOptions {
  readonly rows: number;
  readonly columns: number;
  /** The values at the middle of the lowest and of the highest row. */
  readonly low: number;
  readonly high: number;
  readonly stroke: Stroke;
}

/** The library knows a curve by its colour only: each gets one, in the order of their ANSI numbers, 1 to 6. */
const tags: readonly Color[] = ["ansiRed", "ansiGreen", "ansiYellow", "ansiBlue", "ansiMagenta", "ansiCyan"];
/** ANSI number 0, for what is to be taken out of the picture again. */
const helper: Color = "ansiBlack";

/**
 * The lines of a picture of curves with one value a column, top first, without axes. NaN is a gap, and later curves
 * lie over earlier ones.
 */
export function rasterize(curves: readonly (readonly number[])[], options: RasterOptions): string[] {
  const { rows, columns, low, high, stroke } = options;
  const runs = curves.flatMap((values, curve) =>
    finiteRuns(values).map((run) => ({ run, tag: tags[curve] as Color })),
  );
  // The library fits x to what it is given; a line along the bottom makes that every column.
  const all = [{ run: [[0, low] as Point, [columns - 1, low] as Point], tag: helper }, ...runs];
  const chart = plot(
    all.map(({ run }) => run),
    {
      width: columns,
      height: rows,
      yRange: [low, high],
      color: all.map(({ tag }) => tag),
      hideXAxisTicks: true,
      hideYAxisTicks: true,
      formatter: () => "",
    },
  );
  const inside = chart.split("\n").filter((line) => line.startsWith(leftEdge));
  return inside.map((line) => translate(line.slice(leftEdge.length), stroke));
}

const leftEdge = "│";

function translate(line: string, stroke: Stroke): string {
  const [plain = "", ...painted] = line.split("\u001b[");
  const texts = painted.map((piece) => {
    const end = piece.indexOf("m");
    const [code, text] = [piece.slice(0, end), piece.slice(end + 1)];
    if (code === "0") return text;
    return code === "30" ? " " : stroke(text, Number(code) - 31);
  });
  // The library leaves a column free for the arrow of the x axis.
  return [plain, ...texts].join("").slice(0, -1);
}

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

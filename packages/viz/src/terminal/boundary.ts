import type { ChalkInstance } from "chalk";
import { type Boundary, classesOf, type Frame, frame, magnitude, sample } from "../field.ts";
import { diverging, type Rgb } from "../palette.ts";
import { checkSize, fit } from "./block.ts";
import { type ColorOption, canShade, painter } from "./color.ts";

export interface PlotBoundaryOptions extends Boundary, ColorOption {
  /** Columns of the whole block; 60 where left out. */
  readonly width?: number;
  /** Lines of the whole block, title and legend included; 24 where left out. */
  readonly height?: number;
  readonly title?: string;
}

/**
 * A classifier's decision boundary as a block of exactly `width` columns and `height` lines, the legend last.
 *
 * With colours, each character shows two samples of f, one over the other: blue below zero, orange above, paler
 * towards zero. Without, a character shows one: `-` and `.` below zero, `:` and `#` above, the first and last of
 * these where |f| is more than a third of its largest value; exactly zero is blank. `?` is no number. Points stand
 * over it by their class: `o`, `x`, `v`, `s`, ...
 *
 * @throws Error where points and labels differ in number, a range is empty, or the size is too small
 */
export function plotBoundary(options: PlotBoundaryOptions): string {
  const { width = 60, height = 24, title } = options;
  checkSize("plotBoundary", { width, height }, { width: 8, height: 4 });
  const paint = painter(options);
  const edges = frame("plotBoundary", options);
  const classes = classesOf("plotBoundary", options);
  const rows = height - 1 - (title === undefined ? 0 : 1);
  const marks = placeMarks(options, edges, classes, rows, width);

  const map = canShade(paint)
    ? shaded(paint, sample(options.f, edges, rows * 2, width), marks, rows, width)
    : lettered(paint, sample(options.f, edges, rows, width), marks, rows, width);
  const heading = title === undefined ? [] : [fit(title, width, "center")];
  return [...heading, ...map, fit(legend(canShade(paint), classes), width)].join("\n");
}

const markShapes = "oxvsdp";

function markOf(index: number): string {
  return markShapes[index % markShapes.length] as string;
}

/** The mark in each cell of the map, or undefined; where points share a cell the last one shows. */
function placeMarks(
  { points = [], labels = [] }: Boundary,
  { xRange, yRange }: Frame,
  classes: readonly number[],
  rows: number,
  columns: number,
): (string | undefined)[] {
  const marks = new Array<string | undefined>(rows * columns).fill(undefined);
  points.forEach(([x, y], i) => {
    const across = (x - xRange[0]) / (xRange[1] - xRange[0]);
    const down = (yRange[1] - y) / (yRange[1] - yRange[0]);
    if (!(across >= 0 && across <= 1 && down >= 0 && down <= 1)) return;
    const column = Math.min(Math.floor(across * columns), columns - 1);
    const row = Math.min(Math.floor(down * rows), rows - 1);
    marks[row * columns + column] = markOf(classes.indexOf(labels[i] as number));
  });
  return marks;
}

function shaded(
  paint: ChalkInstance,
  values: Float64Array,
  marks: readonly (string | undefined)[],
  rows: number,
  columns: number,
): string[] {
  const scale = magnitude(values);
  const color = (row: number, column: number): Rgb => {
    const value = values[row * columns + column] as number;
    return Number.isNaN(value) ? [128, 128, 128] : diverging(value / scale);
  };
  return cells(rows, columns, (row, column) => {
    const [top, bottom] = [color(2 * row, column), color(2 * row + 1, column)];
    const mark = marks[row * columns + column];
    if (mark === undefined) return paint.rgb(...top).bgRgb(...bottom)("▀");
    return paint
      .rgb(20, 20, 20)
      .bgRgb(...top)
      .bold(mark);
  });
}

function lettered(
  paint: ChalkInstance,
  values: Float64Array,
  marks: readonly (string | undefined)[],
  rows: number,
  columns: number,
): string[] {
  const scale = magnitude(values);
  return cells(rows, columns, (row, column) => {
    const mark = marks[row * columns + column];
    if (mark !== undefined) return paint.bold(mark);
    const value = (values[row * columns + column] as number) / scale;
    if (Number.isNaN(value)) return "?";
    if (value === 0) return " ";
    const strong = Math.abs(value) > 1 / 3;
    return value < 0 ? paint.blue(strong ? "-" : ".") : paint.yellow(strong ? "+" : ":");
  });
}

function cells(rows: number, columns: number, draw: (row: number, column: number) => string): string[] {
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => draw(row, column)).join(""),
  );
}

function legend(colored: boolean, classes: readonly number[]): string {
  const field = colored ? "blue f < 0, orange f > 0" : "-. f < 0   :+ f > 0";
  return [field, ...classes.map((label, i) => `${markOf(i)} class ${label}`)].join("   ");
}

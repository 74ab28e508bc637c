import { extent } from "./extent.ts";

/** A scalar field over the plane, as a classifier's score: its sign is the class, zero is the boundary. */
export type Field = (x: number, y: number) => number;

export type Range = readonly [from: number, to: number];

/** What a picture of a decision boundary shows. */
export interface Boundary {
  /** The score: class 0 below zero, class 1 above. A probability p goes in as p - 1/2. */
  readonly f: Field;
  /** Data to draw over the field. */
  readonly points?: readonly (readonly [number, number])[];
  /** The class of each point, by any numbers (0 and 1, -1 and 1): sorted, they take the marks and colours in order. */
  readonly labels?: ArrayLike<number>;
  /** Left and right edge; where left out, around the points. */
  readonly xRange?: Range;
  /** Bottom and top edge; where left out, around the points. */
  readonly yRange?: Range;
}

export interface Frame {
  readonly xRange: Range;
  readonly yRange: Range;
}

/**
 * The edges of the picture: those given, or around the points with a margin of a tenth on each side.
 *
 * @throws Error where a range is empty or not finite
 */
export function frame(what: string, { points = [], xRange, yRange }: Boundary): Frame {
  const around = (axis: 0 | 1): Range => {
    const [low, high] = extent(points.map((point) => point[axis])) ?? [-1, 1];
    const margin = (high - low) / 10 || 1;
    return [low - margin, high + margin];
  };
  const edges = { xRange: xRange ?? around(0), yRange: yRange ?? around(1) };
  for (const [name, [from, to]] of Object.entries(edges)) {
    if (!(Number.isFinite(to - from) && from < to)) {
      throw new Error(`${what}: ${name} must be [from, to] with from < to, got [${from}, ${to}]`);
    }
  }
  return edges;
}

/**
 * `f` at the middles of `rows` x `columns` equal cells, row-major, the first row on top (the largest y).
 */
export function sample(f: Field, { xRange, yRange }: Frame, rows: number, columns: number): Float64Array {
  const values = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const y = yRange[1] + ((row + 0.5) / rows) * (yRange[0] - yRange[1]);
    for (let column = 0; column < columns; column++) {
      const x = xRange[0] + ((column + 0.5) / columns) * (xRange[1] - xRange[0]);
      values[row * columns + column] = f(x, y);
    }
  }
  return values;
}

/** The largest finite magnitude, by which values go to -1 .. 1; 1 for a field that is zero everywhere. */
export function magnitude(values: Float64Array): number {
  return (
    values.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 0) || 1
  );
}

/** The classes among the labels, sorted: a label's place is its class. */
export function classesOf(what: string, { points = [], labels = [] }: Boundary): number[] {
  if (labels.length !== points.length) {
    throw new Error(`${what}: ${points.length} points, but ${labels.length} labels; each point needs one`);
  }
  return [...new Set(Array.from(labels))].sort((a, b) => a - b);
}

/** A point of the plane; y grows downwards, as in images. */
export type Point = readonly [x: number, y: number];

/** What the pen passes through, and where it turns instead of bending. */
export interface Knot {
  readonly at: Point;
  readonly corner: boolean;
}

/** Reads the notation of the templates: `"5,6 92,3! 40,100"`, in percent of a box. */
export function parseStroke(text: string): readonly Knot[] {
  return text.split(" ").map((word) => {
    const [x = Number.NaN, y = Number.NaN] = word.replace("!", "").split(",").map(Number);
    return { at: [x / 100, y / 100], corner: word.endsWith("!") };
  });
}

/**
 * A smooth line through all knots, as short straight pieces.
 *
 * Between p1 and p2, with neighbours p0 and p3 and t in [0, 1], the uniform Catmull-Rom spline:
 * p(t) = p1 + t/2 ((p2 - p0) + t ((2 p0 - 5 p1 + 4 p2 - p3) + t (3 p1 - p0 - 3 p2 + p3))).
 * A corner has no neighbour beyond itself.
 *
 * @see E. Catmull, R. Rom, "A class of local interpolating splines", 1974
 */
export function smooth(knots: readonly Knot[], pieces: number): Point[] {
  const line: Point[] = [(knots[0] as Knot).at];
  for (let i = 0; i + 1 < knots.length; i++) {
    const from = knots[i] as Knot;
    const to = knots[i + 1] as Knot;
    const before = from.corner ? from.at : (knots[i - 1] ?? from).at;
    const after = to.corner ? to.at : (knots[i + 2] ?? to).at;
    for (let piece = 1; piece <= pieces; piece++) {
      const t = piece / pieces;
      line.push([
        catmullRom(before[0], from.at[0], to.at[0], after[0], t),
        catmullRom(before[1], from.at[1], to.at[1], after[1], t),
      ]);
    }
  }
  return line;
}

function catmullRom(p0: number, p1: number, p2: number, p3: number, t: number): number {
  return p1 + (t / 2) * (p2 - p0 + t * (2 * p0 - 5 * p1 + 4 * p2 - p3 + t * (3 * p1 - p0 - 3 * p2 + p3)));
}

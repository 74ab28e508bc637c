import type { Point } from "./curve.ts";

/** A line and how wide the pen is at each of its points: the radius, in the unit of the points. */
export interface Ink {
  readonly line: readonly Point[];
  readonly radii: readonly number[];
}

/** Side of the box that MNIST fits a digit into, and of its images. */
const box = 20;
export const side = 28;

/**
 * Draws strokes as MNIST's authors prepared theirs: fitted into a box of 20x20 pixels with the aspect kept, and put into
 * the image of 28x28 so that the middle of its mass lies in the middle, to whole pixels.
 *
 * A pixel's ink is the overlap of a soft-edged round pen: clamp(r - d + 1/2, 0, 1) for the distance d to the line.
 *
 * @see Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits", 1998
 */
export function render(strokes: readonly Ink[], into: Float32Array): void {
  const fitted = fit(strokes);
  const drawn = new Float32Array(box * box);
  for (const { line, radii } of fitted) {
    for (let i = 0; i + 1 < line.length; i++) {
      segment(drawn, line[i] as Point, line[i + 1] as Point, radii[i] as number, radii[i + 1] as number);
    }
  }
  center(drawn, into);
}

function fit(strokes: readonly Ink[]): Ink[] {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { line, radii } of strokes) {
    line.forEach(([x, y], i) => {
      const r = radii[i] as number;
      left = Math.min(left, x - r);
      right = Math.max(right, x + r);
      top = Math.min(top, y - r);
      bottom = Math.max(bottom, y + r);
    });
  }
  const scale = box / Math.max(right - left, bottom - top);
  const dx = (box - scale * (right - left)) / 2 - scale * left;
  const dy = (box - scale * (bottom - top)) / 2 - scale * top;
  return strokes.map(({ line, radii }) => ({
    line: line.map(([x, y]) => [scale * x + dx, scale * y + dy]),
    radii: radii.map((r) => scale * r),
  }));
}

function segment(image: Float32Array, a: Point, b: Point, ra: number, rb: number): void {
  const [ax, ay] = a;
  const [bx, by] = b;
  const [ux, uy] = [bx - ax, by - ay];
  const length2 = ux * ux + uy * uy;
  const reach = Math.max(ra, rb) + 0.5;
  const x1 = Math.min(box - 1, Math.floor(Math.max(ax, bx) + reach));
  const y1 = Math.min(box - 1, Math.floor(Math.max(ay, by) + reach));
  for (let y = Math.max(0, Math.floor(Math.min(ay, by) - reach)); y <= y1; y++) {
    for (let x = Math.max(0, Math.floor(Math.min(ax, bx) - reach)); x <= x1; x++) {
      const [px, py] = [x + 0.5 - ax, y + 0.5 - ay];
      const t = length2 === 0 ? 0 : Math.max(0, Math.min(1, (px * ux + py * uy) / length2));
      const distance = Math.sqrt((px - t * ux) ** 2 + (py - t * uy) ** 2);
      const ink = Math.min(1, ra + t * (rb - ra) - distance + 0.5);
      const at = y * box + x;
      if (ink > (image[at] as number)) image[at] = ink;
    }
  }
}

function center(drawn: Float32Array, into: Float32Array): void {
  let [mass, mx, my] = [0, 0, 0];
  drawn.forEach((ink, i) => {
    mass += ink;
    mx += ink * ((i % box) + 0.5);
    my += ink * (Math.floor(i / box) + 0.5);
  });
  const right = Math.round(side / 2 - mx / mass);
  const down = Math.round(side / 2 - my / mass);
  for (let y = 0; y < box; y++) {
    for (let x = 0; x < box; x++) {
      const [toX, toY] = [x + right, y + down];
      // A lopsided digit may reach over the edge, as some of MNIST's do.
      if (toX < 0 || toX >= side || toY < 0 || toY >= side) continue;
      into[toY * side + toX] = drawn[y * box + x] as number;
    }
  }
}

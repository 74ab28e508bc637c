import type { Data, EncodeEntry, Mark, Spec } from "vega";
import { type Boundary, classesOf, type Frame, frame, magnitude, type Range, sample } from "../field.ts";
import { diverging, palette } from "../palette.ts";
import { config, render } from "./render.ts";

export interface BoundarySvgOptions extends Boundary {
  /** Samples of f along each axis; 100 where left out. */
  readonly resolution?: number;
  readonly title: string;
  readonly xLabel?: string;
  readonly yLabel?: string;
}

/**
 * A classifier's score as an SVG map with the data over it: blue below zero, orange above, darker with |f|, and a
 * line where it is zero. Classes differ by shape as well as by colour.
 *
 * @throws Error where f gives NaN, points and labels differ in number, or a range is empty
 */
export async function decisionBoundarySvg(options: BoundarySvgOptions): Promise<string> {
  const { f, resolution = 100 } = options;
  if (!Number.isInteger(resolution) || resolution < 2) {
    throw new Error(`decisionBoundarySvg: resolution must be a whole number >= 2, got ${resolution}`);
  }
  const edges = frame("decisionBoundarySvg", options);
  const classes = classesOf("decisionBoundarySvg", options);
  const known = (x: number, y: number): number => {
    const value = f(x, y);
    if (!Number.isNaN(value)) return value;
    throw new Error(`decisionBoundarySvg: f(${x}, ${y}) is NaN; has the training diverged?`);
  };
  const values = sample(known, widen(edges, resolution), resolution + 2, resolution + 2);
  return render(specOf(options, edges, values, resolution, classes));
}

/** Bands of the field from -1 to 1, an even number, so that zero is a border. */
const bands = Array.from({ length: 12 }, (_, band) => -1 + band / 6);
const shapes = ["circle", "diamond", "triangle-up", "square", "cross", "triangle-down"];
const size = 400;

function specOf(
  { points = [], labels = [], title, xLabel = "x₁", yLabel = "x₂" }: BoundarySvgOptions,
  { xRange, yRange }: Frame,
  values: Float64Array,
  resolution: number,
  classes: readonly number[],
): Spec {
  const scale = magnitude(values);
  // An infinite score is as far from zero as the picture goes.
  const field = Array.from(values, (value) => Math.min(Math.max(value / scale, -1), 1));
  const side = resolution + 2;
  const names = classes.map((label) => `class ${label}`);
  const visible = points
    .map(([x, y], i) => ({ x, y, name: `class ${labels[i]}` }))
    .filter(({ x, y }) => x >= xRange[0] && x <= xRange[1] && y >= yRange[0] && y <= yRange[1]);
  const signs = ["f < 0", "f > 0"];
  return {
    config,
    title,
    description: title,
    width: size,
    height: size,
    data: [
      { name: "grid", values: [{ width: side, height: side, values: field }] },
      contours("bands", bands, resolution),
      contours("boundary", [0], resolution),
      { name: "points", values: visible },
    ],
    scales: [
      { name: "x", type: "linear", domain: [...xRange], range: "width", zero: false },
      { name: "y", type: "linear", domain: [...yRange], range: "height", zero: false },
      { name: "band", type: "ordinal", domain: bands, range: bands.map((from) => css(from + 1 / 12)) },
      { name: "sign", type: "ordinal", domain: signs, range: [css(-0.6), css(0.6)] },
      { name: "color", type: "ordinal", domain: names, range: cycle(palette, names.length) },
      { name: "shape", type: "ordinal", domain: names, range: cycle(shapes, names.length) },
    ],
    axes: [
      { scale: "x", orient: "bottom", title: xLabel, tickCount: 6, zindex: 1 },
      { scale: "y", orient: "left", title: yLabel, tickCount: 6, zindex: 1 },
    ],
    legends: [
      { fill: "sign", symbolType: "square", symbolStrokeWidth: 0 },
      ...(names.length === 0 ? [] : [{ fill: "color", shape: "shape" }]),
    ],
    marks: [
      {
        type: "group",
        clip: true,
        encode: { enter: { width: { value: size }, height: { value: size } } },
        marks: [
          area("bands", { fill: { scale: "band", field: "contour.value" } }),
          area("boundary", { stroke: { value: "#333" }, strokeWidth: { value: 1.5 } }),
        ],
      },
      {
        type: "symbol",
        from: { data: "points" },
        encode: {
          enter: {
            x: { scale: "x", field: "x" },
            y: { scale: "y", field: "y" },
            fill: { scale: "color", field: "name" },
            shape: { scale: "shape", field: "name" },
            size: { value: 60 },
            stroke: { value: "#fff" },
            strokeWidth: { value: 1 },
          },
        },
      },
    ],
  };
}

/** A cell more on each side: contours run along the edge of the samples, where nobody is to see them. */
function widen({ xRange, yRange }: Frame, resolution: number): Frame {
  const wider = ([from, to]: Range): Range => [
    from - (to - from) / resolution,
    to + (to - from) / resolution,
  ];
  return { xRange: wider(xRange), yRange: wider(yRange) };
}

/** The areas where the field is at least each threshold, in pixels of the plot. */
function contours(name: string, thresholds: readonly number[], resolution: number): Data {
  const cell = size / resolution;
  return {
    name,
    source: "grid",
    transform: [{ type: "isocontour", thresholds: [...thresholds], scale: cell, translate: [-cell, -cell] }],
  };
}

function area(data: string, enter: EncodeEntry): Mark {
  return {
    type: "path",
    from: { data },
    encode: { enter },
    transform: [{ type: "geopath", field: "datum.contour" }],
  };
}

function css(value: number): string {
  return `rgb(${diverging(value).join(",")})`;
}

function cycle(items: readonly string[], length: number): string[] {
  return Array.from({ length }, (_, i) => items[i % items.length] as string);
}

import type { TopLevelSpec } from "vega-lite";
import { palette } from "../palette.ts";
import { config, render } from "./render.ts";

export interface ScatterOptions {
  readonly title: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** A text beside each point: words of an embedding. */
  readonly labels?: readonly string[];
  /** Up to six groups, told apart by colour and shape. */
  readonly groups?: readonly string[];
  readonly xLabel?: string;
  readonly yLabel?: string;
  /** Arrows between points, by index: pairs of an analogy. */
  readonly links?: readonly (readonly [from: number, to: number])[];
}

/**
 * Points of the plane as SVG, with labels: an embedding after `pca`.
 *
 * @throws Error where labels or groups differ in number from points, a link leads nowhere, there are more than six groups, or
 *   no point is finite
 */
export async function scatterSvg(options: ScatterOptions): Promise<string> {
  const { compile } = await import("vega-lite");
  return render(compile(specOf(options)).spec);
}

const shapes = ["circle", "diamond", "triangle-up", "square", "cross", "triangle-down"];

function specOf(options: ScatterOptions): TopLevelSpec {
  const { title, points, labels, groups, links = [], xLabel = "", yLabel = "" } = options;
  for (const [what, list] of Object.entries({ labels, groups }))
    if (list !== undefined && list.length !== points.length)
      throw new Error(`scatterSvg: ${points.length} points, but ${list.length} ${what}; each needs one`);
  const names = [...new Set(groups ?? [""])];
  if (names.length > palette.length)
    throw new Error(`scatterSvg: ${names.length} groups, but only ${palette.length} can be told apart`);
  const at = (i: number): readonly [number, number] => {
    const point = points[i];
    if (point === undefined)
      throw new Error(`scatterSvg: a link names point ${i}, but there are ${points.length}; count from 0`);
    return point;
  };
  const rows = points
    .map(([x, y], i) => ({ x, y, text: labels?.[i] ?? "", name: groups?.[i] ?? "" }))
    .filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
  if (rows.length === 0) throw new Error("scatterSvg: there is no finite point to draw");
  const lines = links.map(([from, to]) => {
    const [[x, y], [x2, y2]] = [at(from), at(to)];
    return { x, y, x2, y2 };
  });
  const axis = (field: "x" | "y", text: string) => ({
    field,
    type: "quantitative" as const,
    title: text === "" ? null : text,
    scale: { zero: false, nice: true, padding: 12 },
    axis: { tickCount: 6 },
  });
  const legend = groups === undefined ? null : {};
  const name = { field: "name", type: "nominal" as const, legend };
  return {
    config: config as NonNullable<TopLevelSpec["config"]>,
    title,
    description: title,
    width: 600,
    height: 480,
    layer: [
      {
        data: { values: lines },
        mark: { type: "rule", aria: false, color: "#9a9a95", strokeDash: [4, 3] },
        encoding: { x: axis("x", xLabel), y: axis("y", yLabel), x2: { field: "x2" }, y2: { field: "y2" } },
      },
      {
        data: { values: rows },
        mark: {
          type: "point",
          aria: false,
          filled: true,
          size: labels === undefined ? 30 : 55,
          opacity: 0.9,
        },
        encoding: {
          x: axis("x", xLabel),
          y: axis("y", yLabel),
          color: { ...name, scale: { domain: names, range: palette.slice(0, names.length) } },
          shape: { ...name, scale: { domain: names, range: shapes.slice(0, names.length) } },
        },
      },
      {
        data: { values: labels === undefined ? [] : rows },
        mark: { type: "text", aria: false, align: "left", dx: 7, dy: 1, fontSize: 12, color: "#333" },
        encoding: { x: axis("x", xLabel), y: axis("y", yLabel), text: { field: "text", type: "nominal" } },
      },
    ],
  };
}

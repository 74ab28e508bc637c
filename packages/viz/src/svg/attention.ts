import type { TopLevelSpec } from "vega-lite";
import { checkMatrix, type Matrix } from "../matrix.ts";
import { schemes } from "./heatmap.ts";
import { config, render } from "./render.ts";

export interface AttentionOptions {
  readonly title: string;
  /** For each head, how much each query (row) looks at each key (column), 0 to 1. */
  readonly heads: readonly Matrix[];
  /** The tokens that look, from top to bottom. */
  readonly queries: readonly string[];
  /** The tokens that are looked at, from left to right. */
  readonly keys: readonly string[];
  /** Heads in a row; 4 where left out. */
  readonly columns?: number;
}

/**
 * Attention weights of one or more heads as SVG maps, as in Vaswani et al. 2017, figures 3 to 5: each row sums to 1, dark is
 * where a token looks.
 *
 * @throws Error where a head has other rows or columns than there are tokens
 */
export async function attentionSvg(options: AttentionOptions): Promise<string> {
  const { title, heads, queries, keys, columns = 4 } = options;
  if (heads.length === 0) throw new Error("attentionSvg: there are no heads to draw");
  const values = heads.flatMap((head, h) => {
    checkMatrix(`attentionSvg, head ${h}`, head, { rows: queries, columns: keys });
    return head.flatMap((row, q) => Array.from(row, (weight, k) => ({ head: `head ${h}`, q, k, weight })));
  });
  const side = Math.min(26, Math.max(8, 320 / Math.max(queries.length, keys.length)));
  const axis = (field: string, labels: readonly string[]) => ({
    field,
    type: "ordinal" as const,
    title: null,
    scale: { domain: labels.map((_, i) => i), padding: 0 },
    axis: {
      labelExpr: `(${JSON.stringify(labels)})[datum.value]`,
      labelAngle: field === "k" && labels.some((label) => label.length > 2) ? -60 : 0,
      grid: false,
      ticks: false,
      domain: false,
      labelFontSize: Math.min(12, Math.max(7, side - 2)),
    },
  });
  const spec: TopLevelSpec = {
    config: config as NonNullable<TopLevelSpec["config"]>,
    title,
    description: title,
    data: { values },
    facet: {
      field: "head",
      type: "nominal",
      title: null,
      sort: heads.map((_, h) => `head ${h}`),
      header: { labelFontSize: 13, labelPadding: 4 },
    },
    columns,
    spec: {
      width: side * keys.length,
      height: side * queries.length,
      mark: { type: "rect", aria: false },
      encoding: {
        x: axis("k", keys),
        y: axis("q", queries),
        color: {
          field: "weight",
          type: "quantitative",
          scale: { domain: [0, 1], range: [...schemes.sequential], clamp: true, interpolate: "rgb" },
          legend: { gradientLength: 120, tickCount: 4 },
        },
      },
    },
    resolve: { axis: { x: "independent", y: "independent" } },
  };
  const { compile } = await import("vega-lite");
  return render(compile(spec).spec);
}

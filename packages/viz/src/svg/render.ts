import type { Config, Spec } from "vega";

/** One look for every chart: light background, quiet grid, fonts that are on every machine. */
export const config: Config = {
  background: "#fdfdfc",
  padding: 16,
  font: "Helvetica, Arial, sans-serif",
  title: { fontSize: 17, fontWeight: 600, color: "#222", anchor: "start", offset: 14 },
  axis: {
    labelFontSize: 12,
    titleFontSize: 13,
    titleFontWeight: "normal",
    labelColor: "#444",
    titleColor: "#333",
    titlePadding: 10,
    gridColor: "#e6e6e3",
    domainColor: "#999",
    tickColor: "#999",
  },
  legend: { labelFontSize: 13, labelColor: "#333", symbolSize: 90, title: null, rowPadding: 6 },
} as Config;

/** What a text may hold, and XML 1.0 (section 2.2) may not. */
const notXml = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

let last: Promise<unknown> = Promise.resolve();

/** The SVG of a chart, the same for the same spec, without a DOM. */
export function render(spec: Spec): Promise<string> {
  // Vega numbers the ids in its SVG across all charts: drawn one after the other, each starts from the first.
  const svg = last.then(() => draw(spec));
  last = svg.catch(() => {});
  return svg;
}

async function draw(spec: Spec): Promise<string> {
  // A large library: loaded only by those who draw a chart.
  const vega = await import("vega");
  vega.resetSVGDefIds();
  // Left to itself, Vega prints an error and draws what is left.
  const errors: unknown[] = [];
  const logger = Object.assign(vega.logger(vega.None), { error: (error: unknown) => errors.push(error) });
  const view = new vega.View(vega.parse(spec), { renderer: "none", logger });
  try {
    const svg = await view.toSVG();
    if (errors.length > 0) throw errors[0];
    return withOwnIds(svg.replaceAll(notXml, ""));
  } finally {
    view.finalize();
  }
}

/**
 * Ids that follow from the picture: in a page that holds several, `gradient_0` of one would be taken for that of another.
 */
function withOwnIds(svg: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < svg.length; i++) hash = Math.imul(hash ^ svg.charCodeAt(i), 0x01000193);
  const own = (hash >>> 0).toString(36);
  return svg.replaceAll(/(id="|url\(#|href="#)((?:gradient_|clip|pattern_)\d+)/g, `$1$2-${own}`);
}

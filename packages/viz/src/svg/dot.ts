import type { Graphviz } from "@hpcc-js/wasm-graphviz";

let loading: Promise<Graphviz> | undefined;

/**
 * A graph in the DOT language as SVG, laid out and drawn by Graphviz's `dot`.
 *
 * @throws Error where Graphviz cannot read the DOT; the message shows the line it stopped at
 * @see https://graphviz.org/doc/info/lang.html
 */
export async function dotToSvg(dot: string): Promise<string> {
  // Half a megabyte of WebAssembly: loaded only by those who draw a graph, and once.
  loading ??= import("@hpcc-js/wasm-graphviz").then(({ Graphviz }) => Graphviz.load());
  const graphviz = await loading;
  let svg: string;
  try {
    svg = graphviz.layout(dot, "svg", "dot");
  } catch (error) {
    throw new Error(explain(dot, (error as Error).message.trim()), { cause: error });
  }
  if (svg.trim() === "") throw new Error("dotToSvg: there is no graph in this DOT; expected digraph { ... }");
  return svg;
}

function explain(dot: string, message: string): string {
  const number = Number(/line (\d+)/.exec(message)?.[1]);
  const line = dot.split("\n")[number - 1];
  return line === undefined ? `dotToSvg: ${message}` : `dotToSvg: ${message}\n${number} | ${line}`;
}

/** The computation graph behind a `Value`, as a list of its nodes and as a picture in DOT, Graphviz's language. */
import type { Value } from "./value.ts";

/** The parents of a node: none, one or two. The same node twice in `a + a`. */
export function parents(node: Value): Value[] {
  if (node.a === null) return [];
  return node.b === null ? [node.a] : [node.a, node.b];
}

/**
 * Every node that `root` was computed from, and `root` itself, each exactly once however many paths lead to it, every
 * node after its parents: a topological order, with `root` last.
 *
 * No recursion, so that a chain of any length is fine: keep a stack of nodes; look at its top; if a parent of it has not
 * been listed yet, push that parent; else the node itself is next in the list. A node may lie on the stack more
 * than once, but it is listed once.
 */
export function ancestors(root: Value): Value[] {
  const listed = new Set<Value>();
  const stack = [root];
  for (let node = stack.at(-1); node !== undefined; node = stack.at(-1)) {
    const missing = parents(node).find((parent) => !listed.has(parent));
    if (missing !== undefined) {
      stack.push(missing);
    } else {
      listed.add(node);
      stack.pop();
    }
  }
  return [...listed];
}

/** How `toDot` draws. */
export interface DotOptions {
  /** Names to write on nodes: `{ a, b, loss }`. */
  readonly names?: Readonly<Record<string, Value>>;
  /** Significant digits of values and gradients; 4 by default. */
  readonly digits?: number;
  /** What to write on the arrow from operand 0 or 1 into the op of `node`: its local derivative, say. */
  readonly edgeLabel?: (node: Value, operand: 0 | 1) => string | number;
}

/** The typeface of the charts that stand beside such a drawing. */
const FONTS = "  node [fontname=Helvetica]; edge [fontname=Helvetica];";

/**
 * The graph of `root` in DOT: a box for each node with its name, data and gradient, a circle for each op, arrows from
 * operands to results, left to right. `@gradus/viz` renders it: `await dotToSvg(toDot(y))`.
 */
export function toDot(root: Value, options: DotOptions = {}): string {
  const digits = options.digits ?? 4;
  const names = new Map(Object.entries(options.names ?? {}).map(([name, node]) => [node, name]));
  const nodes = ancestors(root);
  const index = new Map(nodes.map((node, i) => [node, i]));
  const lines = nodes.flatMap((node, i) => {
    const name = names.get(node);
    const label = [
      ...(name === undefined ? [] : [escapeLabel(name)]),
      `data ${format(node.data, digits)}`,
      `grad ${format(node.grad, digits)}`,
    ].join(" | ");
    const box = `  v${i} [shape=record, label="{ ${label} }"];`;
    if (node.op === null) return [box];
    const op = `  o${i} [shape=circle, label="${node.op.label}"];`;
    const edges = parents(node).map((parent, operand) => {
      const arrow = `  v${index.get(parent)} -> o${i}`;
      const text = options.edgeLabel?.(node, operand === 0 ? 0 : 1);
      if (text === undefined) return `${arrow};`;
      const label = typeof text === "number" ? format(text, digits) : escapeLabel(text);
      return `${arrow} [label="${label}"];`;
    });
    return [box, op, ...edges, `  o${i} -> v${i};`];
  });
  return ["digraph {", "  rankdir=LR;", FONTS, ...lines, "}", ""].join("\n");
}

function format(x: number, digits: number): string {
  return Number.isFinite(x) ? String(Number(x.toPrecision(digits))) : String(x);
}

/** Record labels give a meaning to these characters. */
function escapeLabel(name: string): string {
  return name.replace(/[\\"{}|<>]/g, "\\$&");
}

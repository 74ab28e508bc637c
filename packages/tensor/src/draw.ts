/** The recorded computation as a picture in DOT, Graphviz's language. */
import { show } from "./shape.ts";
import type { Node, Tensor } from "./tensor.ts";

/** How `draw` draws. */
export interface DrawOptions {
  /** Names to write on tensors: `{ w, b, loss }`. */
  readonly names?: Readonly<Record<string, Tensor>>;
}

/**
 * What `y` was computed from: an ellipse for each recorded op with the shape of its result, a box for each leaf with its
 * shape, its type and whether a gradient has arrived, a dashed box for each input that needs none. Left to right.
 * `@gradus/viz` renders it: `await dotToSvg(draw(loss))`.
 *
 * @throws Error if nothing was recorded
 */
export function draw(y: Tensor, { names = {} }: DrawOptions = {}): string {
  if (y.node === null)
    throw new Error(
      "draw: nothing was recorded for this tensor; make an input with requiresGrad: true, and compute outside of noGrad",
    );
  const nodes = ancestors(y.node);
  const ids = new Map<Node | Tensor, string>(nodes.map((node, i) => [node, `n${i}`]));
  const named = new Map<Node | Tensor, string>(
    Object.entries(names).map(([name, tensor]) => [tensor.node ?? tensor, name]),
  );
  const lines: string[] = [];
  for (const node of nodes) {
    lines.push(`  ${ids.get(node)} ${nodeStyle(node, named.get(node))};`);
    node.inputs.forEach((input, i) => {
      const source = node.edges[i] ?? input;
      if (!ids.has(source)) {
        ids.set(source, `c${ids.size - nodes.length}`);
        lines.push(`  ${ids.get(source)} ${constantStyle(input, named.get(source))};`);
      }
      lines.push(`  ${ids.get(source)} -> ${ids.get(node)};`);
    });
  }
  return ["digraph {", "  rankdir=LR;", ...lines, "}", ""].join("\n");
}

/** Every node that `root` was computed from, and itself, once each, after its inputs. No recursion: chains may be long. */
function ancestors(root: Node): Node[] {
  const listed = new Set<Node>();
  const stack = [root];
  for (let node = stack.at(-1); node !== undefined; node = stack.at(-1)) {
    const missing = node.edges.find((edge) => edge !== null && !listed.has(edge));
    if (missing) {
      stack.push(missing);
    } else {
      listed.add(node);
      stack.pop();
    }
  }
  return [...listed];
}

function nodeStyle(node: Node, name: string | undefined): string {
  const { op, owner, shape } = node;
  const gradient = owner === null ? [] : [owner.grad === null ? "no gradient yet" : "has a gradient"];
  if (op !== null)
    return style("ellipse", [
      name === undefined ? op.name : `${name} = ${op.name}`,
      show(shape),
      ...gradient,
    ]);
  return style("box", [name ?? "leaf", `${show(shape)} ${node.output.dtype}`, ...gradient]);
}

function constantStyle({ shape, dtype }: Tensor, name = "constant"): string {
  return style("box", [name, `${show(shape)} ${dtype}`], ", style=dashed");
}

function style(form: string, label: readonly string[], more = ""): string {
  const text = label.map((line) => line.replace(/[\\"]/g, "\\$&")).join("\\n");
  return `[shape=${form}, label="${text}"${more}]`;
}

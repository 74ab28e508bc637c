/** A small graph with its gradients: what the whole library rests on. */

import type { Screen } from "@gradus/demo";
import { ancestors, parents, toDot, Value } from "@gradus/scalar";
import { dotToSvg, table } from "@gradus/viz";
import { savePicture } from "../pictures.ts";

/** Draws `e = (a + b)·(b + 1)`. */
export async function graph(screen: Screen): Promise<void> {
  screen.heading("A value that remembers where it came from");
  const a = new Value(2);
  const b = new Value(1);
  const c = a.add(b);
  const d = b.add(1);
  const e = c.mul(d);
  e.backward();
  const names = { a, b, c, d, e };
  const nameOf = new Map(Object.entries(names).map(([name, node]) => [node, name]));
  const rows = ancestors(e)
    .filter((node) => nameOf.has(node))
    .map((node) => {
      const operands = parents(node).map((parent) => nameOf.get(parent) ?? String(parent.data));
      const made = node.op === null ? "" : `${node.op.label}(${operands.join(", ")})`;
      return [nameOf.get(node) as string, made, String(node.data), String(node.grad)];
    });
  screen.say("e = (a + b)·(b + 1); e.backward() asks: how much does e move when each value moves?\n");
  screen.say(
    table(rows, { header: ["node", "made by", "data", "grad"], align: ["left", "left", "right", "right"] }),
  );
  screen.say("\nb is used twice, and its gradient 5 = 2 + 3 is the sum over both paths.");
  const path = savePicture("start", "graph.svg", await dotToSvg(toDot(e, { names })));
  screen.say(`Saved ${path}`);
}

/** Nodes and constants that no output needs, left out. */
import type { onnx as Onnx } from "onnx-proto";
import type { Graph } from "./graph.ts";

/** What is left of a graph. */
export interface Pruned {
  readonly nodes: readonly Onnx.INodeProto[];
  readonly initializers: readonly Onnx.ITensorProto[];
}

/** Keeps what leads to the outputs. Nodes come after those whose outputs they use, and stay in that order. */
export function pruned({ nodes, initializers }: Graph, outputs: readonly string[]): Pruned {
  const needed = new Set(outputs);
  const kept = nodes.toReversed().filter(({ input, output }) => {
    if (!output?.some((name) => needed.has(name))) return false;
    for (const name of input ?? []) needed.add(name);
    return true;
  });
  return {
    nodes: kept.reverse(),
    initializers: [...initializers].filter(([name]) => needed.has(name)).map(([, tensor]) => tensor),
  };
}

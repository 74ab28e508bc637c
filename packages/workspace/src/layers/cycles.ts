/** Who names whom. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Cycles as `[a, b, c, a]`, so many that every node that lies on one is shown in one; an edge from a node to
 * itself is a cycle too. Taking away, again and again, the nodes that point to nothing that is left leaves
 * few to start from.
 */
export function cyclesOf(graph: Graph): string[][] {
  const left = peel(graph);
  const found: string[][] = [];
  const seen = new Set<string>();
  for (const start of [...left].sort()) {
    if (seen.has(start)) continue;
    const cycle = shortestCycleThrough(start, graph, left);
    if (cycle === undefined) continue;
    found.push(cycle);
    for (const node of cycle) seen.add(node);
  }
  return found;
}

function peel(graph: Graph): Set<string> {
  const left = new Set(graph.keys());
  const pointsInto = (node: string): boolean => [...(graph.get(node) ?? [])].some((next) => left.has(next));
  for (let size = -1; size !== left.size; ) {
    size = left.size;
    for (const node of left) if (!pointsInto(node)) left.delete(node);
  }
  return left;
}

/** Breadth first, so that the shortest of the cycles through a node is the one that is shown. */
function shortestCycleThrough(
  start: string,
  graph: Graph,
  within: ReadonlySet<string>,
): string[] | undefined {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const node of queue) {
    for (const next of [...(graph.get(node) ?? [])].sort()) {
      if (next === start) return [...pathTo(node, start, cameFrom), start];
      if (!within.has(next) || cameFrom.has(next)) continue;
      cameFrom.set(next, node);
      queue.push(next);
    }
  }
  return undefined;
}

function pathTo(node: string, start: string, cameFrom: ReadonlyMap<string, string>): string[] {
  const path = [node];
  for (let at = node; at !== start; ) {
    at = cameFrom.get(at) ?? start;
    path.unshift(at);
  }
  return path;
}

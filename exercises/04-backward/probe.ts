/**
 * Turns graphs of `Value`s into plain data: what the tests of this lesson call.
 *
 * A graph is a function from its inputs to its named nodes, the result last:
 * `(a) => { const b = a.add(a); return { a, b }; }`.
 */
import * as scalar from "@gradus/scalar";
import { Value } from "@gradus/scalar";

export { hessian, hvp } from "@gradus/scalar";

type Nodes = Record<string, Value>;
type Graph = (...inputs: Value[]) => Nodes;
type Snapshot = { readonly [field in "data" | "grad" | "pending"]: Record<string, number> };

/** `countUses(result)`, on a graph in which every node's gradient is `grad`. */
export function countUses(graph: Graph, inputs: number[], grad = 0): Snapshot {
  const nodes = build(graph, inputs, grad);
  scalar.countUses(result(nodes));
  return snapshot(nodes);
}

/** `passOn(node)` for a node whose gradient is `gradient`, on a graph in which every other one's is `grad`. */
export function passOn(graph: Graph, inputs: number[], name: string, gradient: number, grad = 0): Snapshot {
  const nodes = build(graph, inputs, grad);
  const node = named(nodes, name);
  node.grad = gradient;
  scalar.passOn(node);
  return snapshot(nodes);
}

/** `node.backward(cotangent)` for each of the calls, in this order, on the same graph. */
export function backward(
  graph: Graph,
  inputs: number[],
  calls: [name: string, cotangent?: number][],
): Snapshot {
  const nodes = build(graph, inputs);
  for (const [name, ...cotangent] of calls) named(nodes, name).backward(...cotangent);
  return snapshot(nodes);
}

/** `zeroGrad` of the named nodes, on a graph in which every node's gradient is `grad`. */
export function zeroGrad(graph: Graph, inputs: number[], names: string[], grad: number): Snapshot {
  const nodes = build(graph, inputs, grad);
  scalar.zeroGrad(new Set(names.map((name) => named(nodes, name))));
  return snapshot(nodes);
}

/** Two calls of `result.backward()` with a `zeroGrad` of all nodes between them. */
export function backwardTwiceWithZeroGrad(graph: Graph, inputs: number[]): Snapshot {
  const nodes = build(graph, inputs);
  result(nodes).backward();
  scalar.zeroGrad(Object.values(nodes));
  result(nodes).backward();
  return snapshot(nodes);
}

/** `f(...inputs)`: no derivative at all. */
export function value(f: (...x: Value[]) => Value, inputs: number[]): number {
  return f(...inputs.map((x) => new Value(x))).data;
}

/** `g = grad(f)`, then `g` at each of the points. */
export function grad(f: (...x: Value[]) => Value, ...points: number[][]): number[][] {
  const gradient = scalar.grad(f);
  return points.map(gradient);
}

/** How often `grad(f)(x)` calls `f`. */
export function callsOfGrad(f: (...x: Value[]) => Value, x: number[]): number {
  let calls = 0;
  scalar.grad((...inputs) => {
    calls++;
    return f(...inputs);
  })(x);
  return calls;
}

function build(graph: Graph, inputs: number[], grad = 0): Nodes {
  const nodes = graph(...inputs.map((x) => new Value(x)));
  for (const node of Object.values(nodes)) node.grad = grad;
  return nodes;
}

function named(nodes: Nodes, name: string): Value {
  const node = nodes[name];
  if (node === undefined) throw new RangeError(`the graph has no node ${name}; it has ${Object.keys(nodes)}`);
  return node;
}

function result(nodes: Nodes): Value {
  return named(nodes, Object.keys(nodes).at(-1) ?? "");
}

function snapshot(nodes: Nodes): Snapshot {
  const read = (field: keyof Snapshot): Record<string, number> =>
    Object.fromEntries(Object.entries(nodes).map(([name, node]) => [name, node[field]]));
  return { data: read("data"), grad: read("grad"), pending: read("pending") };
}

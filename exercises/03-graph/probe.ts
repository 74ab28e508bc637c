/**
 * Makes graphs out of plain descriptions and plain data out of graphs, so that the tests can see what your code
 * records: `Value`s themselves never leave the process that your code runs in.
 */
import {
  ancestors,
  type BinaryOp,
  Dual,
  type Num,
  neg,
  ops,
  type PartialDerivative,
  parents,
  type UnaryOp,
  Value,
} from "@gradus/scalar";

/** A computation step by step: `{ a: 2, b: 1, c: ["add", "a", "b"], d: ["add", "b", 1], e: ["mul", "c", "d"] }`. */
type Steps = Readonly<Record<string, number | readonly [op: string, ...operands: (string | number)[]]>>;

/** One node, as far as it can be written down: its parents by the names of their steps, unnamed leaves as numbers. */
interface NodeRecord {
  data: number;
  op: string | null;
  parents: (string | number)[];
}

const unaryOps = new Map(ops.unary.map((op) => [op.label, op]));
const binaryOps = new Map(ops.binary.map((op) => [op.label, op]));

/** The node of every step: its value, its op, its parents. */
export function record(steps: Steps): Record<string, NodeRecord> {
  const nodes = build(steps);
  const nameOf = (node: Value | null): string | number => {
    if (node === null) return "nothing";
    for (const [name, other] of nodes) if (other === node) return name;
    return node.op === null ? node.data : "a node that no step made";
  };
  return Object.fromEntries(
    [...nodes].map(([name, { data, op, a, b }]) => {
      const operands = b !== null ? [a, b] : a !== null ? [a] : [];
      return [name, { data, op: op?.label ?? null, parents: operands.map(nameOf) }];
    }),
  );
}

/** The same in numbers only: value, whether the op is the step's, and the parents' places among the steps. */
export function recordNumbers(steps: Steps): number[][] {
  const names = Object.keys(steps);
  return Object.entries(record(steps)).map(([name, { data, op, parents: of }]) => {
    const step = steps[name];
    const expected = Array.isArray(step) ? step[0] : null;
    return [data, op === expected ? 1 : 0, ...of.map((parent) => names.indexOf(String(parent)))];
  });
}

/**
 * The gradient of `root` with respect to every step, the long way: for every path from `root` back to a node, the
 * product of the local derivatives along it; for every node, the sum over its paths.
 */
export function pathSums(steps: Steps, root: string): Record<string, number> {
  const nodes = build(steps);
  const sums = new Map<Value, number>();
  const follow = (node: Value, product: number): void => {
    sums.set(node, (sums.get(node) ?? 0) + product);
    parents(node).forEach((parent, i) => {
      follow(parent, product * localDerivative(node, i));
    });
  };
  follow(nodes.get(root) as Value, 1);
  return Object.fromEntries([...nodes].map(([name, node]) => [name, sums.get(node) ?? 0]));
}

/** `op.derivative(x, y)` on numbers. */
export function derivative(op: string, x: number, y: number): number {
  const rule = (unaryOps.get(op) as UnaryOp).derivative;
  return typeof rule === "number" ? rule : rule(x, y);
}

/** `op.da(a, b, y)` on numbers. */
export function da(op: string, a: number, b: number, y: number): number {
  return partial((binaryOps.get(op) as BinaryOp).da, a, b, y);
}

/** `op.db(a, b, y)` on numbers. */
export function db(op: string, a: number, b: number, y: number): number {
  return partial((binaryOps.get(op) as BinaryOp).db, a, b, y);
}

/** How fast the derivative of an op changes at x: its rule, run on dual numbers. */
export function secondDerivative(op: string, x: number): number {
  const { derivative: rule } = unaryOps.get(op) as UnaryOp;
  const moving = new Dual(x, 1);
  return typeof rule === "number" ? 0 : tangentOf(rule(moving, (unaryOps.get(op) as UnaryOp)(moving)));
}

/** How fast both derivatives of an op change when a moves, and when b moves: `ab` is that of `da` along b. */
export function secondDerivatives(
  op: string,
  a: number,
  b: number,
): { aa: number; ab: number; ba: number; bb: number } {
  const entry = binaryOps.get(op) as BinaryOp;
  const along = (rule: PartialDerivative, aTangent: number, bTangent: number): number => {
    if (typeof rule === "number") return 0;
    const [x, z] = [new Dual(a, aTangent), new Dual(b, bTangent)];
    return tangentOf(rule<Dual>(x, z, entry(x, z)));
  };
  const { da: a1, db: b1 } = entry;
  return { aa: along(a1, 1, 0), ab: along(a1, 0, 1), ba: along(b1, 1, 0), bb: along(b1, 0, 1) };
}

/**
 * `ancestors(root)`: for each node listed, its place among the steps (-1 for the leaf of a plain number), then the
 * places of its parents in the list itself (-1 for a parent that is not in it).
 */
export function order(steps: Steps, root: string): number[][] {
  const nodes = build(steps, assemble);
  const made = [...nodes.values()];
  const list = ancestors(nodes.get(root) as Value);
  const places = new Map(list.map((node, i) => [node, i]));
  return list.map((node) => [made.indexOf(node), ...parents(node).map((parent) => places.get(parent) ?? -1)]);
}

/** `ancestors` of the last node of a chain of `length` nodes: how many it lists, and whether each follows its parent. */
export function chain(length: number): { listed: number; inOrder: boolean } {
  let node = new Value(1);
  for (let i = 1; i < length; i++) node = new Value(-node.data, neg, node);
  const list = ancestors(node);
  return { listed: list.length, inOrder: list.every((other, i) => other.a === (list[i - 1] ?? null)) };
}

type OpStep = Exclude<Steps[string], number>;
type Made = ReadonlyMap<string, Value>;

/** The nodes of all steps, each made by `make`: your code, where it is what is tested. */
function build(steps: Steps, make: (made: Made, step: OpStep) => Value = apply): Map<string, Value> {
  const nodes = new Map<string, Value>();
  for (const [name, step] of Object.entries(steps)) {
    nodes.set(name, typeof step === "number" ? new Value(step) : make(nodes, step));
  }
  return nodes;
}

/** Puts a node together without `unary` and `binary`, so that only `ancestors` is tested where that is the task. */
function assemble(made: Made, [label, ...operands]: OpStep): Value {
  const of = operands.map((x) => (typeof x === "number" ? new Value(x) : (made.get(x) as Value)));
  const [a, b] = [of[0] as Value, of[1] ?? null];
  const unary = unaryOps.get(label);
  if (unary !== undefined) return new Value(unary.forward(a.data), unary, a);
  const binary = binaryOps.get(label) as BinaryOp;
  return new Value(binary.forward(a.data, (b as Value).data), binary, a, b);
}

function apply(nodes: Made, [op, ...operands]: OpStep): Value {
  const [x, z] = operands.map((operand) => (typeof operand === "number" ? operand : nodes.get(operand)));
  const unary = unaryOps.get(op);
  const method = `Value.${unary === undefined ? "binary" : "unary"}`;
  const step = `${op}(${operands.join(", ")})`;
  try {
    const binary = binaryOps.get(op) as BinaryOp;
    const y: unknown = unary === undefined ? binary<Value>(x as Value, z as Value) : unary(x as Value);
    if (!(y instanceof Value))
      throw new TypeError(`${method} returned ${y} for ${step}; it should return a new Value`);
    const stray: unknown = [y.a, y.b].find((parent) => parent !== null && !(parent instanceof Value));
    if (stray !== undefined)
      throw new TypeError(`${method} gave ${step} the parent ${stray}; a parent is always a node`);
    return y;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Error(
      `${method} calls itself without end: an op applied to a node asks that node; op.forward takes numbers`,
    );
  }
}

function localDerivative(node: Value, operand: number): number {
  const { data: y, op, a, b } = node;
  if (op === null || a === null)
    throw new Error("a node with a parent has no op; what was done to the parent?");
  if ("derivative" in op) return derivative(op.label, a.data, y);
  if (b === null) throw new Error(`a node of ${op.label} has one parent; it was made from two`);
  return partial(operand === 0 ? op.da : op.db, a.data, b.data, y);
}

function partial(rule: PartialDerivative, a: number, b: number, y: number): number {
  return typeof rule === "number" ? rule : rule<number>(a, b, y);
}

function tangentOf(x: Num): number {
  return x instanceof Dual ? Number(x.tangent) : 0;
}

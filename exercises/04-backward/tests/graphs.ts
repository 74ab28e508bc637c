/** Graphs to test on, as source text with names on the nodes, and what to say about them. */
import { close, type FunctionLiteral, fn, same } from "@gradus/course/testing";
import * as fc from "fast-check";

/** What the probe reports: a number for each named node. */
export interface Snapshot {
  readonly data: Readonly<Record<string, number>>;
  readonly grad: Readonly<Record<string, number>>;
  readonly pending: Readonly<Record<string, number>>;
}

/** The inputs' values, then every node's expression, the result last. */
export interface Graph {
  readonly inputs: Readonly<Record<string, number>>;
  readonly nodes: Readonly<Record<string, string>>;
}

/** The worked example of this course: e = (a + b)·(b + 1) at a = 2, b = 1. */
export const example: Graph = {
  inputs: { a: 2, b: 1 },
  nodes: { c: "a.add(b)", d: "b.add(1)", e: "c.mul(d)" },
};

/** The question that readers stumble over most. */
export const twice: Graph = { inputs: { a: 3 }, nodes: { b: "a.add(a)" } };

/** `y = a + a`, then `y = y + y`, and so on: twice as many paths with every level, but only one node more. */
export const doublings: FunctionLiteral = fn(
  "(a) => { let y = a; for (let i = 0; i < 60; i++) y = y.add(y); return { a, y }; }",
);

/** The longest path is as long as the graph is large. */
export const chain: FunctionLiteral = fn(
  "(a) => { let y = a; for (let i = 0; i < 200_000; i++) y = y.add(1); return { a, y }; }",
);

/** Every node is the sum of the two before it, the operands now in this order, now in that. */
export const ladder: FunctionLiteral = fn(`(a) => {
  let [x, y] = [a, a];
  for (let i = 0; i < 50; i++) [x, y] = [y, i % 2 === 1 ? x.add(y) : y.add(x)];
  return { a, y };
}`);

/** The graph for the probe: a function from its inputs to all of its nodes. */
export function graphOf({ inputs, nodes }: Graph): FunctionLiteral {
  return fn(
    `(${Object.keys(inputs)}) => { ${steps(nodes)} return { ${[...Object.keys(inputs), ...Object.keys(nodes)]} }; }`,
  );
}

/** The graph as a function from its inputs to its result alone. */
export function functionOf({ inputs, nodes }: Graph): FunctionLiteral {
  return fn(`(${Object.keys(inputs)}) => { ${steps(nodes)} return ${resultOf({ inputs, nodes })}; }`);
}

/** The values of the inputs. */
export function inputsOf({ inputs }: Graph): number[] {
  return Object.values(inputs);
}

/** The name of the last node. */
export function resultOf({ nodes }: Graph): string {
  return Object.keys(nodes).at(-1) as string;
}

/** The graph for a person: `c = a.add(b), e = c.mul(d) at a = 2, b = 1`. */
export function asText({ inputs, nodes }: Graph): string {
  return `${list(nodes)} at ${list(inputs)}`;
}

/** Compares a field of every named node, from the result back: the first wrong one is where to look. */
export function closeAt(
  field: keyof Snapshot,
  got: Snapshot,
  expected: Readonly<Record<string, number>>,
  what: string,
): void {
  for (const [name, x] of Object.entries(expected).reverse()) {
    const compare = field === "pending" ? same : close;
    compare(got[field][name], x, `${name}.${field} after ${what}`);
  }
}

/** How often each node is an operand of a node that the result was computed from. */
export function usesBelow({ inputs, nodes }: Graph): Record<string, number> {
  const uses = Object.fromEntries([...Object.keys(inputs), ...Object.keys(nodes)].map((name) => [name, 0]));
  const reached = new Set([Object.keys(nodes).at(-1)]);
  for (const [name, expression] of Object.entries(nodes).reverse()) {
    if (!reached.has(name)) continue;
    for (const operand of expression.match(/\b[a-z]\b/g) ?? []) {
      uses[operand] = (uses[operand] ?? 0) + 1;
      reached.add(operand);
    }
  }
  return uses;
}

const unary = ["sin", "tanh", "neg"];
const binary = ["mul", "add", "sub"];
const names = ["p", "q", "r", "s", "t", "u"];
// Operands are counted from the latest node back: near ones, and in pairs, for things go wrong where paths meet.
const step = fc.record({
  op: fc.oneof({ arbitrary: fc.constantFrom(...binary), weight: 4 }, fc.constantFrom(...unary)),
  a: fc.constantFrom(0, 0, 0, 1),
  b: fc.nat(3),
});

// Shrinks towards 1, where more happens than at 0.
const input = fc.integer({ min: -150, max: 50 }).map((hundredths) => (hundredths + 100) / 100);

/** Graphs of up to six nodes on two inputs; an operand is any earlier node, and often the same one twice. */
export const graphs: fc.Arbitrary<Graph> = fc
  .record({
    inputs: fc.record({ x: input, y: input }),
    steps: fc.array(step, { minLength: 1, maxLength: names.length, size: "max" }),
  })
  .map(({ inputs, steps }) => {
    const nodes: Record<string, string> = {};
    const known = ["x", "y"];
    for (const [i, { op, a, b }] of steps.entries()) {
      const operand = (back: number) => known.at(-1 - (back % known.length)) as string;
      const name = names[i] as string;
      nodes[name] = `${operand(a)}.${op}(${binary.includes(op) ? operand(b) : ""})`;
      known.push(name);
    }
    return { inputs, nodes };
  });

function steps(nodes: Graph["nodes"]): string {
  return Object.entries(nodes)
    .map(([name, expression]) => `const ${name} = ${expression};`)
    .join(" ");
}

function list(entries: Readonly<Record<string, number | string>>): string {
  return Object.entries(entries)
    .map(([name, x]) => `${name} = ${x}`)
    .join(", ");
}

import { toDot, Value } from "@gradus/scalar";
import { expect, test } from "vitest";

function workedExample(): { a: Value; b: Value; c: Value; d: Value; e: Value } {
  const [a, b] = [new Value(2), new Value(1)];
  const c = a.add(b);
  const d = b.add(1);
  return { a, b, c, d, e: c.mul(d) };
}

/** The statements between the braces. */
function statements(dot: string): string[] {
  const lines = dot.trimEnd().split("\n");
  expect(lines[0]).toBe("digraph {");
  expect(lines.at(-1)).toBe("}");
  return lines.slice(1, -1).map((line) => line.trim());
}

/** From the label of a node to its id: `v3`. */
function boxes(dot: string): Map<string, string> {
  const box = /^(v\d+) \[shape=record, label="\{ (.*) \}"\];$/;
  return new Map(
    statements(dot)
      .map((line) => box.exec(line))
      .filter((match) => match !== null)
      .map(([, id, label]) => [label as string, id as string]),
  );
}

test("the worked example: a box for each node with name, value and gradient", () => {
  const { e, ...rest } = workedExample();
  e.backward();
  const labels = [...boxes(toDot(e, { names: { ...rest, e } })).keys()].sort();
  expect(labels).toEqual(
    [
      "a | data 2 | grad 2",
      "b | data 1 | grad 5",
      "c | data 3 | grad 2",
      "d | data 2 | grad 3",
      "data 1 | grad 3",
      "e | data 6 | grad 1",
    ].sort(),
  );
});

test("the worked example: arrows from operands through the op to the result", () => {
  const { e, ...rest } = workedExample();
  const dot = toDot(e, { names: { ...rest, e } });
  const idOf = (name: string) =>
    [...boxes(dot)].find(([label]) => label.startsWith(`${name} |`))?.[1] as string;
  const ops = statements(dot).filter((line) => line.includes("shape=circle"));
  expect(ops.map((line) => /label="(\w+)"/.exec(line)?.[1]).sort()).toEqual(["add", "add", "mul"]);

  for (const [operands, result] of [
    ["ab", "c"],
    ["b", "d"],
    ["cd", "e"],
  ] as const) {
    const op = idOf(result).replace("v", "o");
    expect(statements(dot)).toContain(`${op} -> ${idOf(result)};`);
    for (const operand of operands) expect(statements(dot)).toContain(`${idOf(operand)} -> ${op};`);
  }
  expect(statements(dot).filter((line) => line.includes("->"))).toHaveLength(9);
});

test("an operand used twice has two arrows", () => {
  const x = new Value(3);
  const arrows = statements(toDot(x.mul(x))).filter((line) => line === "v0 -> o1;");
  expect(arrows).toHaveLength(2);
});

test("a shared node is drawn once", () => {
  const x = new Value(3);
  const shared = x.exp();
  expect(boxes(toDot(shared.add(shared.neg()), { names: { shared } })).size).toBe(4);
});

test("a leaf alone is a graph", () => {
  expect(boxes(toDot(new Value(7)))).toEqual(new Map([["data 7 | grad 0", "v0"]]));
});

test("characters that mean something in a record are escaped", () => {
  const dot = toDot(new Value(1), { names: {} });
  expect(dot).not.toContain("\\");
  const odd = new Value(1);
  const label = [...boxes(toDot(odd, { names: { 'w|{0} <"\\">': odd } })).keys()][0];
  expect(label).toBe(String.raw`w\|\{0\} \<\"\\\"\> | data 1 | grad 0`);
});

test("numbers are rounded to the digits asked for, 4 by default", () => {
  const third = new Value(1 / 3);
  expect([...boxes(toDot(third)).keys()]).toEqual(["data 0.3333 | grad 0"]);
  expect([...boxes(toDot(third, { digits: 2 })).keys()]).toEqual(["data 0.33 | grad 0"]);
  expect([...boxes(toDot(new Value(Number.POSITIVE_INFINITY))).keys()]).toEqual(["data Infinity | grad 0"]);
});

test("arrows carry the labels asked for: numbers rounded, text escaped, nothing where there is nothing", () => {
  const [a, b] = [new Value(2), new Value(1 / 3)];
  const product = a.mul(b);
  const edgeLabel = (node: Value, operand: 0 | 1) => (operand === 0 ? Number(node.b) : '"{b}"');
  const arrows = statements(toDot(product, { edgeLabel })).filter((line) => line.includes("[label="));
  expect(arrows).toEqual(['v0 -> o2 [label="0.3333"];', String.raw`v1 -> o2 [label="\"\{b\}\""];`]);
});

/**
 * The finale of lesson 03: your graph at work. It finds a gradient by following every path, sees why nobody does it
 * that way, and then lets your derivatives find a law of nature.
 */
import { writeFileSync } from "node:fs";
import {
  add,
  ancestors,
  type BinaryOp,
  type Dual,
  jvp,
  max,
  parents,
  pow,
  relativeError,
  relu,
  type Scalar,
  tanh,
  toDot,
  type UnaryOp,
  Value,
} from "@gradus/scalar";

/** How much a node moves when one of its operands moves alone. */
function localDerivative({ data: y, op, a, b }: Value, operand: number): number {
  const x = (a as Value).data;
  if (b === null) {
    const { derivative } = op as UnaryOp;
    return typeof derivative === "number" ? derivative : derivative(x, y);
  }
  const { da, db } = op as BinaryOp;
  const rule = operand === 0 ? da : db;
  return typeof rule === "number" ? rule : rule<number>(x, b.data, y);
}

/** Every path from `root` back to `node`, each as the nodes on it and the product of its local derivatives. */
function pathsTo(
  node: Value,
  root: Value,
  behind: Value[] = [],
  product = 1,
): { nodes: Value[]; product: number }[] {
  const nodes = [root, ...behind];
  const further = parents(root).flatMap((parent, i) =>
    pathsTo(node, parent, nodes, product * localDerivative(root, i)),
  );
  return root === node ? [{ nodes, product }, ...further] : further;
}

const gradientByPaths = (node: Value, root: Value) =>
  pathsTo(node, root).reduce((sum, path) => sum + path.product, 0);
const digits = (x: number) => String(Number(x.toPrecision(4)));

// The worked example, recorded.
const [a, b] = [new Value(2), new Value(1)];
const c = a.add(b);
const d = b.add(1);
const e = c.mul(d);
const names = new Map([
  [a, "a"],
  [b, "b"],
  [c, "c"],
  [d, "d"],
  [e, "e"],
]);
const nameOf = (node: Value) => names.get(node) ?? String(node.data);
console.log("e = (a + b)·(b + 1) at a = 2, b = 1, recorded:");
console.log("  node  op   data  local derivatives");
for (const node of ancestors(e)) {
  const locals = parents(node).map((p, i) => `∂${nameOf(node)}/∂${nameOf(p)} = ${localDerivative(node, i)}`);
  console.log(
    `  ${nameOf(node).padEnd(5)} ${(node.op?.label ?? "").padEnd(4)} ${String(node.data).padEnd(5)} ${locals.join("   ")}`.trimEnd(),
  );
}
console.log("\nEvery path from e back to b, with the product of its local derivatives:");
for (const { nodes, product } of pathsTo(b, e))
  console.log(`  ${nodes.map(nameOf).join(" → ")}   ${product}`);
const example = <S extends Scalar>(x: S, y: S): S => x.add(y).mul(y.add(1));
const forward = jvp(example, [2, 1], [0, 1])[1];
console.log(`\nThey sum to ${gradientByPaths(b, e)}. Forward mode says ${forward}.\n`);
if (gradientByPaths(b, e) !== 5) throw new Error(`∂e/∂b is 5, not ${gradientByPaths(b, e)}`);

// A neuron, at weights and inputs chosen by hand.
const at = { w1: 0.5, x1: 2, w2: -1.5, x2: 1, bias: 0.75 };
const neuron = <S extends Scalar>(w1: S, x1: S, w2: S, x2: S, bias: S): S =>
  tanh<S>(w1.mul(x1).add(w2.mul(x2)).add(bias));
const inputs = Object.values(at).map((x) => new Value(x)) as [Value, Value, Value, Value, Value];
const y = neuron(...inputs);
console.log(`A neuron, y = tanh(w1·x1 + w2·x2 + bias) = ${digits(y.data)}, its gradient in both ways:`);
console.log("        paths     forward");
Object.keys(at).forEach((name, i) => {
  const byPaths = gradientByPaths(inputs[i] as Value, y);
  const unit = inputs.map((_, j) => (i === j ? 1 : 0));
  const tangent = jvp(
    (...x: Dual[]) => neuron(...(x as [Dual, Dual, Dual, Dual, Dual])),
    Object.values(at),
    unit,
  )[1];
  console.log(`  ${name.padEnd(5)} ${digits(byPaths).padEnd(9)} ${digits(tangent)}`);
  if (!(relativeError(byPaths, tangent) < 1e-12))
    throw new Error(`∂y/∂${name}: ${byPaths} by paths, ${tangent} by jvp`);
});

// b = a + a, c = b + b, ...: as every node comes after its parents, one look at each counts its paths.
let doubled = new Value(1);
for (let level = 0; level < 60; level++) doubled = add<Value>(doubled, doubled);
const ladder = ancestors(doubled);
const paths = new Map<Value, bigint>();
for (const node of ladder) {
  paths.set(
    node,
    parents(node).reduce((sum, p) => sum + (paths.get(p) as bigint), node.op === null ? 1n : 0n),
  );
}
console.log(
  `\nb = a + a, c = b + b, ... 60 levels deep: ${ladder.length} nodes, ${paths.get(doubled)} paths.`,
);
console.log("Nobody follows those one by one. Lesson 04 does not need to.\n");

// Kepler's third law. One period has a slip of the pen: the loss must not be impressed by it.
const planets: [string, number, number][] = [
  ["Mercury", 0.387, 0.241],
  ["Venus", 0.723, 0.615],
  ["Earth", 1, 1],
  ["Mars", 1.524, 1.881],
  ["Jupiter", 5.203, 118.62],
  ["Saturn", 9.537, 29.45],
];
/** |error| is max(error, -error); below 1 % it is free (relu), and however large, it counts as 1 at most (tanh). */
const loss = (factor: Dual, exponent: Dual): Dual => {
  const terms = planets.map(([, distance, period]) => {
    const error = pow<Dual>(factor.mul(distance), exponent).div(period).sub(1);
    return tanh<Dual>(relu<Dual>(max<Dual>(error, error.neg()).sub(0.01)).mul(2));
  });
  return terms.reduce((sum, term) => sum.add(term)).div(terms.length);
};
let [factor, exponent] = [0.5, 1];
const before = jvp(loss, [factor, exponent], [0, 0])[0];
const steps = 400;
for (let step = 0; step < steps; step++) {
  const rate = 0.1 * (1 - step / steps);
  const slopes = [
    jvp(loss, [factor, exponent], [1, 0])[1],
    jvp(loss, [factor, exponent], [0, 1])[1],
  ] as const;
  factor -= rate * slopes[0];
  exponent -= rate * slopes[1];
}
const after = jvp(loss, [factor, exponent], [0, 0])[0];
console.log(
  `The planets: period = (factor · distance)^exponent, loss ${before.toFixed(3)} -> ${after.toFixed(3)}\n`,
);
for (const [planet, distance, period] of planets) {
  const found = (factor * distance) ** exponent;
  const note = relativeError(found, period) > 0.5 ? "   <- a decimal point has slipped" : "";
  console.log(
    `  ${planet.padEnd(8)} ${period.toFixed(2).padStart(7)} years, the law says ${found.toFixed(2).padStart(5)}${note}`,
  );
}
console.log(
  `\nfactor ${factor.toFixed(2)}, exponent ${exponent.toFixed(2)}: Kepler found 1 and 3/2, in 1618, without derivatives.`,
);
if (!(Math.abs(exponent - 1.5) < 0.02)) throw new Error(`the exponent is 3/2, not ${exponent}`);

const { dotToSvg } = await import("@gradus/viz");
const draw = async (root: Value, named: Record<string, Value>, file: string) => {
  for (const node of ancestors(root)) node.grad = gradientByPaths(node, root);
  writeFileSync(file, await dotToSvg(toDot(root, { names: named, edgeLabel: localDerivative, digits: 3 })));
};
await draw(e, { a, b, c, d, e }, "worked-example.svg");
await draw(
  y,
  Object.fromEntries([...Object.keys(at).map((name, i) => [name, inputs[i]]), ["y", y]]),
  "neuron.svg",
);
console.log("\nSaved worked-example.svg and neuron.svg: local derivatives on the arrows.");

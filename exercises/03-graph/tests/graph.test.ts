import { close, law, number, remote, same, task, worked } from "@gradus/course/testing";
import * as fc from "fast-check";
import { checkGradient, checkPartials, checkSlope } from "./against-differences.ts";
import { computations, doublings, evaluate, example, needed, result, type Steps, spell } from "./steps.ts";

const subject = remote<typeof import("../probe.ts")>();

const opsOfOne = ["neg", "exp", "log", "sqrt", "sin", "cos", "sigmoid"];
const opsOfTwo = ["add", "sub", "mul", "div"];
const maxOrMin = fc.constantFrom("max", "min");

/** Every step's node should hold the step's value, its op, and the very nodes it names. */
async function recorded(steps: Steps): Promise<void> {
  const got = await subject.record(steps);
  const values = evaluate(steps);
  for (const [name, step] of Object.entries(steps)) {
    const node = got[name]!;
    const where = `of ${name} in ${spell(steps)}`;
    close(node.data, values[name], `the data ${where}`);
    same(node.op, typeof step === "number" ? null : step[0], `the op ${where}`);
    same(
      node.parents,
      typeof step === "number" ? [] : step.slice(1),
      `the parents ${where} (a name: that very node; a number: a leaf of its own)`,
    );
  }
}

/** `ancestors` should list what the result needs: each node once, parents first, the result last. */
async function listed(steps: Steps): Promise<void> {
  const root = result(steps);
  const names = Object.keys(steps);
  const list = (await subject.order(steps, root)) as [number, ...number[]][];
  const nameAt = (place: number): string => names[place] ?? "the leaf of a number";
  const order = list.map(([place]) => nameAt(place));
  const what = `ancestors(${root}) of ${spell(steps)} lists ${order.join(", ")}`;
  const { names: expected, numbers } = needed(steps, root);
  for (const name of expected) {
    same(order.filter((other) => other === name).length, 1, `${what}: how often ${name} is in the list`);
  }
  same(
    order.length,
    expected.size + numbers,
    `${what}: how many nodes (${numbers} of them leaves of plain numbers)`,
  );
  list.forEach(([place, ...parents], i) => {
    const early = parents.filter((parent) => parent >= 0 && parent < i);
    same(early.length, parents.length, `${what}: how many parents of ${nameAt(place)} come before it`);
  });
  same(order.at(-1), root, `${what}: the last of them`);
}

task("03.unary", () => {
  worked("y = exp(x) at x = 0 holds 1, exp, and the node x", async () => {
    const steps: Steps = { x: 0, y: ["exp", "x"] };
    const { y } = await subject.record(steps);
    same(y, { data: 1, op: "exp", parents: ["x"] }, `the node y in ${spell(steps)}`);
  });
  law(
    "records the value, the op and the operand of every op",
    [fc.constantFrom(...opsOfOne), number(0.1, 3)],
    (op, x) => recorded({ x, y: [op, "x"] }),
  );
  law(
    "makes a new node each time and leaves its operand alone",
    [fc.constantFrom(...opsOfOne), fc.constantFrom(...opsOfOne), number(0.1, 3)],
    (f, g, x) => recorded({ x, y: [f, "x"], z: [g, "x"] }),
  );
  law(
    "chains: the local derivatives along a chain multiply to its slope",
    [
      fc.array(fc.constantFrom("neg", "sin", "cos", "sigmoid"), { minLength: 1, maxLength: 4 }),
      number(-2, 2),
    ],
    async (ops, x) => {
      const steps: Steps = { a: x };
      for (const op of ops) steps[`y${Object.keys(steps).length}`] = [op, result(steps)];
      await checkGradient(steps, ["a"]);
    },
  );
});

task("03.binary", () => {
  worked("c = a + b, d = b + 1, e = c·d at a = 2, b = 1: five nodes, b shared by c and d", async () => {
    await recorded(example);
  });
  worked("a plain number becomes a leaf, on either side", async () => {
    await recorded({ x: 5, left: ["sub", 3, "x"], right: ["sub", "x", 3] });
  });
  worked("a + a has two parents: twice the same node", async () => {
    await recorded({ a: 3, b: ["add", "a", "a"] });
  });
  law(
    "records the value, the op and both operands, in their order",
    [fc.constantFrom(...opsOfTwo), number(0.5, 4), number(-4, -0.5)],
    (op, a, b) => recorded({ a, b, y: [op, "a", "b"], z: [op, "b", "y"] }),
  );
  law(
    "keeps what is shared shared: every operand is the node itself",
    [computations(["add", "sub", "mul"])],
    recorded,
  );
  worked("e = (a + b)·(b + 1): two paths lead from e to b, and 1·2 + 1·3 = 5 is its gradient", async () => {
    const sums = await subject.pathSums(example, "e");
    const what = `the sum over all paths of the local derivatives' product, in ${spell(example)}`;
    same(sums, { a: 2, b: 5, c: 2, d: 3, e: 1 }, what);
  });
  law(
    "records enough to differentiate: the sum over all paths is the slope",
    [computations(["add", "sub", "mul", "sin"], 4)],
    (steps) => checkGradient(steps, ["a", "b"]),
  );
});

task("03.pow", () => {
  worked("2³: ∂y/∂a = 3·2² = 12, ∂y/∂b = 8·ln 2 = 5.545", async () => {
    close(await subject.da("pow", 2, 3, 8), 12, "pow.da(a, b, y) at a = 2, b = 3, y = 8");
    close(await subject.db("pow", 2, 3, 8), 8 * Math.LN2, "pow.db(a, b, y) at a = 2, b = 3, y = 8");
  });
  law("both agree with central differences", [number(0.3, 3), number(-3, 3)], (a, b) =>
    checkPartials("pow", Math.pow, a, b),
  );
  law("a negative base has a slope too", [number(-3, -0.2), fc.integer({ min: 1, max: 5 })], async (a, b) => {
    const what = `pow.da(a, b, y) at a = ${a}, b = ${b}, y = ${a ** b}`;
    close(await subject.da("pow", a, b, a ** b), b * a ** (b - 1), what);
  });
  worked("a⁰ is 1 for every a, so ∂y/∂a = 0 there, at a = 0 too", async () => {
    for (const a of [2, -1, 0])
      close(await subject.da("pow", a, 0, 1), 0, `pow.da(a, b, y) at a = ${a}, b = 0, y = 1`);
  });
  worked("0ᵇ: ∂y/∂b = 0 for b >= 0; and NaN for a negative base", async () => {
    close(await subject.db("pow", 0, 2, 0), 0, "pow.db(a, b, y) at a = 0, b = 2, y = 0");
    close(await subject.db("pow", 0, 0, 1), 0, "pow.db(a, b, y) at a = 0, b = 0, y = 1");
    close(await subject.db("pow", -2, 3, -8), NaN, "pow.db(a, b, y) at a = -2, b = 3, y = -8");
  });
  worked("at b = 0, too, it makes no difference which derivative is taken first: 1/a both ways", async () => {
    const got = await subject.secondDerivatives("pow", 4, 0);
    close(got.ab, 0.25, "the derivative of pow.da along b, at a = 4, b = 0");
    close(got.ba, 0.25, "the derivative of pow.db along a, at a = 4, b = 0");
  });
  law(
    "the rules are written in ops, so they can be differentiated once more",
    [number(0.5, 3), number(0.5, 3)],
    async (a, b) => {
      const mixed = a ** (b - 1) * (1 + b * Math.log(a));
      const got = await subject.secondDerivatives("pow", a, b);
      const expected = {
        aa: b * (b - 1) * a ** (b - 2),
        ab: mixed,
        ba: mixed,
        bb: a ** b * Math.log(a) ** 2,
      };
      const at = `at a = ${a}, b = ${b}; 0 means: your rule returned a number that has forgotten where it came from`;
      close(got.aa, expected.aa, `the derivative of pow.da along a, ${at}`);
      close(got.ab, expected.ab, `the derivative of pow.da along b, ${at}`);
      close(got.ba, expected.ba, `the derivative of pow.db along a, ${at}`);
      close(got.bb, expected.bb, `the derivative of pow.db along b, ${at}`);
    },
  );
});

task("03.tanh", () => {
  worked("steepest at 0, where the slope is 1; at y = 1/2 it is 3/4", async () => {
    close(await subject.derivative("tanh", 0, 0), 1, "tanh.derivative(x, y) at x = 0, y = 0");
    const x = Math.atanh(0.5);
    close(await subject.derivative("tanh", x, 0.5), 0.75, `tanh.derivative(x, y) at x = ${x}, y = 0.5`);
  });
  law("agrees with central differences", [number(-3, 3)], (x) => checkSlope("tanh", Math.tanh, x));
  law("is written in ops, so it can be differentiated once more", [number(-3, 3)], async (x) => {
    const y = Math.tanh(x);
    const what = `the derivative of tanh.derivative at x = ${x} (0 for every x: the rule returned a bare number)`;
    close(await subject.secondDerivative("tanh", x), -2 * y * (1 - y * y), what);
  });
});

task("03.relu", () => {
  worked("1 on the right, 0 on the left, 0 at the kink", async () => {
    close(await subject.derivative("relu", 3, 3), 1, "relu.derivative(x, y) at x = 3, y = 3");
    close(await subject.derivative("relu", -3, 0), 0, "relu.derivative(x, y) at x = -3, y = 0");
    close(await subject.derivative("relu", 0, 0), 0, "relu.derivative(x, y) at x = 0, y = 0");
  });
  law("agrees with central differences on both sides", [number(-3, 3).filter((x) => x !== 0)], (x) =>
    checkSlope("relu", (t) => Math.max(t, 0), x),
  );
});

task("03.max", () => {
  worked("max(3, 1) follows a alone, max(1, 3) follows b alone", async () => {
    close(await subject.da("max", 3, 1, 3), 1, "max.da(a, b, y) at a = 3, b = 1");
    close(await subject.db("max", 3, 1, 3), 0, "max.db(a, b, y) at a = 3, b = 1");
    close(await subject.da("max", 1, 3, 3), 0, "max.da(a, b, y) at a = 1, b = 3");
    close(await subject.db("max", 1, 3, 3), 1, "max.db(a, b, y) at a = 1, b = 3");
  });
  worked("min(3, 1) follows b alone, min(1, 3) follows a alone", async () => {
    close(await subject.da("min", 3, 1, 1), 0, "min.da(a, b, y) at a = 3, b = 1");
    close(await subject.db("min", 3, 1, 1), 1, "min.db(a, b, y) at a = 3, b = 1");
    close(await subject.da("min", 1, 3, 1), 1, "min.da(a, b, y) at a = 1, b = 3");
    close(await subject.db("min", 1, 3, 1), 0, "min.db(a, b, y) at a = 1, b = 3");
  });
  law("at a tie each operand gets one half", [maxOrMin, number(-5, 5)], async (op, a) => {
    close(await subject.da(op, a, a, a), 0.5, `${op}.da(a, b, y) at a = b = ${a}`);
    close(await subject.db(op, a, a, a), 0.5, `${op}.db(a, b, y) at a = b = ${a}`);
  });
  law(
    "the two always sum to 1",
    [maxOrMin, number(-1, 1), fc.constantFrom(-1, 0, 0.25)],
    async (op, a, gap) => {
      const [b, y] = [a + gap, Math[op](a, a + gap)];
      const sum = (await subject.da(op, a, b, y)) + (await subject.db(op, a, b, y));
      close(sum, 1, `${op}.da + ${op}.db at a = ${a}, b = ${b}`);
    },
  );
  law(
    "both agree with central differences",
    [maxOrMin, number(-3, 3), number(0.5, 2), fc.boolean()],
    (op, low, gap, swap) =>
      swap ? checkPartials(op, Math[op], low + gap, low) : checkPartials(op, Math[op], low, low + gap),
  );
});

task("03.ancestors", () => {
  worked("c = a + b, d = b + 1, e = c·d: six nodes, operands first, e last", async () => {
    await listed(example);
  });
  worked("the ancestors of a leaf are the leaf alone", async () => {
    await listed({ a: 2 });
  });
  worked("a node that is used early and late still comes before both its users", async () => {
    await listed({ a: 2, b: ["mul", "a", 3], c: ["sub", "b", "a"], d: ["mul", "a", "c"] });
  });
  law(
    "lists each node once, after its parents, and nothing else",
    [computations(["add", "mul", "sin"], 8)],
    listed,
  );
  worked("b = a + a, c = b + b, ...: 60 levels are 61 nodes, though 2⁶⁰ paths", async () => {
    const list = await subject.order(doublings(60), "x60");
    same(list.length, 61, "how many nodes ancestors(x60) lists for x1 = x0 + x0, ..., x60 = x59 + x59");
  });
  worked("a chain of 20,000 nodes is listed from its beginning to its end", async () => {
    same(
      await subject.chain(20_000),
      { listed: 20_000, inOrder: true },
      "ancestors of the end of a chain of 20,000",
    );
  });
});

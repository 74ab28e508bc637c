import { fn, holds, law, number, passes, remote, same, task, worked } from "@gradus/course/testing";
import { checkVjp } from "@gradus/gradcheck";
import * as fc from "fast-check";
import {
  asText,
  chain,
  closeAt,
  doublings,
  example,
  functionOf,
  type Graph,
  graphOf,
  graphs,
  inputsOf,
  ladder,
  resultOf,
  twice,
  usesBelow,
} from "./graphs.ts";

const subject = remote<typeof import("../probe.ts")>();

const nonZero = fc.oneof(number(-5, -0.5), number(0.5, 5));
const unary = ["neg", "exp", "log", "sqrt", "sin", "cos", "tanh", "sigmoid", "relu", "softplus", "abs"];
const binary = ["add", "sub", "mul", "div", "pow", "max", "min", "leakyRelu"];
const operation = fc.constantFrom(...unary.map((op) => `a.${op}()`), ...binary.map((op) => `a.${op}(b)`));
const shared = fc.constantFrom("add", "sub", "mul", "div", "pow");

/** The checker hands over every number as a vector of one entry. */
const numbersIn = (vectors: readonly Float64Array[]) => vectors.map(([x]) => x as number);

/** The graph's value at other inputs, computed afresh: what finite differences need. */
const evaluate =
  (graph: Graph) =>
  (...x: Float64Array[]) =>
    subject.value(functionOf(graph), numbersIn(x));

/** For the checker: a function of two arguments that are one and the same input. */
const aliased = (op: string) => ({
  f: evaluate({ inputs: { a: 0, b: 0 }, nodes: { y: `a.${op}(b)` } }),
  alias: [0, 0],
});

task("04.countUses", () => {
  worked("e = (a + b)·(b + 1): b is used twice, a, c and d once, e by nobody", async () => {
    const got = await subject.countUses(graphOf(example), inputsOf(example));
    closeAt("pending", got, { a: 1, b: 2, c: 1, d: 1, e: 0 }, `countUses(e), with ${asText(example)}`);
  });
  worked("in b = a + a, one node uses a twice", async () => {
    const got = await subject.countUses(graphOf(twice), inputsOf(twice));
    closeAt("pending", got, { a: 2, b: 0 }, `countUses(b), with ${asText(twice)}`);
  });
  worked("sets the gradients of inner nodes to 0 and leaves those of leaves alone", async () => {
    const got = await subject.countUses(graphOf(example), inputsOf(example), 7);
    const what = `countUses(e), with every grad = 7 before and ${asText(example)}`;
    closeAt("grad", got, { a: 7, b: 7, c: 0, d: 0, e: 0 }, what);
  });
  law(
    "counts each use below the root once, and nothing that the root was not computed from",
    [graphs],
    async (graph) => {
      const got = await subject.countUses(graphOf(graph), inputsOf(graph));
      closeAt("pending", got, usesBelow(graph), `countUses(${resultOf(graph)}), with ${asText(graph)}`);
    },
  );
  worked("a chain of 200,000 nodes is no problem: nothing calls itself", async () => {
    const got = await subject.countUses(chain, [1]);
    closeAt("pending", got, { a: 1, y: 0 }, "countUses(y), 200,000 additions after a");
  });
  worked("y = a + a; y = y + y; ... 60 levels: 2⁶⁰ paths, but each node is visited once", async () => {
    const got = await subject.countUses(doublings, [1]);
    closeAt("pending", got, { a: 2, y: 0 }, "countUses(y), 60 doublings above a");
  });
});

task("04.passOn", () => {
  worked("y = a·b at a = 3, b = -2 with gradient 10: a receives -2·10, b receives 3·10", async () => {
    const product: Graph = { inputs: { a: 3, b: -2 }, nodes: { y: "a.mul(b)" } };
    const got = await subject.passOn(graphOf(product), inputsOf(product), "y", 10);
    closeAt("grad", got, { a: -20, b: 30, y: 10 }, `passOn(y) with y.grad = 10, ${asText(product)}`);
  });
  worked("y = a - b: the local derivatives are the plain numbers 1 and -1", async () => {
    const difference: Graph = { inputs: { a: 3, b: -2 }, nodes: { y: "a.sub(b)" } };
    const got = await subject.passOn(graphOf(difference), inputsOf(difference), "y", 10);
    closeAt("grad", got, { a: 10, b: -10, y: 10 }, `passOn(y) with y.grad = 10, ${asText(difference)}`);
  });
  worked("y = eᵃ at a = 0 with gradient 5: one parent, which receives 1·5", async () => {
    const power: Graph = { inputs: { a: 0 }, nodes: { y: "a.exp()" } };
    const got = await subject.passOn(graphOf(power), inputsOf(power), "y", 5);
    closeAt("grad", got, { a: 5, y: 5 }, `passOn(y) with y.grad = 5, ${asText(power)}`);
  });
  worked("b = a + a: the one parent receives twice, once for each operand", async () => {
    const got = await subject.passOn(graphOf(twice), inputsOf(twice), "b", 10);
    closeAt("grad", got, { a: 20, b: 10 }, `passOn(b) with b.grad = 10, ${asText(twice)}`);
  });
  law("adds to what the parents have already", [nonZero, nonZero, nonZero], async (a, gradient, had) => {
    const product: Graph = { inputs: { a, b: 4 }, nodes: { y: "a.mul(b)" } };
    const got = await subject.passOn(graphOf(product), inputsOf(product), "y", gradient, had);
    const what = `passOn(y) with y.grad = ${gradient}, a.grad = b.grad = ${had} before, ${asText(product)}`;
    closeAt("grad", got, { a: had + 4 * gradient, b: had + a * gradient }, what);
  });
  worked("one node back and no further; a leaf passes nothing on", async () => {
    const step = await subject.passOn(graphOf(example), inputsOf(example), "c", 2);
    closeAt("grad", step, { a: 2, b: 2, c: 2, d: 0, e: 0 }, `passOn(c) with c.grad = 2, ${asText(example)}`);
    const far = await subject.passOn(graphOf(example), inputsOf(example), "e", 1);
    closeAt("grad", far, { a: 0, b: 0, c: 2, d: 3, e: 1 }, `passOn(e) with e.grad = 1, ${asText(example)}`);
    const leaf = await subject.passOn(graphOf(example), inputsOf(example), "a", 2);
    closeAt("grad", leaf, { a: 2, b: 0, c: 0, d: 0, e: 0 }, `passOn(a) with a.grad = 2, ${asText(example)}`);
  });
  law(
    "agrees with differences for every op, both operands",
    [operation, number(0.5, 2), number(2.5, 4)],
    async (y, a, b) => {
      const graph: Graph = { inputs: { a, b }, nodes: { y } };
      const vjp = async (x: Float64Array[], [g = NaN]: Float64Array) => {
        const { grad } = await subject.passOn(graphOf(graph), numbersIn(x), "y", g);
        return [[grad["a"]], [grad["b"]]] as number[][];
      };
      passes(await checkVjp({ name: `passOn(y), y = ${y},`, f: evaluate(graph), vjp, inputs: [[a], [b]] }));
    },
  );
  law(
    "agrees with differences where both operands are the same node",
    [shared, number(0.5, 2)],
    async (op, a) => {
      const graph: Graph = { inputs: { a }, nodes: { y: `a.${op}(a)` } };
      const vjp = async (x: Float64Array[], [g = NaN]: Float64Array) => {
        const { grad } = await subject.passOn(graphOf(graph), numbersIn(x), "y", g);
        return [[grad["a"]]] as number[][];
      };
      passes(await checkVjp({ ...aliased(op), name: `passOn(y), y = a.${op}(a),`, vjp, inputs: [[a]] }));
    },
  );
});

task("04.backward", () => {
  worked("e = (a + b)·(b + 1) at a = 2, b = 1: de/da = 2 and de/db = 5", async () => {
    const got = await subject.backward(graphOf(example), inputsOf(example), [["e"]]);
    closeAt("grad", got, { a: 2, b: 5, c: 2, d: 3, e: 1 }, `e.backward(), with ${asText(example)}`);
  });
  worked("b = a + a: the gradient of a is 2", async () => {
    const got = await subject.backward(graphOf(twice), inputsOf(twice), [["b"]]);
    closeAt("grad", got, { a: 2, b: 1 }, `b.backward(), with ${asText(twice)}`);
  });
  worked("a diamond: b waits for c before it passes on, whichever operand comes first", async () => {
    for (const d of ["b.add(c)", "c.add(b)"]) {
      const diamond: Graph = { inputs: { a: 1 }, nodes: { b: "a.mul(2)", c: "b.mul(3)", d } };
      const got = await subject.backward(graphOf(diamond), inputsOf(diamond), [["d"]]);
      closeAt("grad", got, { a: 8, b: 4, c: 1, d: 1 }, `d.backward(), with ${asText(diamond)}`);
    }
  });
  law("agrees with differences on every graph", [graphs], async (graph) => {
    const result = resultOf(graph);
    const vjp = async (x: Float64Array[], [g = NaN]: Float64Array) => {
      const { grad } = await subject.backward(graphOf(graph), numbersIn(x), [[result, g]]);
      return [[grad["x"]], [grad["y"]]] as number[][];
    };
    const inputs = inputsOf(graph).map((x) => [x]);
    passes(
      await checkVjp({
        name: `${result}.backward(g), with ${asText(graph)},`,
        f: evaluate(graph),
        vjp,
        inputs,
      }),
    );
  });
  law("an input that is used twice collects both parts", [shared, number(0.5, 2)], async (op, a) => {
    const graph: Graph = { inputs: { a }, nodes: { y: `a.${op}(a)` } };
    const vjp = async (x: Float64Array[], [g = NaN]: Float64Array) => {
      const { grad } = await subject.backward(graphOf(graph), numbersIn(x), [["y", g]]);
      return [[grad["a"]]] as number[][];
    };
    passes(await checkVjp({ ...aliased(op), name: `y.backward(g), y = a.${op}(a),`, vjp, inputs: [[a]] }));
  });
  law(
    "the cotangent is the gradient to start from: it multiplies all others",
    [graphs, nonZero],
    async (graph, g) => {
      const result = resultOf(graph);
      const one = await subject.backward(graphOf(graph), inputsOf(graph), [[result]]);
      const got = await subject.backward(graphOf(graph), inputsOf(graph), [[result, g]]);
      const expected = Object.fromEntries(Object.entries(one.grad).map(([name, x]) => [name, g * x]));
      closeAt("grad", got, expected, `${result}.backward(${g}), with ${asText(graph)}`);
      same(one.grad[result], 1, `${result}.grad after ${result}.backward(), with ${asText(graph)}`);
    },
  );
  worked("a second backward adds to the leaves only; inner nodes start afresh", async () => {
    const again = await subject.backward(graphOf(example), inputsOf(example), [["e"], ["e"]]);
    const what = `e.backward() and once more e.backward(), with ${asText(example)}`;
    closeAt("grad", again, { a: 4, b: 10, c: 2, d: 3, e: 1 }, what);
    const both = await subject.backward(graphOf(example), inputsOf(example), [["c", 10], ["e"]]);
    const other = `c.backward(10), then e.backward(), with ${asText(example)}`;
    closeAt("grad", both, { a: 12, b: 15, c: 2, d: 3, e: 1 }, other);
  });
  worked("of a leaf: its own gradient grows by the cotangent", async () => {
    const got = await subject.backward(fn("(a) => ({ a })"), [2], [["a", 3], ["a"]]);
    closeAt("grad", got, { a: 4 }, "a.backward(3), then a.backward(), with a leaf a");
  });
  law("leaves every pending at 0, ready for the next call", [graphs], async (graph) => {
    const result = resultOf(graph);
    const { pending } = await subject.backward(graphOf(graph), inputsOf(graph), [[result]]);
    const left = Object.entries(pending).filter(([, count]) => count !== 0);
    holds(
      left.length === 0,
      `pending is 0 everywhere after ${result}.backward(), with ${asText(graph)}; got ${left}`,
    );
  });
  worked("a chain of 200,000 nodes is no problem: nothing calls itself", async () => {
    const got = await subject.backward(chain, [1], [["y", 3]]);
    closeAt("grad", got, { a: 3, y: 3 }, "y.backward(3), 200,000 additions after a");
  });
  worked(
    "a ladder in which each node is used by the next two: the gradient is a Fibonacci number",
    async () => {
      const got = await subject.backward(ladder, [1], [["y"]]);
      const what =
        "y.backward(), with [x, y] = [y, x.add(y)] repeated 50 times from [a, a], operands in both orders";
      closeAt("grad", got, { a: 32_951_280_099, y: 1 }, what);
    },
  );
  worked(
    "b = a + a; c = b + b; ... 60 levels: the gradient is 2⁶⁰, and it does not take 2⁶⁰ steps",
    async () => {
      const got = await subject.backward(doublings, [1], [["y"]]);
      closeAt("grad", got, { a: 2 ** 60, y: 1 }, "y.backward(), 60 doublings above a");
    },
  );
});

task("04.zeroGrad", () => {
  worked("sets the given gradients to 0, of leaves and inner nodes alike, and no others", async () => {
    const got = await subject.zeroGrad(graphOf(example), inputsOf(example), ["a", "c"], 7);
    closeAt("grad", got, { a: 0, b: 7, c: 0, d: 7, e: 7 }, "zeroGrad of a and c, with every grad = 7 before");
  });
  worked("leaves the values alone", async () => {
    const got = await subject.zeroGrad(graphOf(example), inputsOf(example), ["a", "b", "c", "d", "e"], 7);
    closeAt("data", got, { a: 2, b: 1, c: 3, d: 2, e: 6 }, "zeroGrad of all nodes");
  });
  law("between two calls of backward it is as if the first had never been", [graphs], async (graph) => {
    const result = resultOf(graph);
    const once = await subject.backward(graphOf(graph), inputsOf(graph), [[result]]);
    const got = await subject.backwardTwiceWithZeroGrad(graphOf(graph), inputsOf(graph));
    const what = `${result}.backward(), zeroGrad of all nodes, ${result}.backward(), with ${asText(graph)}`;
    closeAt("grad", got, once.grad, what);
  });
});

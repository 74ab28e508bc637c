/** The chain rule on dual numbers, and whole functions of them. */
import { close, fn, holds, law, number, numbers, remote, same, task, worked } from "@gradus/course/testing";
import * as fc from "fast-check";
import { checkTangents, type Plain } from "./against-differences.ts";

const subject = remote<typeof import("../probe.ts")>();

type Pair = [primal: number, tangent: number];

const spell = (inputs: Pair[]) => inputs.map(([primal, tangent]) => `Dual(${primal}, ${tangent})`).join(", ");
const pairs = (x: number[], tangents: number[]) => x.map((xi, i): Pair => [xi, tangents[i] as number]);

/** Runs `f` on dual numbers and holds what comes out against what is expected: primals and tangents. */
async function onDuals(f: string, inputs: Pair[], expected: Pair | Pair[]): Promise<void> {
  const got = await subject.onDuals(fn(f), inputs);
  close(got, expected, `${f} of ${spell(inputs)}, as [primal, tangent]`);
}

const inOps = (f: string, inputs: Pair[]) =>
  worked("is written in ops, so that it can be differentiated once more", async () => {
    const what = `given operands for primals and tangents, ${f} gives operands, not plain numbers: write it in ops`;
    holds(await subject.keepsOperands(fn(f), inputs), what);
  });

/** Holds the tangents of `f` at x against differences of the same function in plain arithmetic. */
const againstDifferences = (f: string, plain: Plain, x: number[]) =>
  checkTangents(
    plain,
    x,
    async (tangents) => ((await subject.onDuals(fn(f), pairs(x, tangents))) as Pair)[1],
    (tangents) => `${f} of ${spell(pairs(x, tangents))}`,
  );

const unaryOps: Record<string, (x: number) => number> = {
  neg: (x) => -x,
  log: Math.log,
  sqrt: Math.sqrt,
  cos: Math.cos,
  tan: Math.tan,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  softplus: (x) => Math.log1p(Math.exp(x)),
  abs: Math.abs,
};
const unaryName = fc.constantFrom(...Object.keys(unaryOps));

task("02.unary", () => {
  worked("√ of 9, which grows by 6: the root is 3 and grows by 6/(2·3) = 1", async () => {
    await onDuals("x => x.sqrt()", [[9, 6]], [3, 1]);
  });
  worked("a derivative may be a plain number: that of neg is -1", async () => {
    await onDuals("x => x.neg()", [[3, 2]], [-3, -2]);
  });
  law("the primal is the op's value", [unaryName, number(0.1, 1.4)], async (name, x) => {
    const [primal] = (await subject.onDuals(fn(`x => x.${name}()`), [[x, 1]])) as Pair;
    close(primal, unaryOps[name]?.(x), `the primal of Dual(${x}, 1).${name}()`);
  });
  law("the tangent agrees with finite differences", [unaryName, number(0.1, 1.4)], (name, x) =>
    againstDifferences(`x => x.${name}()`, unaryOps[name] as Plain, [x]),
  );
  law("also for one op after another", [number(0.5, 4)], (x) =>
    againstDifferences("x => x.sqrt().log().cos()", (x = 0) => Math.cos(Math.log(Math.sqrt(x))), [x]),
  );
  worked("what does not move stays still, even at √0, where the derivative is infinite", async () => {
    await onDuals("x => x.sqrt()", [[0, 0]], [0, 0]);
  });
  inOps("x => x.sqrt()", [[9, 6]]);
});

const binaryOps: Record<string, (a: number, b: number) => number> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  leakyRelu: (x, slope) => (x > 0 ? x : slope * x),
};
const binaryName = fc.constantFrom(...Object.keys(binaryOps));

const EXAMPLE = "(a, b) => { const c = a.add(b), d = b.add(1), e = c.mul(d); return [c, d, e]; }";

task("02.binary", () => {
  worked("a plain number is a constant", async () => {
    await onDuals("x => x.sub(5)", [[3, 2]], [-2, 2]);
    await onDuals("x => x.mul(5)", [[3, 2]], [15, 10]);
  });
  worked("c = a + b, d = b + 1, e = c·d at a = 2, b = 1: as b moves, c and d move by 1, e by 5", async () => {
    const moving: Pair[] = [
      [2, 0],
      [1, 1],
    ];
    await onDuals(EXAMPLE, moving, [
      [3, 1],
      [2, 1],
      [6, 5],
    ]);
  });
  worked("as a moves instead, c moves by 1, d stays, and e moves by 2", async () => {
    await onDuals(
      EXAMPLE,
      [
        [2, 1],
        [1, 0],
      ],
      [
        [3, 1],
        [2, 0],
        [6, 2],
      ],
    );
  });
  law("agrees with finite differences", [binaryName, number(-3, 3), number(0.5, 3)], (name, a, b) =>
    againstDifferences(`(a, b) => a.${name}(b)`, binaryOps[name] as Plain, [a, b]),
  );
  law("also where one number is used twice", [number(-3, 3), number(0.5, 3)], (a, b) =>
    againstDifferences("(a, b) => a.mul(a).add(b).mul(b)", (a = 0, b = 0) => (a * a + b) * b, [a, b]),
  );
  worked("what does not move contributes nothing: 1/x at 0 has slope -∞, not NaN", async () => {
    await onDuals(
      "(a, b) => a.div(b)",
      [
        [1, 0],
        [0, 1],
      ],
      [Infinity, -Infinity],
    );
    await onDuals(
      "(a, b) => a.div(b)",
      [
        [1, 0],
        [0, 0],
      ],
      [Infinity, 0],
    );
  });
  inOps("(a, b) => a.mul(b)", [
    [3, 5],
    [7, 2],
  ]);
});

const functions: Record<string, { plain: Plain; inputs: number }> = {
  "x => x.sin().mul(x).exp()": { plain: (x = 0) => Math.exp(Math.sin(x) * x), inputs: 1 },
  "(a, b) => a.add(b).mul(b.add(1))": { plain: (a = 0, b = 0) => (a + b) * (b + 1), inputs: 2 },
  "(a, b, c) => a.div(b).sub(c.neg().exp())": {
    plain: (a = 0, b = 0, c = 0) => a / b - Math.exp(-c),
    inputs: 3,
  },
};
const point = numbers(3, 0.5, 2);
const direction = numbers(3, -2, 2);

const jvp = (f: string, x: number[], v: number[]) => subject.jvp(fn(f), x, v);
const show = (x: number[]) => `[${x.join(", ")}]`;

task("02.jvp", () => {
  worked("(a + b)·(b + 1) at (2, 1) is 6; it grows by 5 along b, by 2 along a, by 7 along both", async () => {
    const f = "(a, b) => a.add(b).mul(b.add(1))";
    close(await jvp(f, [2, 1], [0, 1]), [6, 5], `jvp(${f}, [2, 1], [0, 1])`);
    close(await jvp(f, [2, 1], [1, 0]), [6, 2], `jvp(${f}, [2, 1], [1, 0])`);
    close(await jvp(f, [2, 1], [1, 1]), [6, 7], `jvp(${f}, [2, 1], [1, 1])`);
  });
  law(
    "agrees with finite differences, for one, two and three inputs",
    [fc.constantFrom(...Object.keys(functions)), point],
    async (f, numbers) => {
      const { plain, inputs } = functions[f] as { plain: Plain; inputs: number };
      const x = numbers.slice(0, inputs);
      await checkTangents(
        plain,
        x,
        async (v) => (await jvp(f, x, v))[1],
        (v) => `jvp(${f}, ${show(x)}, ${show(v)})`,
      );
    },
  );
  law("is linear in the direction", [point, direction, direction, number(-3, 3)], async (x, v, w, s) => {
    const f = "(a, b, c) => a.mul(b).div(c)";
    const along = v.map((vi, i) => vi + s * (w[i] as number));
    const [[, first], [, second]] = [await jvp(f, x, v), await jvp(f, x, w)];
    const what = `the tangent of ${f} at ${show(x)} along v + ${s}·w, with v = ${show(v)} and w = ${show(w)}`;
    close((await jvp(f, x, along))[1], first + s * second, what, 1e-8);
  });
  worked("a direction with too few entries is refused, and one with too many", async () => {
    for (const v of [[1], [1, 0, 0]]) {
      const complaint = await subject.complaintOfJvp([2, 1], v);
      same(complaint === "", false, `whether jvp accepts x = [2, 1] with v = ${show(v)}`);
      holds(
        complaint.includes("2") && complaint.includes(String(v.length)),
        `the RangeError names both lengths, 2 and ${v.length}: "${complaint}"`,
      );
    }
  });
});

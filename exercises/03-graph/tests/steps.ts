/** Computations as plain data, for the tests: how they are drawn at random, computed without a graph, and spelled. */
import { number } from "@gradus/course/testing";
import * as fc from "fast-check";

type Operand = string | number;
export type Step = [op: string, ...operands: Operand[]];
/** `{ a: 2, b: 1, c: ["add", "a", "b"] }`, each step from earlier ones. */
export type Steps = Record<string, number | Step>;

/** What ops compute, without any engine. */
export const plain: Readonly<Record<string, (...x: number[]) => number>> = {
  add: (a = NaN, b = NaN) => a + b,
  sub: (a = NaN, b = NaN) => a - b,
  mul: (a = NaN, b = NaN) => a * b,
  div: (a = NaN, b = NaN) => a / b,
  neg: (x = NaN) => -x,
  exp: Math.exp,
  log: Math.log,
  sqrt: Math.sqrt,
  sin: Math.sin,
  cos: Math.cos,
  tanh: Math.tanh,
  sigmoid: (x = NaN) => 1 / (1 + Math.exp(-x)),
};

const binaryOps: ReadonlySet<string> = new Set(["add", "sub", "mul", "div"]);

/** `c = a + b, d = b + 1, e = c·d`: the worked example of the course. */
export const example: Steps = {
  a: 2,
  b: 1,
  c: ["add", "a", "b"],
  d: ["add", "b", 1],
  e: ["mul", "c", "d"],
};

/** The value of every step. */
export function evaluate(steps: Steps): Record<string, number> {
  const values: Record<string, number> = {};
  for (const [name, step] of Object.entries(steps)) {
    if (typeof step === "number") values[name] = step;
    else {
      const [op, ...operands] = step;
      const x = operands.map((operand) =>
        typeof operand === "number" ? operand : (values[operand] as number),
      );
      values[name] = (plain[op] as (...x: number[]) => number)(...x);
    }
  }
  return values;
}

/** `a = 2, b = 1, c = add(a, b)` */
export function spell(steps: Steps): string {
  const right = (step: number | Step): string =>
    typeof step === "number" ? String(step) : `${step[0]}(${step.slice(1).join(", ")})`;
  return Object.entries(steps)
    .map(([name, step]) => `${name} = ${right(step)}`)
    .join(", ");
}

/** The last step. */
export function result(steps: Steps): string {
  return Object.keys(steps).at(-1) as string;
}

/** Everything that `root` is computed from, and itself; how many plain numbers among the operands. */
export function needed(steps: Steps, root: string): { names: Set<string>; numbers: number } {
  const names = new Set<string>();
  let numbers = 0;
  const visit = (name: string): void => {
    if (names.has(name)) return;
    names.add(name);
    const step = steps[name] as number | Step;
    if (typeof step === "number") return;
    for (const operand of step.slice(1)) {
      if (typeof operand === "number") numbers++;
      else visit(operand);
    }
  };
  visit(root);
  return { names, numbers };
}

/** Random computations from inputs a and b: steps c, d, ... that use any earlier ones, often more than once. */
export function computations(opNames: readonly string[], maxSteps = 5): fc.Arbitrary<Steps> {
  const step = fc.tuple(fc.constantFrom(...opNames), fc.nat(99), fc.nat(99));
  return fc
    .tuple(number(-1.5, 1.5), number(-1.5, 1.5), fc.array(step, { minLength: 1, maxLength: maxSteps }))
    .map(([a, b, drawn]) => {
      const steps: Steps = { a, b };
      for (const [op, i, j] of drawn) {
        const names = Object.keys(steps);
        const first = names[i % names.length] as string;
        // Now and then a plain number as the second operand.
        const second = [...names, 3][j % (names.length + 1)] as Operand;
        steps[nameOf(names.length)] = binaryOps.has(op) ? [op, first, second] : [op, first];
      }
      return steps;
    });
}

/** x0, x1 = x0 + x0, x2 = x1 + x1, ...: one node more on each level, twice the paths. */
export function doublings(levels: number): Steps {
  const steps: Steps = { x0: 1 };
  for (let i = 1; i <= levels; i++) steps[`x${i}`] = ["add", `x${i - 1}`, `x${i - 1}`];
  return steps;
}

function nameOf(i: number): string {
  return String.fromCharCode("a".charCodeAt(0) + i);
}

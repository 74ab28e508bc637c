/** Holds local derivatives, and what they add up to, against central differences of plain functions. */
import { close, passes, subject } from "@gradus/course/testing";
import { centralDifference, checkVjp } from "@gradus/gradcheck";
import { evaluate, result, type Steps, spell } from "./steps.ts";

/** A local derivative and a central difference agree in about ten digits; an error in the rule shows in the first. */
const TOLERANCE = 1e-7;

/** The rule of an op with one operand. */
export async function checkSlope(op: string, f: (x: number) => number, x: number): Promise<void> {
  const what = `${op}.derivative(x, y) at x = ${x}, y = ${f(x)}, against the central difference`;
  close(await subject.derivative(op, x, f(x)), centralDifference(f, x), what, TOLERANCE);
}

/** Both rules of an op with two operands: each while the other operand is held still. */
export async function checkPartials(
  op: string,
  f: (a: number, b: number) => number,
  a: number,
  b: number,
): Promise<void> {
  const y = f(a, b);
  const at = `(a, b, y) at a = ${a}, b = ${b}, y = ${y}, against the central difference`;
  const alongA = centralDifference((t) => f(t, b), a);
  const alongB = centralDifference((t) => f(a, t), b);
  close(await subject.da(op, a, b, y), alongA, `${op}.da${at} along a`, TOLERANCE);
  close(await subject.db(op, a, b, y), alongB, `${op}.db${at} along b`, TOLERANCE);
}

/** The sums over all paths of a graph, as its gradient. */
export async function checkGradient(steps: Steps, inputs: readonly string[]): Promise<void> {
  const root = result(steps);
  const at = (x: readonly ArrayLike<number>[]): Steps => ({
    ...steps,
    ...Object.fromEntries(inputs.map((name, i) => [name, x[i]?.[0] as number])),
  });
  const report = await checkVjp({
    name: `the products of local derivatives, summed over the paths of ${spell(steps)}:`,
    f: (...x) => evaluate(at(x))[root] as number,
    inputs: inputs.map((name) => [steps[name] as number]),
    vjp: async (x, [g]) => {
      const sums = (await subject.pathSums(at(x), root)) as Record<string, number>;
      return inputs.map((name) => [(g as number) * (sums[name] as number)]);
    },
  });
  passes(report);
}

/** Holds local derivatives, and what they add up to, against central differences of plain functions. */
import { close, Mismatch, remote } from "@gradus/course/testing";
import { centralDifference, checkVjp } from "@gradus/gradcheck";
import { evaluate, result, type Steps, spell } from "./steps.ts";

const subject = remote<typeof import("../probe.ts")>();

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

/** The sums over all paths of a graph are the slopes along its inputs. */
export async function checkGradient(steps: Steps, inputs: readonly string[]): Promise<void> {
  const root = result(steps);
  const f = (x: readonly number[]): number => evaluate(withInputs(steps, inputs, x))[root] as number;
  const gradient = async (x: readonly number[]): Promise<number[]> => {
    const sums = await subject.pathSums(withInputs(steps, inputs, x), root);
    return inputs.map((name) => sums[name] as number);
  };
  const x = inputs.map((name) => steps[name] as number);
  const expected = x.map((xi, i) => centralDifference((t) => f(x.with(i, t)), xi));
  const what = `∂${root}/∂(${inputs}), summed over the paths of ${spell(steps)}, against central differences`;
  try {
    close(await gradient(x), expected, what, 1e-6);
  } catch (error) {
    if (!(error instanceof Mismatch)) throw error;
    // The checker knows the names of many mistakes; its own numbers, times a random cotangent, would only puzzle here.
    const { diagnosis } = await checkVjp({
      f: (...t) => f(t.map(Number)),
      inputs: x.map((xi) => [xi]),
      vjp: async (t, g) => (await gradient(t.map(Number))).map((slope) => Number(g) * slope),
    });
    throw new Mismatch(error.message, diagnosis?.message);
  }
}

function withInputs(steps: Steps, inputs: readonly string[], x: readonly number[]): Steps {
  return { ...steps, ...Object.fromEntries(inputs.map((name, i) => [name, x[i] as number])) };
}

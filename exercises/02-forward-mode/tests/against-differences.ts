/** What a student's derivatives are held against: the same functions in plain arithmetic, by central differences. */
import { close, passes, remote } from "@gradus/course/testing";
import { centralDifference, checkJvp } from "@gradus/gradcheck";

const subject = remote<typeof import("../probe.ts")>();

/** A local derivative and a central difference agree in about ten digits; an error in the rule shows in the first. */
const TOLERANCE = 1e-7;

/** Holds `derivative` of an op against differences of its value `f`, at x. */
export async function checkDerivative(op: string, f: (x: number) => number, x: number): Promise<void> {
  const what = `${op}.derivative(${x}, ${f(x)}), which should be the central difference`;
  close(await subject.derivative(op, x), short(centralDifference(f, x)), what, TOLERANCE);
}

/** Holds `da` and `db` of an op against differences of its value `f`, at (a, b). */
export async function checkPartials(
  op: string,
  f: (a: number, b: number) => number,
  a: number,
  b: number,
): Promise<void> {
  const at = `(${a}, ${b}, ${f(a, b)}), which should be the central difference`;
  const alongA = short(centralDifference((t) => f(t, b), a));
  const alongB = short(centralDifference((t) => f(a, t), b));
  close(await subject.da(op, a, b), alongA, `${op}.da${at} as a moves`, TOLERANCE);
  close(await subject.db(op, a, b), alongB, `${op}.db${at} as b moves`, TOLERANCE);
}

/** A function of numbers in plain arithmetic. */
export type Plain = (...x: number[]) => number;

/**
 * Holds the tangents that come out at `x`, given those that go in, against differences of `f`; a fault is told at
 * tangents that are easy to follow.
 *
 * @param spell the expression with these tangents, for the message
 */
export async function checkTangents(
  f: Plain,
  x: readonly number[],
  tangentOf: (tangents: number[]) => Promise<number>,
  spell: (tangents: number[]) => string,
): Promise<void> {
  const first = (vectors: Float64Array[]): number[] => vectors.map((vector) => vector[0] as number);
  const report = await checkJvp({
    f: (...inputs) => f(...first(inputs)),
    inputs: x.map((xi) => [xi]),
    jvp: (_, tangents) => tangentOf(first(tangents)),
  });
  if (report.ok) return;
  const moving = x.map((_, i) => [2, 3, 5][i] ?? 1);
  const expected = centralDifference((s) => f(...x.map((xi, i) => xi + s * (moving[i] as number))), 0);
  const got = await tangentOf(moving);
  const message = `the tangent of ${spell(moving)}\n  expected  ${short(expected)}\n  got       ${short(got)}`;
  passes({ ...report, message: Math.abs(got - expected) > 1e-6 ? message : report.message });
}

/** As many digits as a central difference has. */
function short(x: number): number {
  return Number(x.toPrecision(8));
}

/** The gradient of every op, checked against finite differences in three ways. */

import type { Screen } from "@gradus/demo";
import { checkJvp, checkSecondOrder, checkVjp, type Report } from "@gradus/gradcheck";
import {
  type BinaryOp,
  grad,
  hvp,
  jvp,
  ops,
  type Scalar,
  type ScalarFunction,
  type UnaryOp,
  Value,
} from "@gradus/scalar";
import { table } from "@gradus/viz";
import chalk from "chalk";

/** Points where the ops with kinks, poles or a limited domain are smooth too. */
const points = [
  [0.7, 1.3],
  [1.9, 0.4],
  [0.25, 2.2],
];

/** Prints the table; returns whether every op passed. */
export async function gradcheck(screen: Screen): Promise<boolean> {
  screen.heading("Every derivative is checked");
  screen.say("Each op against central differences, in float64: reverse mode, forward mode, second order.\n");
  const rows: string[][] = [];
  let ok = true;
  for (const op of [...ops.unary, ...ops.binary]) {
    const reports = await check(op);
    ok &&= reports.every((report) => report.ok);
    rows.push([op.label, ...reports.map(cell)]);
  }
  const half = Math.ceil(rows.length / 2);
  const header = ["op", "reverse", "forward", "second"];
  const twoColumns = rows
    .slice(0, half)
    .map((row, i) => [...row, "  ", ...(rows[i + half] ?? ["", "", "", ""])]);
  screen.say(table(twoColumns, { header: [...header, "  ", ...header] }));
  screen.say(
    "\nEach number is the largest error found, relative to the difference quotient it was compared with.",
  );
  if (!ok) screen.say(chalk.red("Some gradient is wrong."));
  return ok;
}

async function check(op: UnaryOp | BinaryOp): Promise<Report[]> {
  const f: ScalarFunction = <S extends Scalar>(...[a, b]: S[]) =>
    "derivative" in op ? op(a as S) : op(a as S, b as S);
  const [first = [], ...rest] = points.map((point) => ("derivative" in op ? point.slice(0, 1) : point));
  const common = { name: op.label, inputs: [first], points: rest.map((point) => [point]) };
  const value = (x: ArrayLike<number>) => f(...Array.from(x, (xi) => new Value(xi))).data;
  return [
    await checkVjp({
      ...common,
      f: value,
      vjp: ([x = []], [g = 0]) => [grad(f)(Array.from(x)).map((d) => d * g)],
    }),
    await checkJvp({
      ...common,
      f: value,
      jvp: ([x = []], [v = []]) => jvp(f, Array.from(x), Array.from(v))[1],
    }),
    await checkSecondOrder({
      ...common,
      grad: (x) => grad(f)(Array.from(x)),
      hvp: (x, v) => hvp(f, Array.from(x), Array.from(v)),
    }),
  ];
}

function cell({ ok, worst }: Report): string {
  const error = worst === null ? 0 : worst.error / Math.max(1, Math.abs(worst.numeric));
  return `${ok ? chalk.green("✓") : chalk.red("✗")} ${error.toExponential(0)}`;
}

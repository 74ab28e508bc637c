import { checkJvp, checkSecondOrder, checkVjp, type Report } from "@gradus/gradcheck";
import { number, vector } from "@gradus/gradcheck/testing";
import { Dual, div, grad, hvp, jvp, ops, pow, type Scalar, sub, Value } from "@gradus/scalar";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allOrders, forwardModeLaw, reverseModeLaw, secondOrderModeLaw, valueAt, vjp } from "./all-orders.ts";
import { composition, isSmoothAt } from "./compositions.ts";
import { binaryCases, exportedOps, operands, unaryCases } from "./op-table.ts";

/** One number in a vector of its own. */
const single = (domain: Parameters<typeof number>[0]) => number(domain).map((x) => Float64Array.of(x));

const subjects = [
  ...unaryCases.map(({ op, x }) => ({
    name: op.label,
    f: <S extends Scalar>(...[a]: S[]): S => op(a as S),
    at: single(x),
  })),
  ...binaryCases.map((each) => ({
    name: each.op.label,
    f: <S extends Scalar>(...[a, b]: S[]): S => each.op(a as S, b as S),
    at: operands(each),
  })),
];

describe("the table of ops", () => {
  test("names every op that the package exports, once", () => {
    const inTable = subjects.map(({ name }) => name).sort();
    expect(inTable).toEqual(exportedOps().sort());
    expect(inTable).toEqual([...ops.unary, ...ops.binary].map((op) => op.label).sort());
  });

  test("every op is a method of the same name, which records that op", () => {
    for (const op of ops.unary) {
      const y = (new Value(0.5) as unknown as Record<string, () => Value>)[op.label]?.();
      expect(y?.op, op.label).toBe(op);
    }
    for (const op of ops.binary) {
      const y = (new Value(0.5) as unknown as Record<string, (b: number) => Value>)[op.label]?.(2);
      expect(y?.op, op.label).toBe(op);
    }
  });
});

describe.each(subjects)("$name", (subject) => {
  const { f, at } = subject;
  test("reverse mode", () => reverseModeLaw(subject));
  test("forward mode", () => forwardModeLaw(subject));
  test("second order", () => secondOrderModeLaw(subject));

  test("gives the same value on Values and on Duals", () => {
    fc.assert(
      fc.property(at, (x) => {
        const dual = f(...Array.from(x, (xi) => new Dual(xi, 1)));
        expect(dual.primal).toBe(valueAt(f, x));
      }),
    );
  });
});

describe.each(binaryCases)("$op.label with one operand", ({ op, a, b }) => {
  const inBoth = { ...a, min: Math.max(a.min ?? -2, b.min ?? -2), max: Math.min(a.max ?? 2, b.max ?? 2) };

  test("used twice: x.op(x)", () =>
    allOrders({
      name: `x.${op.label}(x)`,
      f: <S extends Scalar>(...[x]: S[]): S => op(x as S, x as S),
      at: single({ ...inBoth, avoid: [0], margin: 0.2 }),
    }));

  test("and a number on the right: op(x, 0.7)", () =>
    allOrders({
      name: `${op.label}(x, 0.7)`,
      f: <S extends Scalar>(...[x]: S[]): S => op(x as S, 0.7),
      at: single({ ...a, avoid: [0, 0.7] }),
    }));

  test("and a number on the left: op(0.7, x)", () =>
    allOrders({
      name: `${op.label}(0.7, x)`,
      f: <S extends Scalar>(...[x]: S[]): S => op(0.7, x as S),
      at: single({ ...b, avoid: [0, 0.7], margin: 0.2 }),
    }));
});

test("2 - x, 1 / x and 2 ** x, with the number first", () => {
  const gradientAt3 = (f: (x: Value) => Value) => grad(f)([3])[0];
  expect(gradientAt3((x) => sub(2, x))).toBe(-1);
  expect(gradientAt3((x) => div(1, x))).toBeCloseTo(-1 / 9, 15);
  expect(gradientAt3((x) => pow(2, x))).toBeCloseTo(8 * Math.LN2, 14);
});

test.each([-3, -2, 0, 1, 2, 3])("x ** %i also for x < 0", (exponent) =>
  allOrders({
    name: `x ** ${exponent}`,
    f: <S extends Scalar>(...[x]: S[]): S => (x as S).pow(exponent),
    at: single({ min: -3, max: -0.2 }),
  }),
);

test("an operand that ties with itself keeps its whole gradient", () => {
  for (const f of [(x: Value) => x.max(x), (x: Value) => x.min(x)]) expect(grad(f)([2])).toEqual([1]);
});

test("a diamond: both paths count", () =>
  allOrders({
    name: "diamond",
    f: <S extends Scalar>(...[x]: S[]): S => {
      const shared = (x as S).sin();
      return shared.mul(shared.exp()).add(shared);
    },
    at: single({}),
  }));

/** The same points every time, unless told otherwise: as the laws of gradcheck. */
const seeded = { seed: Number(process.env.GRADUS_SEED ?? 1) };

test("random compositions of ops, in all orders", async () => {
  const accept = (report: Report) => {
    // a gradient that cancels to almost nothing leaves nothing to compare with
    fc.pre(report.diagnosis?.name !== "f-noisy");
    expect(report.ok, report.message).toBe(true);
  };
  await fc.assert(
    fc.asyncProperty(composition(3), vector(3), fc.noShrink(fc.nat()), async ({ f, text }, x, seed) => {
      fc.pre(isSmoothAt(f, x));
      const common = { name: text, inputs: [x], seed };
      const value = (at: Float64Array) => valueAt(f, at);
      accept(await checkVjp({ ...common, f: value, vjp: ([at = []], [g = 0]) => [vjp(f, at, g)] }));
      accept(
        await checkJvp({ ...common, f: value, jvp: ([at = []], [t = []]) => jvp(f, [...at], [...t])[1] }),
      );
      accept(
        await checkSecondOrder({
          ...common,
          grad: (at) => grad(f)([...at]),
          hvp: (at, v) => hvp(f, [...at], [...v]),
        }),
      );
    }),
    seeded,
  );
});

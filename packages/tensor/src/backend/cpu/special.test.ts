/** The functions that JavaScript does not bring, against slow and certain ways to compute them. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { erf, pow, powInteger, roundEven } from "./special.ts";

/** `2x/√π · e^(-x²) · Σ (2x²)ⁿ/(2n + 1)!!`: all terms are positive, so nothing cancels. */
function erfBySeries(x: number): number {
  let term = 1;
  let total = 1;
  for (let n = 1; term > 1e-18 * total; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    total += term;
  }
  return ((2 * x) / Math.sqrt(Math.PI)) * Math.exp(-x * x) * total;
}

test("erf equals its series", () => {
  fc.assert(
    fc.property(fc.double({ min: -5, max: 5, noNaN: true }), (x) => {
      const expected = erfBySeries(x);
      expect(Math.abs(erf(x) - expected)).toBeLessThanOrEqual(2e-15 * Math.abs(expected));
    }),
  );
});

test("erf is odd, rises, and ends at ±1", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 8, noNaN: true }),
      fc.double({ min: 0, max: 8, noNaN: true }),
      (a, b) => {
        expect(erf(-a)).toBe(-erf(a));
        expect(erf(Math.min(a, b))).toBeLessThanOrEqual(erf(Math.max(a, b)));
      },
    ),
  );
  expect([erf(6), erf(Infinity), erf(-Infinity), erf(NaN)]).toEqual([1, 1, -1, NaN]);
});

test("roundEven goes to the nearest whole number, ties to the even one, and keeps the sign of zero", () => {
  const halves = fc.integer({ min: -1e6, max: 1e6 }).map((n) => n / 2);
  fc.assert(
    fc.property(fc.oneof(halves, fc.double({ noNaN: true })), (x) => {
      const y = roundEven(x);
      fc.pre(Number.isFinite(x));
      expect(Math.abs(y - x)).toBeLessThanOrEqual(0.5);
      if (Math.abs(y - x) === 0.5) expect(Math.abs(y % 2)).toBe(0);
      expect(Object.is(y, -0)).toBe(y === 0 && (x < 0 || Object.is(x, -0)));
    }),
  );
  expect([roundEven(Infinity), roundEven(-Infinity), roundEven(NaN)]).toEqual([Infinity, -Infinity, NaN]);
});

test("pow is ** but for the three corners in which JavaScript has its own opinion", () => {
  fc.assert(
    fc.property(fc.double(), fc.double(), (a, b) => {
      const corner = a === 1 || (a === -1 && Math.abs(b) === Infinity);
      expect(pow(a, b)).toBe(corner ? 1 : a ** b);
    }),
  );
  expect([pow(1, NaN), pow(1, Infinity), pow(-1, -Infinity)]).toEqual([1, 1, 1]);
});

test("powInteger is the power modulo 2³²", () => {
  fc.assert(
    fc.property(fc.integer(), fc.nat(200), (a, b) => {
      expect(powInteger(a, b)).toBe(Number(BigInt.asIntN(32, BigInt(a) ** BigInt(b))));
    }),
  );
});

/** Clipping keeps gradients within bounds, and leaves those alone that are. */
import { clipGradNorm, clipGradValue } from "@gradus/optim";
import { add, scope } from "@gradus/tensor";
import fc from "fast-check";
import { expect, test } from "vitest";
import { give, parameter, values } from "./every-optimizer.ts";

const four = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 4, maxLength: 4 });
const bound = fc.double({ min: 1e-3, max: 1e3, noNaN: true });

test("clipGradNorm: the norm is at most the bound, the direction stays, the old norm comes back", () => {
  fc.assert(
    fc.property(four, four, bound, fc.constantFrom(1, 2, 3, Infinity), (a, b, maxNorm, normType) => {
      const norm = (x: readonly number[]): number =>
        normType === Infinity
          ? Math.max(...x.map(Math.abs))
          : x.reduce((sum, each) => sum + Math.abs(each) ** normType, 0) ** (1 / normType);
      const params = [parameter([0, 0, 0, 0]), parameter([0, 0, 0, 0]), parameter([0, 0, 0, 0])];
      give(params[0]!, a);
      give(params[1]!, b);
      const total = clipGradNorm(params, maxNorm, { normType }).item();
      const before = [...a, ...b];
      const after = params.slice(0, 2).flatMap(({ grad }) => values(grad!));
      expect(Math.abs(total - norm(before))).toBeLessThanOrEqual(1e-9 * total + 1e-12);
      expect(norm(after)).toBeLessThanOrEqual(maxNorm * (1 + 1e-9));
      const factor = Math.min(1, maxNorm / (total + 1e-6));
      after.forEach((x, i) => {
        expect(Math.abs(x - factor * before[i]!)).toBeLessThanOrEqual(1e-9 * Math.abs(before[i]!) + 1e-12);
      });
      expect(params[2]!.grad).toBeNull();
    }),
  );
});

test("clipGradValue clamps each element", () => {
  fc.assert(
    fc.property(four, bound, (gradient, limit) => {
      const p = parameter([0, 0, 0, 0]);
      give(p, gradient);
      clipGradValue([p], limit);
      expect(values(p.grad!)).toEqual(gradient.map((x) => Math.max(-limit, Math.min(limit, x))));
    }),
  );
});

test("a gradient that two parameters share is scaled once", () => {
  const [a, b] = [parameter([1, 1, 1, 1]), parameter([2, 2, 2, 2])];
  add(a, b).sum().backward();
  clipGradNorm([a, b], Math.sqrt(2));
  for (const x of [...values(a.grad!), ...values(b.grad!)]) expect(x).toBeCloseTo(0.5, 5);
});

test("clipped gradients outlive the scope they were clipped in", () => {
  const p = parameter([3, 4, 0, 0]);
  scope(() => {
    p.square().sum().backward();
    clipGradNorm([p], 1);
    clipGradValue([p], 0.7);
  });
  expect(values(p.grad!)[0]).toBeCloseTo(0.6, 5);
  expect(values(p.grad!)[1]).toBe(0.7);
});

test("what is wrong is said with both values", () => {
  const p = parameter([0, 0, 0, 0]);
  give(p, [1, Number.NaN, 0, 0]);
  expect(() => clipGradNorm([p], -1)).toThrow("maxNorm is -1, but must be a finite number >= 0");
  expect(() => clipGradNorm([p], 1, { normType: 0 })).toThrow("normType is 0, but must be > 0");
  expect(() => clipGradValue([p], -2)).toThrow("clipValue is -2");
  expect(() => clipGradNorm([p], 1, { errorIfNonfinite: true })).toThrow("is NaN, but must be finite");
  expect(clipGradNorm([], 1).item()).toBe(0);
});

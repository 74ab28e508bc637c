/** What holds for every optimizer. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { everyOptimizer, give, parameter, values } from "./every-optimizer.ts";

const number = fc.double({ min: -3, max: 3, noNaN: true });
const four = fc.array(number, { minLength: 4, maxLength: 4 });
const gradients = fc.array(four, { minLength: 2, maxLength: 6 });
const curvature = fc.array(fc.double({ min: 0.5, max: 2, noNaN: true }), { minLength: 4, maxLength: 4 });

describe.each(Object.entries(everyOptimizer))("%s", (_name, make) => {
  test("minimizes a convex quadratic: Σ c·(p - m)², c and m at random", () => {
    fc.assert(
      fc.property(four, four, curvature, (start, minimum, c) => {
        const p = parameter(start);
        const optimizer = make([p]);
        const distance = (): number => Math.hypot(...values(p).map((x, i) => x - (minimum[i] as number)));
        const before = distance();
        for (let step = 0; step < 600; step++) {
          give(
            p,
            values(p).map((x, i) => 2 * (c[i] as number) * (x - (minimum[i] as number))),
          );
          optimizer.step();
        }
        expect(distance()).toBeLessThan(Math.max(0.1, 0.2 * before));
      }),
      { numRuns: 10 },
    );
  });

  test("continues bit for bit from a saved state", () => {
    fc.assert(
      fc.property(four, gradients, gradients, (start, before, after) => {
        const p = parameter(start);
        const optimizer = make([p]);
        const walk = (on: typeof p, by: typeof optimizer, all: readonly number[][]): void => {
          for (const gradient of all) {
            give(on, gradient);
            by.step();
          }
        };
        walk(p, optimizer, before);
        const saved = optimizer.stateDict();
        const copy = parameter(values(p));
        // Moving on must not move what was saved.
        walk(p, optimizer, after);
        const other = make([copy], 0.7);
        other.loadStateDict(saved);
        walk(copy, other, after);
        expect(values(copy)).toEqual(values(p));
      }),
      { numRuns: 20 },
    );
  });

  test("a zero gradient moves nothing from a standing start, and makes no NaN later", () => {
    const p = parameter([1, -2, 0, 4]);
    const optimizer = make([p]);
    Object.assign(optimizer.paramGroups[0]!, { weightDecay: 0 });
    give(p, [0, 0, 0, 0]);
    optimizer.step();
    expect(values(p)).toEqual([1, -2, 0, 4]);
    give(p, [1, 0, 0, -1]);
    optimizer.step();
    give(p, [0, 0, 0, 0]);
    optimizer.step();
    expect(values(p).every(Number.isFinite)).toBe(true);
  });

  test("a parameter without a gradient stays, and so does its state", () => {
    const [p, q] = [parameter([1, 2, 3, 4]), parameter([5, 6, 7, 8])];
    const optimizer = make([p, q]);
    give(p, [1, 1, 1, 2]);
    optimizer.step();
    expect(values(p)).not.toEqual([1, 2, 3, 4]);
    expect(values(q)).toEqual([5, 6, 7, 8]);
    expect(Object.keys(optimizer.stateDict().state)).toEqual(["0"]);
  });

  test("the move from a given state is proportional to the learning rate", () => {
    fc.assert(
      fc.property(four, four, fc.double({ min: 1e-3, max: 1, noNaN: true }), (start, gradient, lr) => {
        const moveWith = (rate: number): number[] => {
          const p = parameter(start);
          give(p, gradient);
          make([p], rate).step();
          return values(p).map((x, i) => x - (start[i] as number));
        };
        const [once, thrice] = [moveWith(lr), moveWith(3 * lr)];
        once.forEach((move, i) => {
          expect(thrice[i]).toBeCloseTo(3 * move, 10);
        });
      }),
      { numRuns: 20 },
    );
  });

  test("groups are independent, and have options of their own", () => {
    const run = (rates: readonly number[], only?: number): number[][] => {
      const params = [parameter([1, 2, 3, 4]), parameter([4, 3, 2, 1])];
      const optimizer = make(params.map((p, i) => ({ params: [p], lr: rates[i] as number })));
      for (let step = 1; step < 4; step++) {
        params.forEach((p, i) => {
          if (only === undefined || only === i) give(p, [step, -1, 0.5, 2]);
        });
        optimizer.step();
      }
      return params.map(values);
    };
    const [together, other] = [run([0.1, 0.2]), run([0.3, 0.2])];
    expect(together[1]).toEqual(other[1]);
    expect(together[0]).not.toEqual(other[0]);
    expect(run([0.1, 0.2], 0)[0]).toEqual(together[0]);
  });
});

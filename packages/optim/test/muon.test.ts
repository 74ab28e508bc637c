/** Muon moves a matrix along all its directions alike. */
import { Muon, newtonSchulz } from "@gradus/optim";
import { randn } from "@gradus/tensor";
import fc from "fast-check";
import { expect, test } from "vitest";
import { give, parameter, values } from "./every-optimizer.ts";

const shape = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }));

test("newtonSchulz with 1.5, -0.5, 0 (the classical iteration) finds a matrix with orthonormal rows or columns", () => {
  fc.assert(
    fc.property(shape, fc.nat(1000), ([n, m], seed) => {
      const x = newtonSchulz(randn([n, m], { seed, dtype: "float64" }), [1.5, -0.5, 0], 80);
      const gram = n <= m ? x.matmul(x.transpose()) : x.transpose().matmul(x);
      const k = Math.min(n, m);
      values(gram).forEach((value, i) => {
        expect(value).toBeCloseTo(i % (k + 1) === 0 ? 1 : 0, 4);
      });
    }),
  );
});

test("for a vector in the guise of a matrix the first step has the length lr·scale·s, s the image of 1", () => {
  const p = parameter([0, 0, 0, 0], [1, 4]);
  give(p, [3, 0, 4, 0]);
  new Muon([p], { lr: 0.1, weightDecay: 0.5 }).step();
  let s = 1;
  for (let step = 0; step < 5; step++) s = s * (3.4445 - 4.775 * s ** 2 + 2.0315 * s ** 4);
  const wanted = [-0.06 * s, 0, -0.08 * s, 0];
  values(p).forEach((value, i) => {
    expect(value).toBeCloseTo(wanted[i] as number, 12);
  });
});

test("the rate follows the shape", () => {
  const length = (n: number, m: number, adjustLrFn: "original" | "match_rms_adamw"): number => {
    const p = parameter(Array(n * m).fill(0), [n, m]);
    give(p, Array(n * m).fill(1));
    new Muon([p], { lr: 1, adjustLrFn }).step();
    return Math.hypot(...values(p));
  };
  const base = length(1, 4, "original");
  expect(length(4, 1, "original")).toBeCloseTo(2 * base, 12);
  expect(length(1, 4, "match_rms_adamw")).toBeCloseTo(0.4 * base, 12);
});

test("momentum and decoupled weight decay, step by step", () => {
  const p = parameter([2], [1, 1]);
  const optimizer = new Muon([p], { lr: 0.1, weightDecay: 0.5, momentum: 0.5, nesterov: false });
  let s = 1;
  for (let step = 0; step < 5; step++) s = s * (3.4445 - 4.775 * s ** 2 + 2.0315 * s ** 4);
  let expected = 2;
  // The velocity 0.5, 0.75, then 0.375 - 1: the sign turns with the third gradient.
  for (const [gradient, sign] of [
    [1, 1],
    [1, 1],
    [-2, -1],
  ] as const) {
    give(p, [gradient]);
    optimizer.step();
    expected = expected * (1 - 0.1 * 0.5) - 0.1 * sign * s;
    expect(values(p)[0]).toBeCloseTo(expected, 12);
  }
});

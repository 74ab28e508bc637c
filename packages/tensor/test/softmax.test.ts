/** Softmax and its logarithm: against the definition, and at the edges. */
import { grad, logSoftmax, mul, softmax, sum, type Tensor, tensor, transpose, zeros } from "@gradus/tensor";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

const inf = Infinity;
const f64 = (...data: number[]): Tensor => tensor(Float64Array.from(data));

const rows = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 5 })).chain(([m, n]) =>
  fc.array(fc.array(fc.double({ min: -700, max: 700, noNaN: true }), { minLength: n, maxLength: n }), {
    minLength: m,
    maxLength: m,
  }),
);

test("softmax is eˣ / Σ eˣ; all are positive and sum to 1, however large", () => {
  fc.assert(
    fc.property(rows, (x) => {
      const y = softmax(tensor(x, { dtype: "float64" })).toArray() as number[][];
      y.forEach((row, i) => {
        expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
        row.forEach((element, j) => {
          const definition = 1 / (x[i] as number[]).reduce((a, other) => a + Math.exp(other - x[i]![j]!), 0);
          expect(element).toBeCloseTo(definition, 12);
        });
      });
    }),
  );
});

test("a shift of all elements changes nothing; any axis is the last one of the transposed", () => {
  fc.assert(
    fc.property(rows, fc.integer({ min: -50, max: 50 }), (x, shift) => {
      const a = tensor(x, { dtype: "float64" });
      const b = tensor(
        x.map((row) => row.map((element) => element + shift)),
        { dtype: "float64" },
      );
      for (const f of [softmax, logSoftmax]) {
        const y = [...f(a).dataSync()];
        [...f(b).dataSync()].forEach((element, i) => {
          expect(element).toBeCloseTo(y[i]!, 9);
        });
        expect(transpose(f(transpose(a), 0)).toArray()).toEqual(f(a, 1).toArray());
      }
    }),
  );
});

test("logSoftmax keeps the digits that the logarithm of softmax loses", () => {
  expect(logSoftmax(f64(0, 1000)).toArray()).toEqual([-1000, 0]);
  expect(logSoftmax(f64(-1000, -1000)).toArray()).toEqual([-Math.LN2, -Math.LN2]);
});

describe("edges", () => {
  test("large elements", () => {
    expect(softmax(f64(1000, 1000)).toArray()).toEqual([0.5, 0.5]);
    expect(softmax(f64(-1000, 1000)).toArray()).toEqual([0, 1]);
    expect(softmax(tensor([1e30, -1e30])).toArray()).toEqual([1, 0]);
  });

  test("a masked position gets 0, and no gradient", () => {
    expect(softmax(f64(0, -inf, 0)).toArray()).toEqual([0.5, 0, 0.5]);
    expect(logSoftmax(f64(0, -inf, 0)).toArray()).toEqual([-Math.LN2, -inf, -Math.LN2]);
    const [g] = grad((x) => sum(mul(softmax(x), f64(1, 2, 4))))(f64(0, -inf, 0));
    expect(g?.toArray()).toEqual([-0.75, 0, 0.75]);
  });

  test("all masked, +∞ and NaN give NaN", () => {
    for (const x of [f64(-inf, -inf), f64(inf, 0), f64(NaN, 0)])
      for (const f of [softmax, logSoftmax]) expect([...f(x).dataSync()].some(Number.isNaN)).toBe(true);
  });

  test("a single element, none, whole numbers", () => {
    expect(softmax(f64(3)).toArray()).toEqual([1]);
    expect(softmax(zeros([2, 0])).shape).toEqual([2, 0]);
    expect(softmax(tensor([1, 1], { dtype: "int32" })).dtype).toBe("float32");
    expect(softmax(tensor([1, 1], { dtype: "int32" })).toArray()).toEqual([0.5, 0.5]);
  });

  test("a wrong axis is named", () => {
    expect(() => softmax(zeros([2, 3]), 2)).toThrow(/softmax: axis 2 of a tensor with 2 axes/);
    expect(() => logSoftmax(zeros([2, 3]), -3)).toThrow(/logSoftmax: axis -3 of a tensor with 2 axes/);
  });
});

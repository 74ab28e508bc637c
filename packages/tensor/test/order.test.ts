/** Order along an axis: against JavaScript's own stable sort, and at the edges. */
import { argsort, grad, mul, sort, sum, type Tensor, tensor, topk, transpose, zeros } from "@gradus/tensor";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

const inf = Infinity;
const f64 = (...data: number[]): Tensor => tensor(Float64Array.from(data));

/** Rows with many ties. */
const rows = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 6 })).chain(([m, n]) =>
  fc.array(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: n, maxLength: n }), {
    minLength: m,
    maxLength: m,
  }),
);

function orderOf(row: readonly number[], descending: boolean): number[] {
  return [...row.keys()].sort((i, j) => (descending ? row[j]! - row[i]! : row[i]! - row[j]!));
}

test("sort and argsort are stable, both ways, along any axis", () => {
  fc.assert(
    fc.property(
      rows,
      fc.boolean(),
      fc.constantFrom("float32", "float64", "int32"),
      (x, descending, dtype) => {
        const xt = tensor(x, { dtype });
        const order = x.map((row) => orderOf(row, descending));
        const { values, indices } = sort(xt, 1, descending);
        expect(indices.toArray()).toEqual(order);
        expect(indices.dtype).toBe("int32");
        expect(values.dtype).toBe(dtype);
        expect(values.toArray()).toEqual(order.map((places, i) => places.map((j) => x[i]![j])));
        expect(argsort(xt, -1, descending).toArray()).toEqual(order);
        expect(transpose(argsort(transpose(xt), 0, descending)).toArray()).toEqual(order);
        expect(transpose(sort(transpose(xt), 0, descending).values).toArray()).toEqual(values.toArray());
      },
    ),
  );
});

test("topk is the beginning of the sorted axis", () => {
  fc.assert(
    fc.property(rows, fc.nat(6), fc.boolean(), (x, most, largest) => {
      const k = Math.min(most, x[0]!.length);
      const order = x.map((row) => orderOf(row, largest).slice(0, k));
      const { values, indices } = topk(tensor(x), k, 1, largest);
      expect(indices.toArray()).toEqual(order);
      expect(values.toArray()).toEqual(order.map((places, i) => places.map((j) => x[i]![j])));
    }),
  );
});

describe("edges", () => {
  test("NaN is the largest, infinities lie where they belong", () => {
    expect(sort(f64(NaN, inf, -inf, 0)).values.toArray()).toEqual([-inf, 0, inf, NaN]);
    expect(sort(f64(0, NaN, inf), 0, true).values.toArray()).toEqual([NaN, inf, 0]);
    expect(topk(f64(0, NaN, inf), 2).indices.toArray()).toEqual([1, 2]);
    expect(topk(f64(0, NaN, inf), 2, 0, false).indices.toArray()).toEqual([0, 2]);
  });

  test("nothing, and a single element", () => {
    expect(sort(zeros([2, 0])).values.shape).toEqual([2, 0]);
    expect(topk(zeros([0, 3]), 2).indices.shape).toEqual([0, 2]);
    expect(topk(f64(7), 0).values.shape).toEqual([0]);
    expect(sort(f64(7)).indices.toArray()).toEqual([0]);
  });

  test("errors name both values", () => {
    expect(() => topk(zeros([2, 3]), 4)).toThrow(/k is 4, but axis 1 of shape \[2, 3\] has 3 elements/);
    expect(() => topk(zeros([2, 3]), -1)).toThrow(/k is -1/);
    expect(() => topk(zeros([2, 3]), 1.5)).toThrow(/k is 1.5/);
    expect(() => sort(zeros([2]), 1)).toThrow(/sort: axis 1 of a tensor with 1 axes/);
    expect(() => argsort(zeros([2]), 1)).toThrow(/argsort: axis 1 of a tensor with 1 axes/);
  });

  test("each value's gradient goes to the element that it was", () => {
    const weights = f64(1, 10, 100);
    expect(grad((x) => sum(mul(sort(x).values, weights)))(f64(5, 3, 4))[0]?.toArray()).toEqual([100, 1, 10]);
    expect(grad((x) => sum(topk(x, 2).values))(f64(5, 3, 4))[0]?.toArray()).toEqual([1, 0, 1]);
  });
});

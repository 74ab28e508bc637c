/** Reductions against their definitions, and what they do at the edges. */
import {
  all,
  amax,
  amin,
  any,
  argmax,
  argmin,
  cast,
  cumsum,
  type DType,
  logsumexp,
  max,
  mean,
  min,
  norm,
  prod,
  std,
  sum,
  type Tensor,
  tensor,
  transpose,
  variance,
  zeros,
} from "@gradus/tensor";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyInput, type Input, shape } from "./op-case.ts";

const inf = Infinity;

function f64(data: readonly number[], extents: readonly number[] = [data.length]): Tensor {
  return tensor(Float64Array.from(data), { shape: extents });
}

function whole(data: number[], dtype: DType = "int32"): Tensor {
  return tensor(data, { dtype });
}

/** The elements that become one, for each result in row-major order: straight from the definition. */
function groups({ shape, data }: Input, axes: readonly number[]): number[][] {
  const kept = shape.map((extent, i) => (axes.includes(i) ? 1 : extent));
  const result = Array.from({ length: kept.reduce((a, b) => a * b, 1) }, (): number[] => []);
  data.forEach((element, flat) => {
    let [rest, place, width] = [flat, 0, 1];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const extent = shape[axis] as number;
      if (!axes.includes(axis)) {
        place += (rest % extent) * width;
        width *= extent;
      }
      rest = Math.floor(rest / extent);
    }
    result[place]?.push(element);
  });
  return result;
}

/** To 1e-10, relative above 1; the same infinity, NaN for NaN. */
function expectNear(found: number, expected: number): void {
  if (Number.isFinite(expected))
    expect(Math.abs(found - expected) / Math.max(1, Math.abs(expected))).toBeLessThan(1e-10);
  else expect(found).toBe(expected);
}

type Over = (x: Tensor, axes: number[], keepdim: boolean) => Tensor;

const total = (x: readonly number[]) => x.reduce((a, b) => a + b, 0);
const average = (x: readonly number[]) => total(x) / x.length;
const spread = (x: readonly number[], correction: number) =>
  total(x.map((element) => (element - average(x)) ** 2)) / Math.max(0, x.length - correction);
const power = (x: readonly number[], p: number) =>
  total(x.map((element) => Math.abs(element) ** p)) ** (1 / p);

const definitions: readonly [name: string, f: Over, one: (x: number[]) => number, empty?: "throws"][] = [
  ["sum", sum, total],
  ["mean", mean, average],
  ["variance", (x, axes, keepdim) => variance(x, axes, { keepdim }), (x) => spread(x, 1)],
  [
    "variance of all",
    (x, axes, keepdim) => variance(x, axes, { keepdim, correction: 0 }),
    (x) => spread(x, 0),
  ],
  ["std", (x, axes, keepdim) => std(x, axes, { keepdim }), (x) => Math.sqrt(spread(x, 1))],
  ["prod", prod, (x) => x.reduce((a, b) => a * b, 1)],
  ["amax", amax, (x) => Math.max(...x), "throws"],
  ["amin", amin, (x) => Math.min(...x), "throws"],
  ["logsumexp", logsumexp, (x) => Math.log(total(x.map(Math.exp)))],
  [
    "norm 0",
    (x, axes, keepdim) => norm(x, 0, axes, keepdim),
    (x) => x.filter((element) => element !== 0).length,
  ],
  ["norm 1", (x, axes, keepdim) => norm(x, 1, axes, keepdim), (x) => power(x, 1)],
  ["norm 2", (x, axes, keepdim) => norm(x, 2, axes, keepdim), (x) => power(x, 2)],
  ["norm 3", (x, axes, keepdim) => norm(x, 3, axes, keepdim), (x) => power(x, 3)],
  ["norm -2", (x, axes, keepdim) => norm(x, -2, axes, keepdim), (x) => power(x, -2)],
  [
    "norm ∞",
    (x, axes, keepdim) => norm(x, inf, axes, keepdim),
    (x) => Math.max(...x.map(Math.abs)),
    "throws",
  ],
  [
    "norm -∞",
    (x, axes, keepdim) => norm(x, -inf, axes, keepdim),
    (x) => Math.min(...x.map(Math.abs)),
    "throws",
  ],
  ["any", any, (x) => Number(x.some((element) => element !== 0))],
  ["all", all, (x) => Number(x.every((element) => element !== 0))],
];

describe.each(definitions)("%s", (_name, f, one, empty) => {
  const samples = anyInput({ min: -2, max: 2 }, { empty: empty !== "throws" }).chain((x) =>
    fc.tuple(fc.constant(x), fc.subarray([...x.shape.keys()]), fc.boolean()),
  );

  test("is what its definition says, over any axes", () => {
    fc.assert(
      fc.property(samples, ([x, axes, keepdim]) => {
        const y = f(f64(x.data, x.shape), axes, keepdim);
        const kept = x.shape.map((extent, i) => (axes.includes(i) ? 1 : extent));
        expect(y.shape).toEqual(keepdim ? kept : kept.filter((_, i) => !axes.includes(i)));
        const expected = groups(x, axes).map(one);
        [...y.dataSync()].forEach((found, i) => {
          expectNear(found, expected[i] as number);
        });
      }),
    );
  });

  test("takes all axes by default, counts negative ones from the end, and refuses others", () => {
    const x = f64([1, -2, 3, 0.5, 0, 4], [2, 3]);
    const over = f as (x: Tensor, axes?: number | number[], keepdim?: boolean) => Tensor;
    expect(over(x).toArray()).toEqual(f(x, [0, 1], false).toArray());
    expect(over(x, -1).toArray()).toEqual(f(x, [1], false).toArray());
    expect(() => over(x, 2)).toThrow(/axis 2 of a tensor with 2 axes; axes go from -2 to 1/);
    expect(() => over(x, [0, -2])).toThrow(/name one axis twice/);
  });

  test("reads a transposed tensor as its copy", () => {
    const x = f64([1, -2, 3, 0.5, 0, 4], [2, 3]);
    expect(f(transpose(x), [0], false).toArray()).toEqual(f(x, [1], false).toArray());
  });
});

describe("argmax, argmin, max, min", () => {
  const distinctTies = shape({ minRank: 1, empty: false }).chain((extents) => {
    const size = extents.reduce((a, b) => a * b, 1);
    return fc.tuple(
      fc
        .array(fc.integer({ min: -1, max: 1 }), { minLength: size, maxLength: size })
        .map((data) => ({ shape: extents, data })),
      fc.nat(extents.length - 1),
      fc.boolean(),
    );
  });

  test("give the first of ties, and its value", () => {
    fc.assert(
      fc.property(distinctTies, ([x, axis, keepdim]) => {
        const rows = groups(x, [axis]);
        const xt = f64(x.data, x.shape);
        for (const [find, pick, best] of [
          [argmax, max, Math.max],
          [argmin, min, Math.min],
        ] as const) {
          const { values, indices } = pick(xt, axis, keepdim);
          const expected = rows.map((row) => row.indexOf(best(...row)));
          expect([...indices.dataSync()]).toEqual(expected);
          expect([...values.dataSync()].map(Number)).toEqual(rows.map((row) => best(...row)));
          expect(find(xt, axis, keepdim).toArray()).toEqual(indices.toArray());
          expect(values.shape).toEqual(indices.shape);
          expect(values.shape).toEqual(
            keepdim ? x.shape.with(axis, 1) : x.shape.filter((_, i) => i !== axis),
          );
          expect(find(xt).item()).toBe(x.data.indexOf(best(...x.data)));
        }
      }),
    );
  });

  test("the index of all is that in row-major order, whatever the layout", () => {
    expect(argmax(transpose(f64([1, 9, 3, 4], [2, 2]))).item()).toBe(2);
    expect(argmax(f64([1, 9, 3, 4], [2, 2]), undefined, true).shape).toEqual([1, 1]);
    expect(argmax(f64([5], [])).item()).toBe(0);
  });

  test("an error names who asked", () => {
    expect(() => max(f64([1]), 1)).toThrow(/^max: axis 1 of a tensor with 1 axes/);
    expect(() => argmin(f64([1]), -2)).toThrow(/^argmin: axis -2 of a tensor with 1 axes/);
  });
});

describe("cumsum", () => {
  test("adds up along an axis", () => {
    const x = f64([1, 2, 3, 4, 5, 6], [2, 3]);
    expect(cumsum(x, -1).toArray()).toEqual([
      [1, 3, 6],
      [4, 9, 15],
    ]);
    expect(cumsum(x, 0).toArray()).toEqual([
      [1, 2, 3],
      [5, 7, 9],
    ]);
    expect(cumsum(zeros([2, 0]), 1).shape).toEqual([2, 0]);
    expect(() => cumsum(x, 2)).toThrow(/cumsum: axis 2 of a tensor with 2 axes/);
  });
});

describe("types", () => {
  test("whole numbers and booleans", () => {
    const x = whole([3, 0, 5]);
    const b = whole([1, 0, 1], "bool");
    expect(prod(x).dtype).toBe("int32");
    expect(prod(b).dtype).toBe("int32");
    expect(cumsum(b, 0).toArray()).toEqual([1, 1, 2]);
    expect(cumsum(b, 0).dtype).toBe("int32");
    expect(amax(x).dtype).toBe("int32");
    expect(amax(x).item()).toBe(5);
    expect(min(b, 0).values.dtype).toBe("bool");
    expect(argmax(b).item()).toBe(0);
    for (const f of [mean, variance, std, logsumexp, (y: Tensor) => norm(y, 2), (y: Tensor) => norm(y, 0)])
      for (const y of [x, b]) {
        expect(f(y).dtype).toBe("float32");
        expect(f(y).item()).toBe(f(cast(y, "float32")).item());
      }
  });

  test.each(["float32", "float64"] as const)("%s stays", (dtype) => {
    const x = tensor([1, 2, 4], { dtype });
    for (const f of [
      mean,
      variance,
      std,
      prod,
      logsumexp,
      amax,
      (y: Tensor) => norm(y),
      (y: Tensor) => norm(y, 0),
    ])
      expect(f(x).dtype).toBe(dtype);
    expect(cumsum(x, 0).dtype).toBe(dtype);
    expect(any(x).dtype).toBe("bool");
    expect(all(x).dtype).toBe("bool");
    expect(argmax(x).dtype).toBe("int32");
  });

  test("a large mean costs the variance no digits", () => {
    expect(variance(f64([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16])).item()).toBe(30);
  });

  test("norm refuses a p that is no number", () => {
    expect(() => norm(f64([1]), NaN)).toThrow(/norm: p is NaN/);
    expect(() => norm(f64([1]), "fro" as never)).toThrow(/norm: p is fro; it must be a number/);
  });
});

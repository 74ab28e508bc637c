/** The matrix product is its definition, whatever the layout, and says what does not fit. */
import { bmm, dot, expand, matmul, outer, permute, type Tensor, tensor, transpose } from "@gradus/tensor";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { laidOut, layouts } from "./layouts.ts";
import { input } from "./op-case.ts";

const zeros = (...shape: number[]): Tensor =>
  tensor(new Float64Array(shape.reduce((size, extent) => size * extent, 1)), { shape });

/** `yᵢⱼ = Σₖ aᵢₖ·bₖⱼ`, as it is written. */
function definition(a: readonly number[], b: readonly number[], m: number, k: number, n: number): number[] {
  const y: number[] = [];
  for (let i = 0; i < m; i++)
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let p = 0; p < k; p++) sum += (a[i * k + p] as number) * (b[p * n + j] as number);
      y.push(sum);
    }
  return y;
}

describe("values", () => {
  test("equal the definition in every layout", () => {
    const extent = fc.nat({ max: 5 });
    fc.assert(
      fc.property(
        fc
          .tuple(extent, extent, extent)
          .chain(([m, k, n]) => fc.tuple(fc.constant([m, k, n] as const), input([m, k]), input([k, n]))),
        fc.constantFrom(...layouts),
        fc.constantFrom(...layouts),
        ([[m, k, n], a, b], left, right) => {
          const y = matmul(laidOut(a, left), laidOut(b, right));
          expect(y.shape).toEqual([m, n]);
          const expected = definition(a.data, b.data, m, k, n);
          for (const [i, found] of y.dataSync().entries())
            expect(found).toBeCloseTo(expected[i] as number, 12);
        },
      ),
    );
  });

  test("of a batch are the products of its parts, also where batch axes broadcast", () => {
    const a = laidOut({ shape: [2, 1, 2, 3], data: Array.from({ length: 12 }, (_, i) => i) }, "permuted");
    const b = laidOut({ shape: [3, 3, 2], data: Array.from({ length: 18 }, (_, i) => i - 5) }, "sliced");
    const y = matmul(a, b);
    expect(y.shape).toEqual([2, 3, 2, 2]);
    const [rows, columns] = [Array.from(a.dataSync()), Array.from(b.dataSync())];
    const parts = [0, 1].flatMap((i) =>
      [0, 1, 2].flatMap((j) => definition(rows.slice(6 * i), columns.slice(6 * j), 2, 3, 2)),
    );
    expect(Array.from(y.dataSync())).toEqual(parts);
  });

  test("of heads taken out of a sequence, a permuted view, are those of their copies", () => {
    const [B, T, H, D] = [2, 3, 2, 2];
    const x = tensor(
      Float64Array.from({ length: B * T * H * D }, (_, i) => Math.sin(i)),
      { shape: [B, T, H, D] },
    );
    const heads = permute(x, [0, 2, 1, 3]); // [B, H, T, D]
    const copy = tensor(heads.dataSync(), { shape: heads.shape });
    expect(matmul(heads, transpose(heads)).toArray()).toEqual(matmul(copy, transpose(copy)).toArray());
  });

  test.each([
    [[3], [3], []],
    [[2, 3], [3], [2]],
    [[3], [3, 4], [4]],
    [[5, 2, 3], [3], [5, 2]],
    [[3], [5, 3, 4], [5, 4]],
    [
      [2, 3],
      [5, 3, 4],
      [5, 2, 4],
    ],
    [
      [5, 1, 2, 3],
      [6, 3, 4],
      [5, 6, 2, 4],
    ],
    [
      [0, 2, 3],
      [3, 4],
      [0, 2, 4],
    ],
  ])("%j x %j has shape %j", (a, b, y) => {
    expect(matmul(zeros(...a), zeros(...b)).shape).toEqual(y);
  });

  test("over no elements are zeros", () => {
    expect(matmul(zeros(2, 0), zeros(0, 3)).toArray()).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
    expect(dot(zeros(0), zeros(0)).item()).toBe(0);
  });

  test("of an operand stretched over the batch count it once for each", () => {
    const a = expand(tensor([[1, 2]]), [3, 1, 2]);
    expect(
      matmul(
        a,
        tensor([
          [[1], [1]],
          [[2], [2]],
          [[3], [3]],
        ]),
      ).toArray(),
    ).toEqual([[[3]], [[6]], [[9]]]);
  });
});

test("dot, outer and bmm are what their names say", () => {
  const [a, b] = [tensor([1, 2, 3]), tensor([4, 5, 6])];
  expect(dot(a, b).item()).toBe(32);
  expect(outer(a, tensor([1, 10])).toArray()).toEqual([
    [1, 10],
    [2, 20],
    [3, 30],
  ]);
  expect(
    bmm(
      tensor([[[1, 2]], [[3, 4]]]),
      tensor([
        [[1], [1]],
        [[1], [0]],
      ]),
    ).toArray(),
  ).toEqual([[[3]], [[3]]]);
});

test("the wider type wins; whole numbers stay whole", () => {
  const [single, double] = [tensor([[1]]), tensor([[1]], { dtype: "float64" })];
  expect(matmul(single, double).dtype).toBe("float64");
  expect(matmul(tensor([[2]], { dtype: "int32" }), single).dtype).toBe("float32");
  expect(matmul(tensor([[2]], { dtype: "int32" }), tensor([[3]], { dtype: "int32" })).dtype).toBe("int32");
  const both = tensor([[true, true]]);
  expect(matmul(both, transpose(both)).item()).toBe(2);
});

describe("errors name both shapes and the next step", () => {
  test.each([
    [
      [64, 784],
      [256, 784],
      "matmul: inner dimensions differ: [64, 784] x [256, 784]; did you mean b.transpose()?",
    ],
    [[3, 2], [3, 4], "matmul: inner dimensions differ: [3, 2] x [3, 4]; did you mean a.transpose()?"],
    [
      [2, 3],
      [4, 5],
      "matmul: inner dimensions differ: [2, 3] x [4, 5]; make the last axis of the first (3) and the second to last axis of the second (4) equal",
    ],
    [[3], [4], "make the last axis of the first (3) and the axis of the second (4) equal"],
    [[2, 3, 4], [5, 4, 2], "matmul: [2, 3, 4] x [5, 4, 2]"],
    [[], [2, 2], "matmul: [] x [2, 2]: a single number is no matrix; multiply by it with mul"],
  ])("matmul of %j and %j", (a, b, message) => {
    expect(() => matmul(zeros(...a), zeros(...b))).toThrow(message);
  });

  test("a number is no operand", () => {
    expect(() => matmul(zeros(2, 2), 3 as never)).toThrow("matmul: expected a tensor, got number 3");
  });

  test("dot, outer and bmm want just their shapes", () => {
    expect(() => dot(zeros(2), zeros(3))).toThrow("dot: [2] x [3]");
    expect(() => outer(zeros(2, 2), zeros(3))).toThrow("outer: [2, 2] x [3]");
    expect(() => bmm(zeros(1, 2, 3), zeros(2, 3, 4))).toThrow("bmm: [1, 2, 3] x [2, 3, 4]");
  });
});

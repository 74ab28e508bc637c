/** Bags of embeddings against loops over lists. */
import { embeddingBag, grad, sum, type Tensor, tensor } from "@gradus/tensor";
import * as fc from "fast-check";
import { expect, test } from "vitest";

const table = [
  [1, -2],
  [3, 4],
  [-5, 6],
  [7, 0.5],
];
const weight = tensor(table, { dtype: "float64" });
const whole = (data: number[]): Tensor => tensor(Int32Array.from(data));

const together = {
  sum: (column: number[]) => column.reduce((a, b) => a + b, 0),
  mean: (column: number[]) => (column.length === 0 ? 0 : column.reduce((a, b) => a + b, 0) / column.length),
  max: (column: number[]) => (column.length === 0 ? 0 : Math.max(...column)),
};

test("each mode is its definition, on bags of any length, without padding", () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.nat(3), { maxLength: 4 }), { minLength: 1, maxLength: 4 }),
      fc.constantFrom("sum" as const, "mean" as const, "max" as const),
      fc.option(fc.nat(3), { nil: undefined }),
      (bags, mode, paddingIndex) => {
        const offsets = bags.map((_, i) => bags.slice(0, i).flat().length);
        const padding = paddingIndex === undefined ? {} : { paddingIndex };
        const y = embeddingBag(weight, whole(bags.flat()), { mode, offsets: whole(offsets), ...padding });
        const expected = bags.map((bag) => {
          const rows = bag.filter((row) => row !== paddingIndex).map((row) => table[row]!);
          return [0, 1].map((column) => together[mode](rows.map((row) => row[column]!)));
        });
        (y.toArray() as number[][]).forEach((row, i) => {
          row.forEach((element, j) => {
            expect(element).toBeCloseTo(expected[i]![j]!, 12);
          });
        });
      },
    ),
  );
});

test("a matrix of indices is a bag in each row; the mean is what one gets unasked", () => {
  const index = tensor([0, 1, 2, 2], { shape: [2, 2], dtype: "int32" });
  expect(embeddingBag(weight, index).toArray()).toEqual([
    [2, 1],
    [-5, 6],
  ]);
});

test("the gradient of the largest goes to the row that gave it, the first of equal ones", () => {
  const same = tensor([[1], [1], [0]], { dtype: "float64" });
  const index = tensor([2, 1, 0], { shape: [1, 3], dtype: "int32" });
  const [g] = grad((w) => sum(embeddingBag(w, index, { mode: "max" })))(same);
  expect(g!.toArray()).toEqual([[0], [1], [0]]);
});

test("frequencies divide the gradient", () => {
  const index = tensor([1, 1, 2], { shape: [1, 3], dtype: "int32" });
  const [g] = grad((w) => sum(embeddingBag(w, index, { mode: "sum", scaleGradByFreq: true })))(weight);
  expect(g!.toArray()).toEqual([
    [0, 0],
    [1, 1],
    [1, 1],
    [0, 0],
  ]);
});

test("refuses what does not fit, with both values", () => {
  expect(() => embeddingBag(weight, whole([0, 1]))).toThrow(/\[2\].*\[bags, length\]/);
  expect(() => embeddingBag(weight, whole([0, 1]), { offsets: whole([1]) })).toThrow(/\[1\].*2 indices/);
  expect(() => embeddingBag(weight, whole([0, 1]), { offsets: whole([0, 3]) })).toThrow(
    /\[0, 3\].*2 indices/,
  );
  expect(() => embeddingBag(weight, whole([0, 4]), { offsets: whole([0]) })).toThrow(/4.*3/);
  expect(() => embeddingBag(weight, tensor([[0, 1]]))).toThrow(/float32.*int32/);
  expect(() =>
    embeddingBag(weight, whole([0, 1]), { offsets: whole([0]), perSampleWeights: tensor([1, 2]) }),
  ).toThrow(/\[2\].*"mean".*"sum"/);
  expect(() => embeddingBag(weight, whole([0]), { mode: "median" as never })).toThrow(/"median".*"sum"/);
});

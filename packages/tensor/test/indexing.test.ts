import {
  embedding,
  gather,
  grad,
  indexAdd,
  indexSelect,
  jvp,
  mul,
  oneHot,
  ones,
  scatterAdd,
  sum,
  takeAlongDim,
  tensor,
  vjp,
  zeros,
} from "@gradus/tensor";
import { describe, expect, test } from "vitest";

const ints = (data: number[], shape: number[] = [data.length]) => tensor(Int32Array.from(data), { shape });
const matrix = tensor([
  [1, 2, 3],
  [4, 5, 6],
]);

describe("gather and scatterAdd", () => {
  test("gather reads along the axis, everything else stays in place", () => {
    const index = ints([2, 0, 1, 1], [2, 2]);
    expect(gather(matrix, 1, index).toArray()).toEqual([
      [3, 1],
      [5, 5],
    ]);
    expect(gather(matrix, -2, ints([1, 0, 1], [1, 3])).toArray()).toEqual([[4, 2, 6]]);
  });

  test("an index shorter than the tensor uses its first part", () => {
    expect(gather(matrix, 1, ints([2], [1, 1])).toArray()).toEqual([[3]]);
    const y = scatterAdd(zeros([2, 3]), 1, ints([2, 2], [1, 2]), matrix);
    expect(y.toArray()).toEqual([
      [0, 0, 3],
      [0, 0, 0],
    ]);
  });

  test("what one element receives adds up, and the operands stay as they are", () => {
    const x = ones([2]);
    expect(scatterAdd(x, 0, ints([1, 1, 0]), tensor([10, 20, 30])).toArray()).toEqual([31, 31]);
    expect(x.toArray()).toEqual([1, 1]);
  });

  test("whole numbers stay whole, types mix as in a sum, booleans count", () => {
    expect(gather(ints([7, 8]), 0, ints([1])).dtype).toBe("int32");
    expect(scatterAdd(ints([7, 8]), 0, ints([1]), tensor([0.5])).toArray()).toEqual([7, 8.5]);
    expect(scatterAdd(tensor([true]), 0, ints([0]), tensor([true])).toArray()).toEqual([2]);
  });

  test("no index selects nothing", () => {
    expect(gather(matrix, 0, ints([], [0, 3])).shape).toEqual([0, 3]);
    expect(scatterAdd(matrix, 0, ints([], [0, 3]), zeros([0, 3])).toArray()).toEqual(matrix.toArray());
  });

  test("takeAlongDim broadcasts, and reads flat without an axis", () => {
    expect(takeAlongDim(matrix, ints([2], [1, 1]), 1).toArray()).toEqual([[3], [6]]);
    expect(takeAlongDim(tensor([[1, 2, 3]]), ints([0, 1], [2, 1]), 1).toArray()).toEqual([[1], [2]]);
    expect(takeAlongDim(matrix, ints([4, 0])).toArray()).toEqual([5, 1]);
  });
});

describe("indexSelect and indexAdd", () => {
  test("whole slices, in any order, several times", () => {
    expect(indexSelect(matrix, 0, ints([1, 1, 0])).toArray()).toEqual([
      [4, 5, 6],
      [4, 5, 6],
      [1, 2, 3],
    ]);
    expect(indexSelect(matrix, -1, ints([2])).toArray()).toEqual([[3], [6]]);
  });

  test("indexAdd is its transpose on top of x", () => {
    expect(indexAdd(ones([2, 3]), 0, ints([1, 1]), matrix).toArray()).toEqual([
      [1, 1, 1],
      [6, 8, 10],
    ]);
  });
});

describe("embedding", () => {
  const weight = tensor([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);

  test("a row for each index, whatever the shape of the index", () => {
    expect(embedding(weight, ints([2, 0], [2, 1])).toArray()).toEqual([[[5, 6]], [[1, 2]]]);
    expect(embedding(weight, ints([1], [])).toArray()).toEqual([3, 4]);
    expect(embedding(weight, ints([], [0, 4])).shape).toEqual([0, 4, 2]);
  });

  test("padding is read, but its row gets no gradient, even from a NaN, and no tangent", () => {
    const f = (w: typeof weight) => embedding(w, ints([0, 2, 0]), { paddingIndex: -3 });
    const g = tensor([
      [NaN, 1],
      [1, 1],
      [NaN, 1],
    ]);
    expect(f(weight).toArray()).toEqual([
      [1, 2],
      [5, 6],
      [1, 2],
    ]);
    expect(vjp(f, weight)[1](g)[0]?.toArray()).toEqual([
      [0, 0],
      [0, 0],
      [1, 1],
    ]);
    expect(jvp(f, [weight], [ones([3, 2])])[1].toArray()).toEqual([
      [0, 0],
      [1, 1],
      [0, 0],
    ]);
  });

  test("scaleGradByFreq divides by how often a row was looked up", () => {
    const f = (w: typeof weight) => embedding(w, ints([1, 1, 2, 1]), { scaleGradByFreq: true });
    expect(grad((w) => sum(mul(f(w), 6)))(weight)[0]?.toArray()).toEqual([
      [0, 0],
      [6, 6],
      [6, 6],
    ]);
  });
});

describe("oneHot", () => {
  test("a one at the place of each index", () => {
    const y = oneHot(ints([2, 0], [2, 1]), 4);
    expect(y.dtype).toBe("int32");
    expect(y.toArray()).toEqual([[[0, 0, 1, 0]], [[1, 0, 0, 0]]]);
    expect(oneHot(ints([1], [])).toArray()).toEqual([0, 1]);
    expect(oneHot(ints([], [0]), 3).shape).toEqual([0, 3]);
  });
});

describe("errors name both values and what to do", () => {
  test("an index out of range: index, extent, position", () => {
    const index = ints([0, 1, 0, 3], [2, 2]);
    const message =
      "gather: index 3 at position [1, 1] is out of range for axis 1 of extent 3; indices go from 0 to 2";
    expect(() => gather(matrix, 1, index)).toThrow(message);
    expect(() => indexSelect(matrix, 0, ints([0, -1]))).toThrow(/index -1 at position \[1\].*extent 2/);
    expect(() => embedding(matrix, ints([5], []))).toThrow(/index 5 at position \[\].*extent 2/);
    expect(() => indexSelect(zeros([0, 2]), 0, ints([0]))).toThrow(/extent 0; there is nothing/);
    expect(() => oneHot(ints([4]), 4)).toThrow(/index 4 at position \[0\].*extent 4/);
    expect(() => scatterAdd(matrix, 0, ints([9], [1, 1]), matrix)).toThrow(/index 9 .*extent 2/);
    expect(() => indexAdd(matrix, 1, ints([3]), ones([2, 1]))).toThrow(/index 3 .*extent 3/);
  });

  test("indices of another type", () => {
    expect(() => indexSelect(matrix, 0, tensor([1]))).toThrow(/float32; they must be int32: index.cast/);
    expect(() => oneHot(tensor([true]), 2)).toThrow(/bool; they must be int32/);
  });

  test("shapes that do not fit", () => {
    expect(() => gather(matrix, 1, ints([0]))).toThrow(
      /\[2, 3\], the index \[1\]; both need the same number/,
    );
    expect(() => gather(matrix, 1, ints([0, 0, 0], [3, 1]))).toThrow(
      /\[2, 3\], the index \[3, 1\], which is longer along axis 0/,
    );
    expect(() => scatterAdd(matrix, 1, ints([0, 1], [2, 1]), ones([1, 1]))).toThrow(
      /source has shape \[1, 1\]/,
    );
    expect(() => indexSelect(matrix, 0, ints([0], [1, 1]))).toThrow(/\[1, 1\]; it must have one axis/);
    expect(() => indexAdd(matrix, 0, ints([0]), matrix)).toThrow(/\[2, 3\], but 1 slices .* have \[1, 3\]/);
    expect(() => embedding(tensor([1]), ints([0]))).toThrow(/table has shape \[1\]/);
    expect(() => embedding(matrix, ints([0]), { paddingIndex: 2 })).toThrow(/paddingIndex is 2, .* 2 rows/);
    expect(() => takeAlongDim(matrix, ints([0]), 0)).toThrow(/\[2, 3\] and \[1\] \(index\)/);
    expect(() => oneHot(ints([]))).toThrow(/no indices .* give it: oneHot\(index, classes\)/);
  });
});

import { arange, mul, toString as print, reshape, slice, tensor, transpose, zeros } from "@gradus/tensor";
import { expect, test } from "vitest";

const lines = (...text: string[]) => text.join("\n");

test("fractions get four digits, columns are aligned", () => {
  const x = tensor([
    [1, -0.5],
    [0.25, 3],
  ]);
  expect(print(x)).toBe(
    lines("tensor([[ 1.0000, -0.5000],", "        [ 0.2500,  3.0000]], shape=[2, 2], dtype=float32)"),
  );
  expect(print(transpose(x))).toContain("[[ 1.0000,  0.2500],");
  expect(print(x, { precision: 1 })).toContain("[[ 1.0, -0.5],");
});

test("whole numbers: floats end in a point, integers do not", () => {
  expect(print(tensor([1, 20, -0]))).toBe("tensor([ 1., 20., -0.], shape=[3], dtype=float32)");
  expect(print(arange(3))).toBe("tensor([0, 1, 2], shape=[3], dtype=int32)");
  expect(print(tensor([true, false]))).toBe("tensor([ true, false], shape=[2], dtype=bool)");
});

test("scalars and empty tensors", () => {
  expect(print(tensor(3.5))).toBe("tensor(3.5000, shape=[], dtype=float32)");
  expect(print(zeros([2, 0]))).toBe("tensor([], shape=[2, 0], dtype=float32)");
});

test("what is not finite does not spoil the rest", () => {
  expect(print(tensor([NaN, 1, -Infinity]))).toBe(
    "tensor([      NaN,        1., -Infinity], shape=[3], dtype=float32)",
  );
  expect(print(tensor([NaN]))).toContain("[NaN]");
});

test("scientific where the largest or the smallest needs it", () => {
  expect(print(tensor([1e-7, 1.5]))).toContain("[1.0000e-7, 1.5000e+0]");
  expect(print(tensor([1e9, 1]))).toContain("[1.0000e+9, 1.0000e+0]");
  expect(print(tensor([2000, 1]))).toContain("[2000.,    1.]");
  expect(print(tensor([2000.5, 1]))).toContain("e+3");
  expect(print(tensor([0, 0.5]))).toContain("[0.0000, 0.5000]");
});

test("three axes: a blank line between matrices", () => {
  expect(print(reshape(arange(4), [2, 1, 2]))).toBe(
    lines("tensor([[[0, 1]],", "", "        [[2, 3]]], shape=[2, 1, 2], dtype=int32)"),
  );
});

test("long axes are shortened in a large tensor, and only there", () => {
  const x = reshape(arange(10000), [100, 100]);
  expect(print(x)).toBe(
    lines(
      "tensor([[   0,    1,    2, ...,   97,   98,   99],",
      "        [ 100,  101,  102, ...,  197,  198,  199],",
      "        [ 200,  201,  202, ...,  297,  298,  299],",
      "        ...,",
      "        [9700, 9701, 9702, ..., 9797, 9798, 9799],",
      "        [9800, 9801, 9802, ..., 9897, 9898, 9899],",
      "        [9900, 9901, 9902, ..., 9997, 9998, 9999]],",
      "       shape=[100, 100], dtype=int32)",
    ),
  );
  expect(print(x, { edgeItems: 1 })).toContain("[[   0, ...,   99],\n        ...,");
  expect(print(slice(x, 0, 0, 10))).not.toContain("...");
  expect(print(slice(x, 0, 0, 10), { threshold: 999 })).toContain("...");
});

test("long rows are broken", () => {
  const text = print(arange(40));
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(text.split("\n")[1]).toMatch(/^ {8}\d/);
  expect(print(arange(40), { lineWidth: 500 })).not.toContain("\n");
});

test("says what was recorded", () => {
  const x = tensor([1], { requiresGrad: true });
  expect(print(x)).toContain("dtype=float32, requiresGrad)");
  expect(print(mul(x, 2))).toContain("dtype=float32, op=mul)");
});

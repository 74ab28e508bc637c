/** Elements where they lie, and update rules in one pass. */
import { dispose, elementsOf, randn, type Tensor, tensor, transpose, updateInPlace } from "@gradus/tensor";
import { expect, test } from "vitest";

test.each(["cpu", "wasm"] as const)("on %s, what is written to the elements changes the tensor", (device) => {
  for (const size of [3, 300]) {
    const x = tensor(new Float32Array(size).fill(1), { device });
    const [elements] = elementsOf(x);
    expect(elements.length).toBe(size);
    elements[size - 1] = 7;
    expect(x.dataSync()[size - 1]).toBe(7);
  }
});

test("a strided view, and what was disposed of, are errors that say what to do", () => {
  const x = randn([2, 3], { seed: 1 });
  expect(() => elementsOf(transpose(x))).toThrow(/\[3, 2\] lie at strides \[1, 3\].*contiguous\(x\)/);
  dispose(x);
  expect(() => elementsOf(x)).toThrow(/elementsOf: a tensor was disposed of/);
  expect(() => updateInPlace("average", [x, x], { decay: 0.5 })).toThrow(/average: a tensor was disposed of/);
});

test("a device does a step itself, or leaves all as it is and says so", () => {
  const pair = (size: number, options: object): [Tensor, Tensor] => [
    tensor(new Float32Array(size).fill(2), options),
    tensor(new Float32Array(size).fill(4), options),
  ];
  const [p, g] = pair(101, { device: "wasm" });
  expect(updateInPlace("sgd", [p, g], { lr: 0.25, decay: 0.5 })).toBe(true);
  expect([...p.dataSync()]).toEqual(new Array(101).fill(2 - 0.25 * (4 + 0.5 * 2)));
  expect([...g.dataSync()]).toEqual(new Array(101).fill(4));
  for (const [size, options] of [
    [101, { device: "wasm", dtype: "float64" }],
    [3, { device: "wasm" }],
    [101, { device: "cpu" }],
  ] as const) {
    const [x, y] = pair(size, options);
    expect(updateInPlace("sgd", [x, y], { lr: 1, decay: 0 })).toBe(false);
    expect([...x.dataSync()]).toEqual(new Array(size).fill(2));
  }
});

test("state that is left out is none: Adam without the largest v", () => {
  const [p, g, m, v] = [1, 2, 0, 0].map((value) =>
    tensor(new Float32Array(70).fill(value), { device: "wasm" }),
  ) as [Tensor, Tensor, Tensor, Tensor];
  const numbers = { rate: 0.5, correction: 2, shrink: 1, decay: 0, beta1: 0.5, beta2: 0.75, eps: 0 };
  expect(updateInPlace("adam", [p, g, m, v], numbers)).toBe(true);
  // m = 1, v = 1: p - 0.5·1/(1·2)
  expect([p.dataSync()[69], m.dataSync()[69], v.dataSync()[69]]).toEqual([0.75, 1, 1]);
});

/** Interpolation by definition. */
import { Upsample } from "@gradus/nn";
import { randn, setDefaultDevice, type Tensor, tensor } from "@gradus/tensor";
import * as fc from "fast-check";
import { expect, test } from "vitest";

setDefaultDevice("cpu");

const rows = (x: Tensor) =>
  Array.from({ length: x.shape[2]! }, (_, i) => [...x.select(0, 0).select(0, 0).select(0, i).dataSync()]);
const image = tensor(Float64Array.from([1, 2, 3, 4]), { shape: [1, 1, 2, 2] });

test("an image of two by two, twice as large", () => {
  const larger = (alignCorners: boolean) =>
    rows(new Upsample({ scaleFactor: 2, mode: "bilinear", alignCorners }).forward(image));
  expect(larger(false)).toEqual([
    [1, 1.25, 1.75, 2],
    [1.5, 1.75, 2.25, 2.5],
    [2.5, 2.75, 3.25, 3.5],
    [3, 3.25, 3.75, 4],
  ]);
  const third = 1 / 3;
  larger(true).forEach((row, i) => {
    row.forEach((value, j) => {
      expect(value).toBeCloseTo(1 + 2 * third * i + third * j, 12);
    });
  });
});

test("a straight line stays one between the centres of its ends, at any size", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 7 }), fc.integer({ min: 1, max: 12 }), (length, size) => {
      const line = tensor(
        Float64Array.from({ length }, (_, i) => 3 * i + 1),
        { shape: [1, 1, length] },
      );
      const y = new Upsample({ size, mode: "linear" }).forward(line).dataSync();
      y.forEach((value, i) => {
        const place = Math.min(Math.max(((i + 0.5) * length) / size - 0.5, 0), length - 1);
        expect(value).toBeCloseTo(3 * place + 1, 10);
      });
    }),
  );
});

test("with a scale that does not divide, elements lie where the scale puts them", () => {
  const line = tensor(Float64Array.from([0, 1, 2]), { shape: [1, 1, 3] });
  const y = new Upsample({ scaleFactor: 1.5, mode: "linear" }).forward(line).dataSync();
  expect([...y].map((value) => Math.round(value * 1e9) / 1e9)).toEqual([0, 0.5, 1.166666667, 1.833333333]);
});

test("the size it has already changes nothing", () => {
  const x = randn([2, 3, 4, 5], { dtype: "float64", seed: 1 });
  const same = new Upsample({ size: [4, 5], mode: "bilinear" }).forward(x);
  expect([...same.dataSync()]).toEqual([...x.dataSync()]);
});

test("nearest repeats elements", () => {
  expect(rows(new Upsample({ size: [2, 4] }).forward(image))).toEqual([
    [1, 1, 2, 2],
    [3, 3, 4, 4],
  ]);
});

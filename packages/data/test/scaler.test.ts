import { MinMaxScaler, StandardScaler } from "@gradus/data";
import { type Tensor, tensor } from "@gradus/tensor";
import fc from "fast-check";
import { expect, test } from "vitest";

const value = fc.double({ min: -1e3, max: 1e3, noNaN: true });
const matrices = fc
  .tuple(fc.integer({ min: 2, max: 8 }), fc.integer({ min: 1, max: 4 }))
  .chain(([n, f]) =>
    fc.array(value, { minLength: n * f, maxLength: n * f }).map((flat) => ({ flat, shape: [n, f] })),
  );
const matrix = ({ flat, shape }: { flat: number[]; shape: number[] }) =>
  tensor(Float64Array.from(flat), { shape });
const columns = (x: Tensor) => {
  const rows = x.toArray() as number[][];
  return rows[0]!.map((_, f) => rows.map((row) => row[f]!));
};
const near = (a: Tensor, b: Tensor, tolerance = 1e-9) =>
  expect([...a.dataSync()]).toEqual([...b.dataSync()].map((x) => expect.closeTo(x, -Math.log10(tolerance))));

test("after z-normalization each feature has mean 0 and standard deviation 1, or 0 where it does not vary", () => {
  fc.assert(
    fc.property(matrices, (data) => {
      const x = matrix(data);
      for (const [f, column] of columns(new StandardScaler().fitTransform(x)).entries()) {
        const mean = column.reduce((sum, each) => sum + each / column.length, 0);
        const variance = column.reduce((sum, each) => sum + (each - mean) ** 2 / column.length, 0);
        const original = columns(x)[f]!;
        const spread = Math.max(...original) - Math.min(...original);
        if (spread !== 0 && spread < 1e-6) continue;
        expect(mean).toBeCloseTo(0, 6);
        expect(variance).toBeCloseTo(spread > 0 ? 1 : 0, 6);
      }
    }),
  );
});

test("after min-max each feature spans 0 to 1", () => {
  fc.assert(
    fc.property(matrices, (data) => {
      const x = matrix(data);
      for (const [f, column] of columns(new MinMaxScaler().fitTransform(x)).entries()) {
        const original = columns(x)[f]!;
        const spread = Math.max(...original) - Math.min(...original);
        if (spread !== 0 && spread < 1e-6) continue;
        expect(Math.min(...column)).toBeCloseTo(0, 9);
        expect(Math.max(...column)).toBeCloseTo(spread > 0 ? 1 : 0, 9);
      }
    }),
  );
});

test("the inverse undoes it, for data that was not fitted too; saved figures serve as well", () => {
  fc.assert(
    fc.property(matrices, fc.boolean(), (data, standard) => {
      const make = () => (standard ? new StandardScaler() : new MinMaxScaler());
      const x = matrix(data);
      const scaler = make().fit(x);
      const other = x.mul(0.5).add(3);
      near(scaler.inverseTransform(scaler.transform(other)), other, 1e-6);
      const loaded = make().loadJSON(JSON.parse(JSON.stringify(scaler)));
      expect(loaded.transform(other).dataSync()).toEqual(scaler.transform(other).dataSync());
    }),
  );
});

test("worked example: [1, 3] trains, so 5 becomes 3", () => {
  const scaler = new StandardScaler().fit(tensor([[1], [3]]));
  expect(scaler.transform(tensor([[5]])).toArray()).toEqual([[3]]);
  expect(
    new MinMaxScaler()
      .fit(tensor([[1], [3]]))
      .transform(tensor([[5]]))
      .item(),
  ).toBe(2);
});

test("images are scaled by channel, on axis 1", () => {
  const x = tensor([[[[0, 2]], [[5, 5]]]]);
  expect(new StandardScaler().fitTransform(x).toArray()).toEqual([[[[-1, 1]], [[0, 0]]]]);
  expect(new MinMaxScaler(0).fitTransform(tensor([0, 9])).toArray()).toEqual([0, 0]);
});

test("missing values are passed over and stay missing", () => {
  const x = tensor([[1], [Number.NaN], [3]]);
  expect(new StandardScaler().fitTransform(x).toArray()).toEqual([[-1], [Number.NaN], [1]]);
});

test("what does not fit is refused", () => {
  expect(() => new StandardScaler().transform(tensor([[1]]))).toThrow("call fit on the training data first");
  const scaler = new MinMaxScaler().fit(tensor([[1, 2]]));
  expect(() => scaler.transform(tensor([[1]]))).toThrow("fitted to 2 features, got 1");
  expect(() => scaler.fit(tensor([1, 2]))).toThrow("shape [2] has no axis 1");
  expect(() => scaler.fit(tensor([[Number.NaN]]))).toThrow("feature 0 of shape [1,1] has no value");
  expect(() => scaler.loadJSON({ axis: 0, shift: [], factor: [] })).toThrow("axis: 1");
});

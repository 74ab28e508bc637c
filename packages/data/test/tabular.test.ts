import { adoptionSpeeds, adoptions, bribes } from "@gradus/data";
import fc from "fast-check";
import { expect, test } from "vitest";

test("bribes and adoptions are the same for the same seed, and as many as asked for", () => {
  fc.assert(
    fc.property(fc.nat(60), fc.maxSafeNat(), (count, seed) => {
      const [curve, table] = [bribes({ count, seed }), adoptions({ count, seed })];
      expect([curve.x.length, curve.y.length, table.length]).toEqual([count, count, count]);
      expect(bribes({ count, seed })).toEqual(curve);
      expect(adoptions({ count, seed })).toEqual(table);
      if (count > 5) expect(bribes({ count, seed: seed === 0 ? 1 : seed - 1 })).not.toEqual(curve);
    }),
  );
});

test("no line explains bribes, and two sigmoids do", () => {
  const { x, y } = bribes({ count: 1000, seed: 1 });
  const mean = (of: number[]) => of.reduce((sum, v) => sum + v, 0) / of.length;
  const [mx, my] = [mean(x), mean(y)];
  const total = mean(y.map((v) => (v - my) ** 2));
  const slope = mean(x.map((v, i) => (v - mx) * (y[i]! - my))) / mean(x.map((v) => (v - mx) ** 2));
  const line = mean(x.map((v, i) => (y[i]! - my - slope * (v - mx)) ** 2));
  expect(1 - line / total).toBeLessThan(0.02);
  const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
  const curve = mean(x.map((v, i) => (y[i]! - 100 * (sigmoid(2 * v - 6) - sigmoid(2 * v - 14))) ** 2));
  expect(curve).toBeCloseTo(9, -0.5);
  expect(x.every((v) => v >= 0 && v < 10)).toBe(true);
});

test("adoptions mix numbers, truth values and categories, and every speed occurs often", () => {
  const table = adoptions({ count: 2000, seed: 2 });
  expect(new Set(table.columns.map(({ type }) => type))).toEqual(new Set(["number", "boolean", "category"]));
  const speeds = table.column("speed").values as readonly string[];
  for (const speed of adoptionSpeeds) {
    expect(speeds.filter((each) => each === speed).length).toBeGreaterThan(200);
  }
  const rows = Array.from({ length: table.length }, (_, i) => table.get(i));
  const breeds = (species: string) =>
    new Set(rows.filter((row) => row["species"] === species).map((row) => row["breed"]));
  expect(breeds("dog").has("siamese")).toBe(false);
  expect(breeds("cat").has("siamese")).toBe(true);
});

test("the columns tell the speed: the chronically ill wait longer", () => {
  const table = adoptions({ count: 2000, seed: 3 });
  const waits = (health: string) => {
    const rows = Array.from({ length: table.length }, (_, i) => table.get(i)).filter(
      (row) => row["health"] === health,
    );
    return rows.filter((row) => row["speed"] === "longer").length / rows.length;
  };
  expect(waits("chronic")).toBeGreaterThan(2 * waits("healthy"));
});

test("ages and weights are missing as often as asked for, and nothing else is", () => {
  const table = adoptions({ count: 4000, missing: 0.25, seed: 4 });
  const holes = (name: string) =>
    Array.from(table.column(name).values as Float64Array).filter((v) => Number.isNaN(v)).length / 4000;
  expect(holes("age")).toBeCloseTo(0.25, 1);
  expect(holes("weight")).toBeCloseTo(0.25, 1);
  expect([holes("fee"), holes("photos")]).toEqual([0, 0]);
});

test("what makes no sense is refused", () => {
  expect(() => bribes({ count: -1 })).toThrow("count must be a whole number >= 0, got -1");
  expect(() => bribes({ noise: -1 })).toThrow("noise must be >= 0, got -1");
  expect(() => adoptions({ count: 0.5 })).toThrow("count must be a whole number >= 0, got 0.5");
  expect(() => adoptions({ noise: Number.NaN })).toThrow("noise must be >= 0, got NaN");
  expect(() => adoptions({ missing: 2 })).toThrow("missing must be a share in 0 .. 1, got 2");
});

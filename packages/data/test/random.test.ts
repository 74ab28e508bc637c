import { foldIn, random } from "@gradus/data";
import { Generator } from "@gradus/tensor";
import fc from "fast-check";
import { expect, test } from "vitest";

const seeds = fc.maxSafeNat();
const draws = <T>(count: number, draw: () => T): T[] => Array.from({ length: count }, draw);

test("the same seed gives the same numbers, another seed others", () => {
  const take = (seed: number) => {
    const { uniform, normal, integer, shuffle } = random(seed);
    return [uniform(), normal(), integer(1000), shuffle(draws(9, uniform))].flat();
  };
  fc.assert(
    fc.property(seeds, seeds, (seed, other) => {
      expect(take(seed)).toEqual(take(seed));
      if (other !== seed) expect(take(other)).not.toEqual(take(seed));
    }),
  );
});

test("worked example: what seed 42 gives does not change between versions", () => {
  const source = random(42);
  expect(draws(3, source.uniform)).toEqual([0.6129598801477738, 0.07323173687503892, 0.9877186516453577]);
  expect(draws(5, () => source.integer(100))).toEqual([94, 51, 13, 59, 93]);
  expect(draws(2, () => source.normal())).toEqual([1.1239753119186842, 0.7010443012239451]);
  expect(source.shuffle([1, 2, 3, 4, 5, 6])).toEqual([5, 4, 3, 2, 1, 6]);
});

test("uniform numbers lie in [0, 1), with the mean and variance of 1/2 and 1/12", () => {
  const values = draws(20_000, random(7).uniform);
  expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
  expect(mean(values)).toBeCloseTo(1 / 2, 1.7);
  expect(variance(values)).toBeCloseTo(1 / 12, 2);
});

test("normal numbers are finite, with the mean, variance and tails asked for", () => {
  const source = random(7);
  const values = draws(20_000, () => source.normal(3, 2));
  expect(values.every(Number.isFinite)).toBe(true);
  expect(mean(values)).toBeCloseTo(3, 1);
  expect(Math.sqrt(variance(values))).toBeCloseTo(2, 1);
  // 4.55 % lie more than two deviations away.
  const tails = values.filter((value) => Math.abs(value - 3) > 4).length / values.length;
  expect(tails).toBeCloseTo(0.0455, 2);
});

test("whole numbers lie in their range, and each comes up as often", () => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 1, max: 2 ** 32 }), (seed, below) => {
      const value = random(seed).integer(below);
      expect(Number.isInteger(value) && value >= 0 && value < below).toBe(true);
    }),
  );
  const source = random(7);
  const counts = [0, 0, 0, 0, 0, 0];
  for (const value of draws(12_000, () => source.integer(6))) counts[value] = counts[value]! + 1;
  for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(160);
});

test("whole numbers are not biased where a remainder would be", () => {
  // Of 2^32 draws modulo 3 * 2^30, a plain remainder lands below 2^30 half of the time instead of a third.
  const source = random(7);
  const low = draws(9000, () => source.integer(3 * 2 ** 30)).filter((value) => value < 2 ** 30).length;
  expect(Math.abs(low / 9000 - 1 / 3)).toBeLessThan(0.02);
});

test("a shuffle is a permutation and leaves the original alone", () => {
  fc.assert(
    fc.property(seeds, fc.array(fc.integer()), (seed, items) => {
      const before = [...items];
      const shuffled = random(seed).shuffle(items);
      expect(items).toEqual(before);
      expect(shuffled.toSorted((a, b) => a - b)).toEqual(before.toSorted((a, b) => a - b));
    }),
  );
});

test("every order of a shuffle comes up as often", () => {
  const { shuffle } = random(7);
  const counts = new Map<string, number>();
  for (const order of draws(6000, () => shuffle([1, 2, 3]).join("")))
    counts.set(order, (counts.get(order) ?? 0) + 1);
  expect(counts.size).toBe(6);
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(120);
});

test("the stream is that of the tensors", () => {
  const [source, generator] = [random(11), new Generator(11)];
  for (let i = 0; i < 20; i++) {
    expect(source.uniform()).toBe(generator.uniform());
    expect(source.normal()).toBe(generator.normal());
  }
});

test("a part of a seed has a seed of its own, and SplitMix64 decides which", () => {
  fc.assert(
    fc.property(seeds, fc.nat(), fc.nat(), (seed, i, j) => {
      expect(Number.isSafeInteger(foldIn(seed, i)) && foldIn(seed, i) >= 0).toBe(true);
      expect(foldIn(seed, i) === foldIn(seed, j)).toBe(i === j);
    }),
  );
  // SplitMix64's published first output of seed 1234567 is 6457827717110365317; mixed once more, it is the part 0.
  expect(foldIn(1234567, 0)).toBe(4740974018348385);
});

test("seeds and ranges that make no sense are refused", () => {
  expect(() => random(-1)).toThrow("seed -1");
  expect(() => random(0.5)).toThrow("seed 0.5");
  expect(() => random(0).integer(0)).toThrow("below is 0");
  expect(() => random(0).integer(2 ** 32 + 1)).toThrow("below is 4294967297");
});

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value / values.length, 0);
}

function variance(values: readonly number[]): number {
  const middle = mean(values);
  return mean(values.map((value) => (value - middle) ** 2));
}

import {
  ArrayDataset,
  classWeightedSampler,
  DataLoader,
  RandomSampler,
  SequentialSampler,
  WeightedRandomSampler,
} from "@gradus/data";
import fc from "fast-check";
import { expect, test } from "vitest";

const count = (draws: Iterable<number>, wanted: (draw: number) => boolean) =>
  [...draws].filter(wanted).length;

test("sequential is in order; random is a permutation that seed and epoch decide", () => {
  expect([...new SequentialSampler(4).indices()]).toEqual([0, 1, 2, 3]);
  fc.assert(
    fc.property(fc.nat(60), fc.nat(), fc.nat(5), (n, seed, epoch) => {
      const order = new RandomSampler(n, seed).indices(epoch);
      expect(order).toEqual(new RandomSampler(n, seed).indices(epoch));
      expect([...order].sort((a, b) => a - b)).toEqual([...new SequentialSampler(n).indices()]);
    }),
  );
});

test("weights are the frequencies, and weight 0 is never drawn", () => {
  const draws = new WeightedRandomSampler([0, 1, 3, 0, 6, 0], { count: 20_000, seed: 4 }).indices(0);
  expect(draws.length).toBe(20_000);
  for (const [sample, share] of [0, 0.1, 0.3, 0, 0.6, 0].entries())
    expect(Math.abs(count(draws, (draw) => draw === sample) / 20_000 - share)).toBeLessThan(
      (share && 0.02) || 1e-9,
    );
});

test("a rare class comes up as often as a common one, or as often as its weight says", () => {
  const labels = Array.from({ length: 1000 }, (_, i) => (i < 50 ? "rare" : "common"));
  const rare = (draw: number) => labels[draw] === "rare";
  const even = classWeightedSampler(labels, { count: 20_000 }).indices(3);
  expect(Math.abs(count(even, rare) / 20_000 - 0.5)).toBeLessThan(0.02);
  const weighted = classWeightedSampler(labels, {
    count: 20_000,
    classWeights: (c) => (c === "rare" ? 1 : 3),
  });
  expect(Math.abs(count(weighted.indices(0), rare) / 20_000 - 0.25)).toBeLessThan(0.02);
});

test("a loader visits what its sampler says, in another way each epoch", () => {
  const sampler = new WeightedRandomSampler([1, 0, 1], { count: 12, seed: 2 });
  const loader = new DataLoader(new ArrayDataset([10, 11, 12]), { sampler, batchSize: 5, collate: (x) => x });
  const [first, second] = [[...loader.sync()].flat(), [...loader.sync()].flat()];
  expect(first).toEqual(Array.from(sampler.indices(0), (i) => 10 + i));
  expect(second).toEqual(Array.from(sampler.indices(1), (i) => 10 + i));
  expect(second).not.toEqual(first);
});

test("weights that make no sense are refused", () => {
  expect(() => new WeightedRandomSampler([1, -1])).toThrow("weight 1 is -1");
  expect(() => new WeightedRandomSampler([0, 0])).toThrow("2 weights, none above 0");
  const data = new ArrayDataset([1]);
  expect(() => new DataLoader(data, { shuffle: true, sampler: new SequentialSampler(1) })).toThrow(
    "leave shuffle out",
  );
});

import { ArrayDataset } from "@gradus/data";
import { crossValidate } from "@gradus/mlp";
import { expect, test } from "vitest";

test("each round judges what it has not trained on, and all is judged once", async () => {
  const judged: number[] = [];
  const { scores, mean, std } = await crossValidate(
    new ArrayDataset([...new Array(10).keys()]),
    3,
    async ({ train, validation }, round) => {
      const [learned, held] = [train, validation].map((part) => Array.from(part.indices));
      expect(learned?.filter((i) => held?.includes(i))).toEqual([]);
      expect((learned?.length ?? 0) + (held?.length ?? 0)).toBe(10);
      judged.push(...(held ?? []));
      return [0.7, 0.8, 0.9][round] as number;
    },
    { seed: 1 },
  );
  expect(judged.sort((a, b) => a - b)).toEqual([...new Array(10).keys()]);
  expect(scores).toEqual([0.7, 0.8, 0.9]);
  expect(mean).toBeCloseTo(0.8, 12);
  expect(std).toBeCloseTo(0.1, 12);
});

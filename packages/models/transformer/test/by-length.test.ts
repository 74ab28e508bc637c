/** Batches of texts of like length: every text once an epoch, little padding, an order that seed and epoch decide. */
import { byLength } from "@gradus/transformer";
import * as fc from "fast-check";
import { expect, test } from "vitest";

const lengths = Array.from({ length: 640 }, (_, i) => 1 + ((i * 7) % 20));

/** How much longer the longest text of a batch is than the others, on the mean. */
function padding(order: readonly number[], batchSize: number): number {
  let wasted = 0;
  for (let start = 0; start < order.length; start += batchSize) {
    const batch = order.slice(start, start + batchSize).map((i) => lengths[i] as number);
    wasted += batch.reduce((sum, length) => sum + Math.max(...batch) - length, 0);
  }
  return wasted / order.length;
}

test("every text comes once, whatever the sizes", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 200 }),
      fc.integer({ min: 1, max: 9 }),
      fc.nat({ max: 5 }),
      (texts, batchSize, epoch) => {
        const order = Array.from(byLength(texts, batchSize, 1).indices(epoch));
        expect(order.sort((a, b) => a - b)).toEqual(texts.map((_, i) => i));
      },
    ),
    { numRuns: 50 },
  );
});

test("batches hold texts of like length", () => {
  const order = Array.from(byLength(lengths, 32, 1).indices(0));
  expect(padding(order, 32)).toBeLessThan(1);
  expect(
    padding(
      lengths.map((_, i) => i),
      32,
    ),
  ).toBeGreaterThan(8);
});

test("batches do not come from short to long", () => {
  const order = Array.from(byLength(lengths, 32, 1).indices(0));
  const firsts = order.filter((_, at) => at % 32 === 0).map((i) => lengths[i] as number);
  expect(firsts).not.toEqual(firsts.toSorted((a, b) => a - b));
});

test("seed and epoch decide the order", () => {
  const order = (seed: number, epoch: number) => Array.from(byLength(lengths, 32, seed).indices(epoch));
  expect(order(1, 3)).toEqual(order(1, 3));
  expect(order(1, 3)).not.toEqual(order(1, 4));
  expect(order(1, 3)).not.toEqual(order(2, 3));
});

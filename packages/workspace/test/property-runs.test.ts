import fc from "fast-check";
import { expect, test } from "vitest";

test("the depth of the run decides how often a property is tried", () => {
  let runs = 0;
  fc.assert(
    fc.property(fc.integer(), () => {
      runs++;
    }),
  );
  expect(runs).toBe(100 * Number(process.env.GRADUS_RUNS ?? 1));
});

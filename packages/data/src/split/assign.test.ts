import fc from "fast-check";
import { expect, test } from "vitest";
import { chairmen } from "./assign.ts";

test("after any number of turns every part has had its due to within less than 1", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(12), { minLength: 1, maxLength: 7 }), (sizes) => {
      const total = sizes.reduce((sum, size) => sum + size, 0);
      const had = sizes.map(() => 0);
      let turns = 0;
      for (const part of chairmen(sizes)) {
        had[part]!++;
        turns++;
        for (const [p, size] of sizes.entries())
          expect(Math.abs(had[p]! - (turns * size) / total)).toBeLessThan(1);
      }
      expect(had).toEqual(sizes);
    }),
  );
});

import { expect, test } from "vitest";
import { satisfies } from "./versions.mjs";

test.each([
  "22.15.0",
  "22.15.1",
  "22.22.0",
  "v22.15.0",
  "23.0.0",
  "24.21.0",
  "100.0.0",
  "25.0.0-nightly2025",
])("Node %s is new enough", (version) => expect(satisfies(version, ">=22.15")).toBe(true));

test.each(["22.14.9", "22.9.0", "20.20.2", "18.0.0", "8.99.99", "v21.15.0"])(
  "Node %s is too old",
  (version) => expect(satisfies(version, ">=22.15")).toBe(false),
);

test("the patch counts, where the range names one", () => {
  expect(satisfies("22.15.2", ">=22.15.3")).toBe(false);
  expect(satisfies("22.15.10", ">=22.15.3")).toBe(true);
});

test.each(["^22", ">=22 <25", "22.x", ""])('a range that it cannot read is refused: "%s"', (range) => {
  expect(() => satisfies("24.0.0", range)).toThrow('write it as ">=22.15"');
});

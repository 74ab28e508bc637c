import * as fc from "fast-check";
import { expect, test } from "vitest";
import { fit, rowsOf, shorten } from "./fit.ts";

const lines = (count: number) => Array.from({ length: count }, (_, i) => `line ${i}`).join("\n");

test("the fullest version that fits is shown", () => {
  const versions = [30, 20, 10].map((count) => () => lines(count));
  expect(fit(versions, 40, 80, false)).toHaveLength(30);
  expect(fit(versions, 29, 80, false)).toHaveLength(20);
  expect(fit(versions, 10, 80, false)).toHaveLength(10);
});

test("where none fits, the shortest is cut at its end, and says so", () => {
  const rows = fit([() => lines(30), () => lines(20)], 8, 80, false);
  expect(rows).toEqual([...lines(7).split("\n"), "… and 13 more lines: make the window taller"]);
});

test("what may scroll is never cut", () => {
  expect(fit([() => lines(30), () => lines(20)], 8, 80, true)).toHaveLength(20);
});

test("what a long line goes on with is indented as the line is", () => {
  expect(rowsOf("    got       1 2 3 4 5", 17)).toEqual(["    got       1 2", "    3 4 5"]);
});

test("no row is wider than the screen, and no word is lost", () => {
  const word = fc.string({ minLength: 1, maxLength: 30, unit: fc.constantFrom("a", "b", "·", "7") });
  const text = fc.array(word, { minLength: 1, maxLength: 20 }).map((words) => words.join(" "));
  fc.assert(
    fc.property(text, fc.nat(6), fc.integer({ min: 12, max: 60 }), (sentence, indent, columns) => {
      const rows = rowsOf(" ".repeat(indent) + sentence, columns);
      expect(Math.max(...rows.map((row) => row.length))).toBeLessThanOrEqual(columns);
      expect(rows.join("").replaceAll(" ", "")).toBe(sentence.replaceAll(" ", ""));
    }),
  );
});

test("a line is shortened in its middle", () => {
  expect(shorten("0123456789", 10)).toBe("0123456789");
  const short = shorten("f(0123456789012345678901234567890123456789, 7)", 20);
  expect(short).toMatch(/^f\(0123.* … .*, 7\)$/);
  expect(short).toHaveLength(20);
});

import { progressBar } from "@gradus/viz";
import fc from "fast-check";
import stringWidth from "string-width";
import { expect, test } from "vitest";

const order = ["░", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"];
const eighths = (bar: string): number =>
  [...bar].reduce((sum, character) => sum + order.indexOf(character), 0);

test("a bar has the width asked for and is filled by its fraction, rounded down to eighths", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: 0, max: 60 }),
      (fraction, width) => {
        const bar = progressBar(fraction, width);
        expect(stringWidth(bar)).toBe(width);
        expect(eighths(bar)).toBe(Math.floor(8 * width * fraction));
      },
    ),
  );
});

test("worked examples", () => {
  expect(progressBar(0.5, 4)).toBe("██░░");
  expect(progressBar(0.54, 4)).toBe("██▏░");
  expect(progressBar(1, 4)).toBe("████");
  expect(progressBar(0.9999, 4)).toBe("███▉");
});

test("fractions out of range are clamped, and 0 of 0 is empty", () => {
  expect(progressBar(-1, 3)).toBe("░░░");
  expect(progressBar(7, 3)).toBe("███");
  expect(progressBar(Number.NaN, 3)).toBe("░░░");
});

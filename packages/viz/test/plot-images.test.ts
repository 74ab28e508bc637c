import { plotImages } from "@gradus/viz";
import fc from "fast-check";
import stringWidth from "string-width";
import { expect, test } from "vitest";
import { cellsOf } from "./ansi.ts";

test("with colours, every pixel is drawn in its gray, half a character high", () => {
  const shape = fc.record({
    width: fc.integer({ min: 15, max: 30 }),
    height: fc.integer({ min: 1, max: 12 }),
  });
  const drawn = shape.chain(({ width, height }) =>
    fc.record({
      width: fc.constant(width),
      height: fc.constant(height),
      image: fc.uint8Array({ minLength: width * height, maxLength: width * height }),
    }),
  );
  fc.assert(
    fc.property(drawn, ({ image, width, height }) => {
      const lines = cellsOf(plotImages([image], { width, height, color: 3 }));
      expect(lines.length).toBe(Math.ceil(height / 2));
      const grays = lines.flatMap((line) => [
        line.map((cell) => cell.foreground),
        line.map((cell) => cell.background),
      ]);
      expect(grays.slice(0, height).flat()).toEqual(
        Array.from(image, (value) => `${value},${value},${value}`),
      );
    }),
  );
});

test("without colours, more ink is a denser character", () => {
  const image = Array.from({ length: 20 }, (_, i) => i / 19);
  const line = plotImages([[...image, ...image]], { width: 20, height: 2, color: 0 });
  expect(line).toBe("  ..::--==++**##%%@@");
});

test("worked example: small images at twice the size, side by side, captions under them", () => {
  const cross = [0, 1, 1, 0];
  const full = [1, 1, 1, 1];
  expect(plotImages([cross, full], { width: 2, height: 2, captions: ["x", "日"], color: 0 })).toBe(
    ["  @@  @@@@", "@@    @@@@", " x     日"].join("\n"),
  );
});

test("images go on in a new row where the terminal ends, and never past it", () => {
  const images = Array.from({ length: 7 }, () => new Float64Array(20).fill(1));
  fc.assert(
    fc.property(fc.integer({ min: 20, max: 160 }), fc.constantFrom(0, 3), (columns, color) => {
      const lines = plotImages(images, { width: 20, height: 1, columns, color }).split("\n");
      const perRow = Math.floor((columns + 2) / 22);
      expect(lines.filter((line) => line !== "").length).toBe(Math.ceil(7 / perRow));
      for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
    }),
  );
});

test("values outside 0 .. max are clamped, and no number is no ink", () => {
  const row = [-1, 0, 1, 9, Number.NaN];
  expect(plotImages([[...row, ...row]], { width: 5, height: 2, max: 1, color: 0 })).toBe(
    "    @@@@\n    @@@@",
  );
});

test("what cannot be drawn is refused with the numbers that disagree", () => {
  expect(() => plotImages([[1, 2, 3]], { width: 2, height: 2 })).toThrow(
    "image 0 has 3 pixels, but 2x2 makes 4",
  );
  expect(() => plotImages([[1]], { width: 1, height: 1, captions: [] })).toThrow("1 images, but 0 captions");
  expect(plotImages([], { width: 2, height: 2 })).toBe("");
});

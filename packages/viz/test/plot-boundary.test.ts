import { plotBoundary } from "@gradus/viz";
import fc from "fast-check";
import stringWidth from "string-width";
import { expect, test } from "vitest";
import { cellsOf, channels } from "./ansi.ts";

const size = fc.record({ width: fc.integer({ min: 8, max: 70 }), height: fc.integer({ min: 4, max: 30 }) });
const square = { xRange: [-1, 1], yRange: [-1, 1] } as const;

/** f at the middle of a cell of the map. */
const middle = (row: number, rows: number, column: number, columns: number): [number, number] => [
  -1 + (2 * (column + 0.5)) / columns,
  1 - (2 * (row + 0.5)) / rows,
];

const linear = fc
  .tuple(
    fc.double({ min: -2, max: 2, noNaN: true }),
    fc.double({ min: -2, max: 2, noNaN: true }),
    fc.double({ min: -1, max: 1, noNaN: true }),
  )
  .map(
    ([a, b, c]) =>
      (x: number, y: number) =>
        a * x + b * y + c,
  );

test("the block has exactly the size asked for, with and without title, points and colours", () => {
  const coordinate = fc.double({ min: -5, max: 5, noNaN: true });
  const points = fc.array(fc.tuple(coordinate, coordinate), { maxLength: 10 });
  const title = fc.option(fc.string({ unit: "grapheme-ascii", maxLength: 100 }), { nil: undefined });
  fc.assert(
    fc.property(
      size,
      points,
      title,
      fc.constantFrom(0, 1, 2, 3),
      ({ width, height }, points, title, color) => {
        const labels = points.map((_, i) => i % 3);
        const named = title === undefined ? {} : { title };
        const lines = plotBoundary({ f: (x) => x, points, labels, width, height, color, ...named }).split(
          "\n",
        );
        expect(lines.length).toBe(height);
        for (const line of lines) expect(stringWidth(line)).toBe(width);
      },
    ),
  );
});

test("without colours, characters tell the sign of f at each cell", () => {
  fc.assert(
    fc.property(size, linear, ({ width, height }, f) => {
      const map = plotBoundary({ f, ...square, width, height, color: 0 })
        .split("\n")
        .slice(0, -1);
      map.forEach((line, row) => {
        [...line].forEach((character, column) => {
          const value = f(...middle(row, height - 1, column, width));
          expect(character === " " ? 0 : ".-".includes(character) ? -1 : 1).toBe(Math.sign(value) + 0);
        });
      });
    }),
  );
});

test("with colours, both halves of each character tell it: bluer below zero, redder above", () => {
  fc.assert(
    fc.property(size, linear, ({ width, height }, f) => {
      const map = cellsOf(plotBoundary({ f, ...square, width, height, color: 3 })).slice(0, -1);
      map.forEach((line, row) => {
        line.forEach(({ character, foreground, background }, column) => {
          expect(character).toBe("▀");
          [foreground, background].forEach((color, half) => {
            const value = f(...middle(2 * row + half, 2 * (height - 1), column, width));
            const [red, , blue] = channels(color);
            if (value > 0) expect(red).toBeGreaterThan(blue);
            if (value < 0) expect(blue).toBeGreaterThan(red);
          });
        });
      });
    }),
  );
});

test("points stand in their cell, with the mark of their class", () => {
  const coordinate = fc.double({ min: -1, max: 1, noNaN: true });
  fc.assert(
    fc.property(
      size,
      coordinate,
      coordinate,
      fc.boolean(),
      fc.constantFrom(0, 3),
      ({ width, height }, x, y, second, color) => {
        // Two far points make both classes known.
        const points = [
          [x, y],
          [9, 9],
          [-9, 9],
        ] as const;
        const text = plotBoundary({
          f: () => 1,
          points,
          labels: [second ? 1 : -1, -1, 1],
          ...square,
          width,
          height,
          color,
        });
        const map = cellsOf(text.replaceAll("\u001b[0m", "")).slice(0, -1);
        const marks = map.flatMap((line, row) =>
          line.flatMap(({ character }, column) =>
            "ox".includes(character) ? [{ character, row, column }] : [],
          ),
        );
        expect(marks.length).toBe(1);
        const [atX, atY] = middle(marks[0]!.row, height - 1, marks[0]!.column, width);
        expect(Math.abs(atX - x)).toBeLessThanOrEqual(1 / width + 1e-9);
        expect(Math.abs(atY - y)).toBeLessThanOrEqual(1 / (height - 1) + 1e-9);
        expect(marks[0]?.character).toBe(second ? "x" : "o");
      },
    ),
  );
});

test("worked example: a line through the middle, weak near it", () => {
  const points = [
    [-0.9, 0.9],
    [0.9, -0.9],
  ] as const;
  const text = plotBoundary({
    f: (x) => x,
    points,
    labels: [0, 1],
    ...square,
    width: 40,
    height: 5,
    title: "x = 0",
    color: false,
  });
  expect(text.split("\n")).toEqual([
    "                 x = 0                  ",
    "-o-----------.......:::::::+++++++++++++",
    "-------------.......:::::::+++++++++++++",
    "-------------.......:::::::+++++++++++x+",
    "-. f < 0   :+ f > 0   o class 0   x cla…",
  ]);
});

test("a map without data, without a sign, or without numbers", () => {
  const lines = (f: () => number) =>
    plotBoundary({ f, width: 10, height: 4, color: 0 }).split("\n").slice(0, 3);
  expect(lines(() => 0)).toEqual(Array(3).fill(" ".repeat(10)));
  expect(lines(() => Number.NaN)).toEqual(Array(3).fill("?".repeat(10)));
  expect(lines(() => -Infinity)).toEqual(Array(3).fill("-".repeat(10)));
});

test("without ranges, the picture lies around the points", () => {
  const xs: number[] = [];
  const f = (x: number) => xs.push(x);
  plotBoundary({
    f,
    points: [
      [10, 0],
      [20, 5],
    ],
    labels: [0, 1],
    width: 60,
    height: 4,
    color: 0,
  });
  expect(Math.min(...xs)).toBeCloseTo(9.1, 6);
  expect(Math.max(...xs)).toBeCloseTo(20.9, 6);
});

test("what cannot be drawn is refused with the numbers that disagree", () => {
  const f = (x: number) => x;
  expect(() => plotBoundary({ f, points: [[0, 0]], labels: [0, 1] })).toThrow("1 points, but 2 labels");
  expect(() => plotBoundary({ f, yRange: [2, 1] })).toThrow(
    "yRange must be [from, to] with from < to, got [2, 1]",
  );
  expect(() => plotBoundary({ f, width: 3 })).toThrow("width must be a whole number >= 8, got 3");
});

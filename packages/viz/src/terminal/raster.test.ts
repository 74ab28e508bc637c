import fc from "fast-check";
import { expect, test } from "vitest";
import { rasterize } from "./raster.ts";

const value = fc.oneof(fc.double({ min: -3, max: 5, noNaN: true }), fc.constant(Number.NaN));

test("a curve passes through the row of each of its values, and leaves the columns of NaN free", () => {
  const sizes = fc.record({
    rows: fc.integer({ min: 2, max: 20 }),
    columns: fc.integer({ min: 2, max: 50 }),
  });
  const drawn = sizes.chain(({ rows, columns }) =>
    fc.tuple(fc.constant(rows), fc.array(value, { minLength: columns, maxLength: columns })),
  );
  fc.assert(
    fc.property(drawn, ([rows, values]) => {
      const lines = rasterize(values, {
        rows,
        columns: values.length,
        low: -3,
        high: 5,
      });
      expect(lines.length).toBe(rows);
      values.forEach((value, column) => {
        const inColumn = lines.map((line) => line[column]);
        if (Number.isNaN(value)) expect(inColumn.every((character) => character === " ")).toBe(true);
        const row = ((5 - value) / 8) * (rows - 1);
        // Half way between two rows, either will do.
        if (Number.isFinite(value))
          expect(
            [inColumn[Math.round(row - 1e-9)], inColumn[Math.round(row + 1e-9)]].some(
              (character) => character !== " ",
            ),
          ).toBe(true);
      });
    }),
  );
});

test("worked example: corners turn towards the neighbours", () => {
  expect(rasterize([0, 2, 2, 1, Number.NaN, 0], { rows: 3, columns: 6, low: 0, high: 2 })).toEqual([
    "┏━┓   ",
    "┃ ┗━  ",
    "┛    ━",
  ]);
});

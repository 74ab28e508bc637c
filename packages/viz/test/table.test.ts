import { table } from "@gradus/viz";
import fc from "fast-check";
import stringWidth from "string-width";
import { expect, test } from "vitest";

test("columns begin at the same place in every row, whatever characters fill them", () => {
  const cell = fc
    .string({ unit: "grapheme", maxLength: 8 })
    .map((text) => text.replaceAll(/\s/g, "").replaceAll("|", ""));
  const rows = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(rows, fc.constantFrom("left", "right", "center"), (cells, align) => {
      // A mark in a column of its own shows how far the columns before it reach.
      const marked = cells.map(([a, b, c]) => [a, "|", b, "|", c]);
      const lines = table(marked, { align: [align, "left", align, "left", "left"] }).split("\n");
      expect(lines.length).toBe(cells.length);
      const places = lines.map((line) => {
        const parts = line.split("|");
        expect(parts.length).toBe(3);
        return [stringWidth(parts[0]!), stringWidth(parts[1]!)];
      });
      expect(new Set(places.map(String)).size).toBe(1);
      lines.forEach((line, i) => void cells[i]?.forEach((text) => void expect(line).toContain(text)));
    }),
  );
});

test("worked example: header, numbers to the right, wide characters", () => {
  const rows = [
    ["add", 1.5, "ok"],
    ["乘法", 12, "👍🏽"],
  ];
  expect(table(rows, { header: ["op", "error", "状態"] })).toBe(
    ["op    error  状態", "────  ─────  ────", "add     1.5  ok", "乘法     12  👍🏽"].join("\n"),
  );
});

test("colours take no columns, short rows are filled, line breaks become spaces", () => {
  const rows = [["\u001b[31mred\u001b[39m", "x"], ["a\nb\tc", "y"], ["z"]];
  expect(table(rows)).toBe("\u001b[31mred\u001b[39m    x\na b c  y\nz");
});

test("no rows make no table", () => {
  expect(table([])).toBe("");
  expect(table([], { header: ["a", "bc"] })).toBe("a  bc\n─  ──");
});

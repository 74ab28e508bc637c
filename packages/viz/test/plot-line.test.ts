import { plotLine } from "@gradus/viz";
import fc from "fast-check";
import stringWidth from "string-width";
import { expect, test } from "vitest";

const anyNumber = fc.double();

test("the block has exactly the size asked for, whatever the values and texts", () => {
  const text = fc.option(fc.string({ unit: "grapheme-ascii", maxLength: 90 }), { nil: undefined });
  const options = fc.record({
    width: fc.integer({ min: 24, max: 90 }),
    height: fc.integer({ min: 8, max: 30 }),
    color: fc.constantFrom(0 as const, 3 as const),
  });
  const texts = fc.record({ title: text, xLabel: text, yLabel: text });
  const curve = fc.array(anyNumber, { maxLength: 200 });
  const named = fc.array(fc.record({ name: fc.string({ maxLength: 20 }), values: curve }), {
    minLength: 1,
    maxLength: 6,
  });
  fc.assert(
    fc.property(fc.oneof(curve, named), options, texts, (series, options, texts) => {
      const given = Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== undefined));
      const lines = plotLine(series, { ...options, ...given }).split("\n");
      expect(lines.length).toBe(options.height);
      for (const line of lines) expect(stringWidth(line)).toBe(options.width);
    }),
  );
});

test("worked example: a straight line from corner to corner", () => {
  expect(plotLine([0, 1, 2, 3, 4], { width: 24, height: 8, title: "up", xLabel: "step", color: false })).toBe(
    [
      "up                      ",
      "4┤                  ┏━━━",
      " │             ┏━━━━┛   ",
      " │       ┏━━━━━┛        ",
      " │  ┏━━━━┛              ",
      "0┤━━┛                   ",
      " └──────────────────────",
      "  0        step        4",
    ].join("\n"),
  );
});

test("several curves are told apart without colours, and named", () => {
  const series = [
    { name: "train", values: [3, 2, 1] },
    { name: "test", values: [1, 2, 3] },
  ];
  const lines = plotLine(series, { width: 30, height: 12, color: 0 }).split("\n");
  expect(lines.at(-1)?.trimEnd()).toBe("* train   o test");
  const [top, bottom] = [lines[0]!, lines.at(-4)!];
  expect(top).toMatch(/^3┤\*+ +o+$/);
  expect(bottom).toMatch(/^1┤o+ +\*+$/);
});

test("where curves meet, the last one is seen", () => {
  const series = ["a", "b"].map((name) => ({ name, values: [1, 1] }));
  const curve = plotLine(series, { width: 30, height: 12, color: 0 }).split("\n").slice(0, -1).join("\n");
  expect(curve).toMatch("o");
  expect(curve).not.toMatch("*");
});

test("curves of next to no height, or of all there is, are drawn", () => {
  for (const values of [
    [0, 5e-324],
    [-Number.MAX_VALUE, Number.MAX_VALUE],
    [1.7e308, 1.7e308],
  ]) {
    const lines = plotLine(values, { width: 40, height: 8, color: 0 }).split("\n");
    expect(lines.join("")).toMatch("━");
    expect(lines.map((line) => line.length)).toEqual(Array(8).fill(40));
  }
});

test("with colours, each curve has its own", () => {
  const series = ["a", "b", "c"].map((name, i) => ({ name, values: [i, i] }));
  const legend = plotLine(series, { width: 30, height: 12, color: 3 }).split("\n").at(-1)!;
  expect(new Set(legend.match(/38;2;\d+;\d+;\d+/g)).size).toBe(3);
});

test("many values: each column shows the mean of its share", () => {
  // Ten thousand values that jump between 0 and 2 have a mean of 1 everywhere.
  const noisy = Array.from({ length: 10_000 }, (_, i) => 2 * (i % 2));
  const smooth = [{ name: "noisy", values: noisy }];
  const lines = plotLine(smooth, { width: 40, height: 12, color: 0 }).split("\n").slice(0, 9);
  expect(lines.filter((line) => line.includes("━"))).toEqual([`1┤${"━".repeat(38)}`]);
});

test("what is not finite leaves a gap of its width", () => {
  const values = [1, 1, Number.NaN, Infinity, 1, 1];
  const lines = plotLine(values, { width: 26, height: 8, color: 0 }).split("\n");
  expect(lines.filter((line) => line.includes("━")).map((line) => line.slice(4))).toEqual([
    "━━━━━            ━━━━━",
  ]);
});

test("a single value between gaps is still seen", () => {
  fc.assert(
    fc.property(fc.integer({ min: 24, max: 90 }), fc.integer({ min: 0, max: 9 }), (width, index) => {
      const values = Array.from({ length: 10 }, (_, i) => (i === index ? 5 : Number.NaN));
      expect(plotLine(values, { width, height: 8, color: 0 })).toMatch("━");
    }),
  );
});

test("the ends of the x axis are labelled by index, or as asked", () => {
  const last = (options: object) =>
    plotLine([1, 2, 3], { width: 30, height: 8, color: 0, ...options })
      .split("\n")
      .at(-1);
  expect(last({})).toMatch(/^ +0 +2$/);
  expect(last({ xRange: [100, 5000], xLabel: "step" })).toMatch(/^ +100 +step +5000$/);
});

test("nothing finite makes an empty frame; too many curves and too small a size are refused", () => {
  expect(plotLine([Number.NaN], { color: 0 })).not.toMatch("━");
  expect(plotLine([], { color: 0 })).not.toMatch("━");
  const many = Array.from({ length: 7 }, () => ({ name: "", values: [1] }));
  expect(() => plotLine(many)).toThrow("7 series, but only 6");
  expect(() => plotLine([1], { height: 2 })).toThrow("height must be a whole number >= 8, got 2");
});

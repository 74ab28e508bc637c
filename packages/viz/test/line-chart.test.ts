import { lineChartSvg } from "@gradus/viz";
import fc from "fast-check";
import { expect, test } from "vitest";
import { axisScale, elements, parseSvg, strokes, texts } from "./xml.ts";

const labels = { title: "Loss", xLabel: "step", yLabel: "error" };

/** The corners of each curve in the chart, as values of the two axes. */
function curves(svg: string, toNumber?: (text: string) => number): [number, number][][][] {
  const root = parseSvg(svg);
  const [toX, toY] = [axisScale(root, "x", toNumber), axisScale(root, "y", toNumber)];
  const lines = elements(root, "g", "mark-line").flatMap((group) => elements(group, "path"));
  return lines.map((line) => strokes(line).map((stroke) => stroke.map(([x, y]) => [toX(x), toY(y)])));
}

test("the drawn curves, read back by the axes, are the values", async () => {
  const value = fc.double({ min: -100, max: 100, noNaN: true });
  const values = fc.array(value, { minLength: 2, maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(values, values, async (a, b) => {
      const length = Math.min(a.length, b.length);
      const x = Array.from({ length }, (_, i) => 10 * i - 5);
      const series = [a, b].map((all, i) => ({ name: `s${i}`, values: all.slice(0, length) }));
      const all = series.flatMap(({ values }) => values);
      const span = Math.max(...all) - Math.min(...all);
      fc.pre(span > 1);

      const drawn = curves(await lineChartSvg({ ...labels, x, series }));
      expect(drawn.length).toBe(2);
      series.forEach(({ values }, i) => {
        const corners = drawn[i]?.flat() ?? [];
        expect(corners.length).toBe(length);
        corners.forEach(([drawnX, drawnY], j) => {
          expect(Math.abs(drawnX - x[j]!)).toBeLessThan(0.01 * 10 * length);
          expect(Math.abs(drawnY - values[j]!)).toBeLessThan(0.01 * span);
        });
      });
    }),
    { numRuns: 20 },
  );
});

test("logarithmic axes are labelled with powers of ten and hold log x and log y", async () => {
  const x = [1e-8, 1e-6, 1e-4, 1e-2, 1];
  const values = [1e-1, 1e-3, 1e-5, 1e-4, 1e-2];
  const exponent = (text: string): number => {
    expect(text).toMatch(/^10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+$/);
    const digits = [...text.slice(2)].map((digit) => (digit === "⁻" ? "-" : "⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(digit)));
    return Number(digits.join(""));
  };
  const svg = await lineChartSvg({ ...labels, x, series: [{ name: "error", values }], log: "xy" });
  const corners = curves(svg, exponent)[0]?.flat() ?? [];
  expect(corners.map(([drawnX]) => Math.round(100 * drawnX) / 100)).toEqual([-8, -6, -4, -2, 0]);
  expect(corners.map(([, drawnY]) => Math.round(100 * drawnY) / 100)).toEqual([-1, -3, -5, -4, -2]);
});

test("title, axis titles and the names of several series stand in the chart, whatever their characters", async () => {
  const name = fc
    .string({ unit: "grapheme-ascii", minLength: 1, maxLength: 12 })
    // Vega looks some texts up in plain objects, and stumbles over "valueOf".
    .filter((text) => text.trim() === text && !(text in {}));
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(name, { minLength: 5, maxLength: 5 }), async (names) => {
      const [title, xLabel, yLabel, first, second] = names as [string, string, string, string, string];
      const series = [first, second].map((name) => ({ name, values: [1, 2] }));
      const found = texts(parseSvg(await lineChartSvg({ title, xLabel, yLabel, series })));
      for (const text of names) expect(found).toContain(text);
    }),
    { numRuns: 20 },
  );
});

test("quotes and backslashes in axis titles are kept, on short curves and long ones", async () => {
  for (const count of [2, 100]) {
    const series = [{ name: "a", values: Array.from({ length: count }, (_, i) => i) }];
    const found = texts(parseSvg(await lineChartSvg({ title: "t", xLabel: '"\\"', yLabel: '\\"', series })));
    expect(found).toContain('"\\"');
    expect(found).toContain('\\"');
  }
});

test("characters that XML cannot hold are left out", async () => {
  const series = [{ name: "a", values: [1, 2] }];
  const svg = await lineChartSvg({ ...labels, title: "one\u0000two\u001b\ufffe", series });
  expect(texts(parseSvg(svg))).toContain("onetwo");
});

test("a value that is not finite, or on a logarithmic axis not positive, leaves a gap", async () => {
  const gap = curves(
    await lineChartSvg({ ...labels, series: [{ name: "a", values: [1, 2, Number.NaN, 4, 5] }] }),
  );
  expect(gap[0]?.map((stroke) => stroke.map(([x]) => Math.round(x)))).toEqual([
    [0, 1],
    [3, 4],
  ]);
  const zero = [{ name: "a", values: [1, 10, 0, 100, 1000] }];
  const strokesOfZero = elements(
    parseSvg(await lineChartSvg({ ...labels, series: zero, log: "y" })),
    "g",
    "mark-line",
  )
    .flatMap((group) => elements(group, "path"))
    .flatMap(strokes);
  expect(strokesOfZero.map((stroke) => stroke.length)).toEqual([2, 2]);
});

test("a level curve, or one of next to no height, is drawn inside the picture", async () => {
  for (const values of [
    [0, 0],
    [3, 3, 3],
    [0, 5e-324],
    [1, 1 + 2 ** -52],
  ]) {
    const drawn = curves(await lineChartSvg({ ...labels, series: [{ name: "a", values }] }))[0]?.flat() ?? [];
    expect(drawn.length).toBe(values.length);
    for (const [, y] of drawn) expect(y).toBeCloseTo(values[0]!, 6);
  }
});

test("charts are the same each time, also when drawn at once", async () => {
  const options = { ...labels, series: [{ name: "a", values: [3, 1, 2] }] };
  const alone = await lineChartSvg(options);
  expect(await Promise.all([lineChartSvg(options), lineChartSvg(options)])).toEqual([alone, alone]);
});

test("what cannot be drawn is refused with the numbers that disagree", async () => {
  const of = (values: number[], more: object = {}) =>
    lineChartSvg({ ...labels, series: [{ name: "loss", values }], ...more });
  await expect(of([1, 2, 3], { x: [1, 2] })).rejects.toThrow('"loss" has 3 values, but x has 2');
  await expect(of([Number.NaN])).rejects.toThrow("no finite value");
  await expect(of([-1, 0], { log: "y" })).rejects.toThrow("positive");
  const many = Array.from({ length: 7 }, (_, i) => ({ name: `${i}`, values: [1] }));
  await expect(lineChartSvg({ ...labels, series: many })).rejects.toThrow("7 series, but only 6");
});

import { histogramSvg, plotHistogram } from "@gradus/viz";
import fc from "fast-check";
import { expect, test } from "vitest";
import { axisScale, elements, parseSvg, strokes, texts } from "./xml.ts";

/** Each bar as from, to and height, read back by the axes. */
function bars(svg: string): { from: number; to: number; share: number }[] {
  const root = parseSvg(svg);
  const [toX, toY] = [
    axisScale(root, "x"),
    axisScale(root, "y", (text) => Number(text.replace("%", "")) / 100),
  ];
  return elements(root, "g", "mark-rect").flatMap((group) =>
    elements(group, "path").map((path) => {
      const place = /translate\(([^,]+),([^)]+)\)/.exec(path.getAttribute("transform") ?? "");
      const [dx, dy] = [Number(place?.[1] ?? 0), Number(place?.[2] ?? 0)];
      const [, x, y, w] = /M([-\d.e]+),([-\d.e]+)h([-\d.e]+)/.exec(path.getAttribute("d") ?? "")!.map(Number);
      return { from: toX(x! + dx), to: toX(x! + dx + w!), share: toY(y! + dy) };
    }),
  );
}

test("bars are the shares of the values that fall in them, and sum to one", async () => {
  const values = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 3, maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(values, async (values) => {
      fc.pre(Math.max(...values) - Math.min(...values) > 1);
      const drawn = bars(
        await histogramSvg({ title: "t", xLabel: "x", series: [{ name: "a", values }], bins: 5 }),
      );
      expect(drawn.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 2);
      const margin = (Math.max(...values) - Math.min(...values)) * 0.01;
      for (const { from, to, share } of drawn) {
        const least = values.filter((x) => x > from + margin && x < to - margin).length / values.length;
        const most = values.filter((x) => x > from - margin && x < to + margin).length / values.length;
        expect(share).toBeGreaterThan(least - 0.01);
        expect(share).toBeLessThan(most + 0.01);
      }
    }),
    { numRuns: 15 },
  );
});

test("samples of different sizes compare, values that are not finite are left out, one value is a bar", async () => {
  const series = [
    { name: "few", values: [1, 2] },
    { name: "many", values: [1, 1, 1, 2, 2, 2, Number.NaN] },
  ];
  const drawn = bars(await histogramSvg({ title: "t", xLabel: "x", series, bins: 2 }));
  expect(drawn.map(({ share }) => Math.round(100 * share))).toEqual([50, 50, 50, 50]);
  const one = bars(
    await histogramSvg({ title: "t", xLabel: "x", series: [{ name: "a", values: [3, 3] }], bins: 3 }),
  );
  expect(one).toHaveLength(1);
  expect(one[0]!.share).toBeCloseTo(1);
});

test("a logarithmic axis keeps rare values visible", async () => {
  const values = [...new Array<number>(999).fill(0), 10];
  const root = parseSvg(
    await histogramSvg({ title: "t", xLabel: "x", series: [{ name: "a", values }], log: true }),
  );
  const heights = elements(root, "g", "mark-rect")
    .flatMap((group) => elements(group, "path"))
    .map((path) => strokes(path).length);
  expect(heights.length).toBe(2);
  expect(texts(root)).toContain("10%");
});

test("in the terminal: a line for each bin, exactly as wide as asked for", () => {
  const text = plotHistogram([0, 0, 0, 1, 2, Number.NaN], { width: 40, bins: 3, color: false, title: "t" });
  const lines = text.split("\n");
  expect(lines).toHaveLength(4);
  expect(lines.every((line) => line.length === 40)).toBe(true);
  expect(lines[1]).toMatch(/^ *0 █+ +60\.0 %$/);
  expect(() => plotHistogram([], {})).toThrow("no finite value");
  expect(() => plotHistogram([1], { bins: 0 })).toThrow("got 0");
});

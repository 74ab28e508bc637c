import { attentionSvg, confusionMatrixSvg, heatmapSvg, plotHeatmap } from "@gradus/viz";
import fc from "fast-check";
import { expect, test } from "vitest";
import { elements, parseSvg, texts } from "./xml.ts";

/** Red, green and blue of each cell, in the order of the rows. */
function cells(svg: string): number[][] {
  return elements(parseSvg(svg), "g", "mark-rect")
    .flatMap((group) => elements(group, "path"))
    .filter((path) => path.getAttribute("fill")?.startsWith("rgb"))
    .map((path) => [...(path.getAttribute("fill") ?? "").matchAll(/\d+/g)].map(([n]) => Number(n)));
}

const light = ([r = 0, g = 0, b = 0]: number[]): number => r + g + b;

test("a larger value is a darker cell, and two signs are two hues", async () => {
  const row = fc.uniqueArray(fc.integer({ min: 0, max: 20 }), { minLength: 2, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(row, async (values) => {
      const shades = cells(await heatmapSvg({ title: "t", values: [values] })).map(light);
      const byValue = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!);
      for (const [n, i] of byValue.slice(1).entries()) expect(shades[i]!).toBeLessThan(shades[byValue[n]!]!);
    }),
    { numRuns: 15 },
  );
  const [cold, , warm] = cells(await heatmapSvg({ title: "t", values: [[-2, 0, 1]] }));
  expect(cold![2]).toBeGreaterThan(cold![0]!);
  expect(warm![0]).toBeGreaterThan(warm![2]!);
});

test("labels stand by their cells, also where they repeat or hold quotes; what is not finite is blank", async () => {
  const svg = await heatmapSvg({
    title: "t",
    values: [
      [1, Number.NaN, 3],
      [4, 5, 6.25],
    ],
    rowLabels: ['"', "b"],
    columnLabels: ["a", "a", "\\"],
  });
  expect(cells(svg)).toHaveLength(5);
  const found = texts(parseSvg(svg));
  for (const text of ["a", '"', "\\", "1", "6.25"]) expect(found).toContain(text);
  expect(found.filter((text) => text === "a")).toHaveLength(2);
});

test("a confusion matrix shows counts, and colours the share of the true class", async () => {
  const svg = await confusionMatrixSvg({
    counts: [
      [900, 100],
      [1, 9],
    ],
    classes: ["cat", "dog"],
  });
  const shades = cells(svg);
  expect(shades[0]).toEqual(shades[3]);
  expect(shades[1]).toEqual(shades[2]);
  for (const text of ["900", "100", "1", "9", "true", "predicted"])
    expect(texts(parseSvg(svg))).toContain(text);
});

test("attention has a map for each head", async () => {
  const head = [
    [1, 0, 0],
    [0.2, 0.3, 0.5],
  ];
  const svg = await attentionSvg({
    title: "t",
    heads: [head, head, head],
    queries: ["x", "y"],
    keys: ["a", "a", "b"],
  });
  expect(cells(svg)).toHaveLength(18);
  expect(texts(parseSvg(svg))).toContain("head 2");
  await expect(
    attentionSvg({ title: "t", heads: [head], queries: ["x"], keys: ["a", "a", "b"] }),
  ).rejects.toThrow("attentionSvg, head 0: 1 labels for 2 rows");
});

test("in the terminal all numbers and labels stand in columns, with and without colours", () => {
  const values = [
    [8, 3],
    [-2.5, 10],
  ];
  const plain = plotHeatmap(values, { rowLabels: ["cat", "dog"], columnLabels: ["北", "b"], color: false });
  expect(plain.split("\n")).toEqual(["      北    b", "cat   8     3", "dog  -2.5   10"]);
  expect(plotHeatmap(values, { color: 3 })).toMatch(/\u001b\[48;2;/);
});

test("what cannot be drawn is refused with the numbers that disagree", async () => {
  await expect(heatmapSvg({ title: "t", values: [[1, 2], [3]] })).rejects.toThrow(
    "row 1 has 1 values, row 0 has 2",
  );
  await expect(heatmapSvg({ title: "t", values: [] })).rejects.toThrow("0 x 0");
  await expect(heatmapSvg({ title: "t", values: [[Number.NaN]] })).rejects.toThrow("no finite value");
  await expect(confusionMatrixSvg({ counts: [[1, 2]] })).rejects.toThrow("1 true classes, but 2");
  expect(() => plotHeatmap([[1]], { rowLabels: [] })).toThrow("0 labels for 1 rows");
});

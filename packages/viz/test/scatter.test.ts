import { pca, plotScatter, scatterSvg } from "@gradus/viz";
import fc from "fast-check";
import { expect, test } from "vitest";
import { axisScale, elements, parseSvg, texts, translation } from "./xml.ts";

const coordinate = fc.double({ min: -100, max: 100, noNaN: true });

test("the drawn points, read back by the axes, are the points, with their labels", async () => {
  const points = fc.array(fc.tuple(coordinate, coordinate), { minLength: 3, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(points, async (points) => {
      const span = (axis: 0 | 1) =>
        Math.max(...points.map((point) => point[axis])) - Math.min(...points.map((point) => point[axis]));
      fc.pre(span(0) > 1 && span(1) > 1);
      const labels = points.map((_, i) => `w${i}`);
      const root = parseSvg(await scatterSvg({ title: "t", points, labels }));
      const [toX, toY] = [axisScale(root, "x"), axisScale(root, "y")];
      const drawn = elements(root, "g", "mark-symbol")
        .flatMap((group) => elements(group, "path"))
        .filter((path) => path.getAttribute("transform") !== null)
        .map(translation);
      points.forEach(([x, y], i) => {
        const [px, py] = drawn[i]!;
        expect(Math.abs(toX(px) - x)).toBeLessThan(0.01 * span(0));
        expect(Math.abs(toY(py) - y)).toBeLessThan(0.01 * span(1));
      });
      for (const label of labels) expect(texts(root)).toContain(label);
    }),
    { numRuns: 15 },
  );
});

test("groups have colours of their own and a legend; links are lines", async () => {
  const points = [
    [0, 0],
    [1, 1],
    [2, 0],
  ] as const;
  const root = parseSvg(
    await scatterSvg({
      title: "t",
      points,
      groups: ["a", "b", "a"],
      links: [[0, 1]],
      labels: ["x", "y", "z"],
    }),
  );
  const fills = elements(root, "g", "mark-symbol").flatMap((group) =>
    elements(group, "path").map((path) => path.getAttribute("fill")),
  );
  expect(fills[0]).toBe(fills[2]);
  expect(fills[0]).not.toBe(fills[1]);
  expect(elements(root, "g", "mark-rule").flatMap((group) => elements(group, "line")).length).toBeGreaterThan(
    0,
  );
  expect(texts(root)).toContain("b");
  await expect(scatterSvg({ title: "t", points, links: [[0, 3]] })).rejects.toThrow(
    "point 3, but there are 3",
  );
  await expect(scatterSvg({ title: "t", points, labels: ["a"] })).rejects.toThrow("3 points, but 1 labels");
});

test("all principal axes keep every distance, and their shares sum to one", async () => {
  const rows = fc.array(fc.tuple(coordinate, coordinate, coordinate), { minLength: 5, maxLength: 15 });
  await fc.assert(
    fc.asyncProperty(rows, async (rows) => {
      const distance = (a: readonly number[], b: readonly number[]) =>
        Math.hypot(...a.map((x, i) => x - b[i]!));
      const { points, explained } = await pca(rows, 3);
      fc.pre(explained.every(Number.isFinite));
      for (const [i, row] of rows.entries())
        expect(distance(points[i]!, points[0]!)).toBeCloseTo(distance(row, rows[0]!), 6);
      expect(explained.reduce((sum, share) => sum + share)).toBeCloseTo(1, 9);
      expect([...explained]).toEqual([...explained].sort((a, b) => b - a));
    }),
    { numRuns: 50 },
  );
});

test("the first axis is where the rows differ most, with a fixed sign", async () => {
  const rows = [-2, -1, 0, 4].map((a) => [a, 2 * a, 0.01 * a * a]);
  const { points, explained } = await pca(rows);
  expect(explained[0]).toBeGreaterThan(0.99);
  expect(points[3]![0]).toBeGreaterThan(0);
  expect(await pca(rows)).toEqual({ points, explained });
  await expect(pca([[1, 2]])).rejects.toThrow("1 rows of 2 numbers");
  await expect(
    pca([
      [1, 2],
      [Number.NaN, 1],
    ]),
  ).rejects.toThrow("row 1");
});

test("in the terminal every word that has room stands where its point is", () => {
  const text = plotScatter(
    [
      [0, 0],
      [1, 1],
      [1, 0.99],
    ],
    ["low", "high", "hidden"],
    { width: 20, height: 5 },
  );
  const lines = text.split("\n");
  expect(lines).toHaveLength(5);
  expect(lines[4]).toMatch(/^·low/);
  expect(lines[0]).toContain("·high");
  expect(text).not.toContain("hidden");
  expect(() => plotScatter([[0, 0]], [])).toThrow("1 points, but 0 labels");
});

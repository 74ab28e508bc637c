import { decisionBoundarySvg } from "@gradus/viz";
import fc from "fast-check";
import { expect, test } from "vitest";
import { axisScale, elements, parseSvg, strokes, texts, translation } from "./xml.ts";

const square = { xRange: [-2, 2], yRange: [-1, 3] } as const;

test("the boundary is drawn where f is zero", async () => {
  const angle = fc.double({ min: 0, max: 2 * Math.PI, noNaN: true });
  await fc.assert(
    fc.asyncProperty(angle, async (turn) => {
      // A line through the middle of the picture, at any angle.
      const f = (x: number, y: number) => Math.cos(turn) * x + Math.sin(turn) * (y - 1);
      const root = parseSvg(await decisionBoundarySvg({ f, ...square, resolution: 12, title: "line" }));
      const [toX, toY] = [axisScale(root, "x"), axisScale(root, "y")];
      const boundary = elements(root, "g", "mark-path").at(-1)!;
      const inside = elements(boundary, "path")
        .flatMap(strokes)
        .flat()
        .map(([x, y]) => [toX(x), toY(y)] as const)
        .filter(([x, y]) => Math.abs(x) < 1.9 && Math.abs(y - 1) < 1.9);
      expect(inside.length).toBeGreaterThan(6);
      for (const [x, y] of inside) expect(Math.abs(f(x, y))).toBeLessThan(0.02);
    }),
    { numRuns: 20 },
  );
});

test("blue lies below zero and orange above, darker away from it", async () => {
  const root = parseSvg(await decisionBoundarySvg({ f: (x) => x, ...square, resolution: 20, title: "x" }));
  const toX = axisScale(root, "x");
  const bands = elements(elements(root, "g", "mark-path")[0]!, "path").map((path) => ({
    // The band of a threshold begins where f reaches it, its left edge here.
    from: Math.min(
      ...strokes(path)
        .flat()
        .map(([x]) => toX(x)),
    ),
    color: path.getAttribute("fill")?.match(/\d+/g)?.map(Number) as [number, number, number],
  }));
  expect(bands.length).toBe(12);
  for (const {
    from,
    color: [red, , blue],
  } of bands) {
    if (from < -0.01) expect(blue).toBeGreaterThan(red);
    else expect(red).toBeGreaterThan(blue);
  }
  // |f| goes up to 2.1, at the middles of the cells just outside; the tenth of twelve bands begins at half of that.
  expect(bands[9]?.from).toBeCloseTo(1.05, 2);
  const paleness = bands.map(({ color }) => color.reduce((sum, channel) => sum + channel));
  const sorted = paleness.slice(0, 6).sort((a, b) => a - b);
  expect(paleness.slice(0, 6)).toEqual(sorted);
  expect(paleness.slice(6)).toEqual(paleness.slice(6).sort((a, b) => b - a));
});

test("every point stands at its place, in the colour and shape of its class", async () => {
  const coordinate = fc.double({ min: -3, max: 3, noNaN: true });
  const labelled = fc.array(fc.tuple(coordinate, coordinate, fc.constantFrom(-1, 1)), {
    minLength: 1,
    maxLength: 20,
  });
  await fc.assert(
    fc.asyncProperty(labelled, async (rows) => {
      const points = rows.map(([x, y]) => [x, y] as const);
      const options = {
        f: (x: number) => x,
        points,
        labels: rows.map(([, , label]) => label),
        title: "points",
      };
      const root = parseSvg(
        await decisionBoundarySvg({ ...options, xRange: [-3, 3], yRange: [-3, 3], resolution: 4 }),
      );
      const [toX, toY] = [axisScale(root, "x"), axisScale(root, "y")];
      const marks = elements(root, "g", "mark-symbol").find((group) =>
        group.getAttribute("class")?.includes("role-mark"),
      );
      const drawn = elements(marks!, "path");
      expect(drawn.length).toBe(rows.length);
      rows.forEach(([x, y, label], i) => {
        const [atX, atY] = translation(drawn[i]!);
        expect(toX(atX)).toBeCloseTo(x, 6);
        expect(toY(atY)).toBeCloseTo(y, 6);
        const sameClass = rows.findIndex(([, , other]) => other !== label);
        if (sameClass < 0) return;
        expect(drawn[i]?.getAttribute("fill")).not.toBe(drawn[sameClass]?.getAttribute("fill"));
        expect(drawn[i]?.getAttribute("d")).not.toBe(drawn[sameClass]?.getAttribute("d"));
      });
      for (const label of options.labels) expect(texts(root)).toContain(`class ${label}`);
    }),
    { numRuns: 20 },
  );
});

test("nothing of the field is seen outside the picture", async () => {
  const root = parseSvg(await decisionBoundarySvg({ f: (x) => x, ...square, resolution: 4, title: "x" }));
  const clip = elements(root, "clipPath")[0]!;
  const [rect] = elements(clip, "rect");
  expect([rect?.getAttribute("width"), rect?.getAttribute("height")]).toEqual(["400", "400"]);
  const clipped = elements(root, "g").filter(
    (group) => group.getAttribute("clip-path") === `url(#${clip.getAttribute("id")})`,
  );
  expect(clipped.flatMap((group) => elements(group, "g", "mark-path")).length).toBe(2);
});

test("points outside the picture are left out", async () => {
  const points = [
    [0, 0],
    [9, 0],
    [0, -9],
  ] as const;
  const svg = await decisionBoundarySvg({
    f: (x) => x,
    points,
    labels: [0, 1, 1],
    ...square,
    title: "t",
    resolution: 4,
  });
  const marks = elements(parseSvg(svg), "g", "mark-symbol").find((group) =>
    group.getAttribute("class")?.includes("role-mark"),
  );
  expect(elements(marks!, "path").length).toBe(1);
});

test("pictures are the same each time, also when drawn at once", async () => {
  const options = { f: (x: number, y: number) => x * y, ...square, title: "saddle", resolution: 10 };
  const alone = await decisionBoundarySvg(options);
  expect(await Promise.all([decisionBoundarySvg(options), decisionBoundarySvg(options)])).toEqual([
    alone,
    alone,
  ]);
});

test("title and legend say what is shown", async () => {
  const root = parseSvg(
    await decisionBoundarySvg({ f: (x) => x, ...square, title: "a < b & c", resolution: 4 }),
  );
  for (const text of ["a < b & c", "f < 0", "f > 0"]) expect(texts(root)).toContain(text);
});

test("infinite scores are drawn, no number is refused with its place", async () => {
  const infinite = { f: (x: number) => (x < 0 ? -Infinity : Infinity), ...square, title: "t", resolution: 3 };
  expect(elements(parseSvg(await decisionBoundarySvg(infinite)), "g", "mark-path").length).toBe(2);
  await expect(decisionBoundarySvg({ ...infinite, f: () => Number.NaN })).rejects.toThrow(/f\(.*\) is NaN/);
});

test("what cannot be drawn is refused with the numbers that disagree", async () => {
  const options = { f: (x: number) => x, title: "t" };
  await expect(decisionBoundarySvg({ ...options, points: [[0, 0]], labels: [] })).rejects.toThrow(
    "1 points, but 0 labels",
  );
  await expect(decisionBoundarySvg({ ...options, xRange: [1, 1] })).rejects.toThrow(
    "xRange must be [from, to]",
  );
  await expect(decisionBoundarySvg({ ...options, resolution: 1 })).rejects.toThrow("resolution");
});

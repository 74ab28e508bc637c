import { dotToSvg } from "@gradus/viz";
import fc from "fast-check";
import { expect, test } from "vitest";
import { elements, parseSvg, texts } from "./xml.ts";

const titles = (root: ReturnType<typeof parseSvg>, kind: string): string[] =>
  elements(root, "g", kind).map((group) => elements(group, "title")[0]?.textContent ?? "");

test("every node and edge of the graph is drawn, with its label", async () => {
  const root = parseSvg(await dotToSvg('digraph { a [label="c = 3"]; b; a -> b [label="+1"]; b -> c }'));
  expect(titles(root, "node").sort()).toEqual(["a", "b", "c"]);
  expect(titles(root, "edge").sort()).toEqual(["a->b", "b->c"]);
  expect(texts(root).sort()).toEqual(["+1", "b", "c", "c = 3"]);
});

test("a label of any characters gives well-formed SVG", async () => {
  const label = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(label, async (text) => {
      const quoted = JSON.stringify(text.replaceAll("\\", "/"));
      const root = parseSvg(await dotToSvg(`digraph { n [label=${quoted}] }`));
      expect(titles(root, "node")).toEqual(["n"]);
    }),
  );
});

test("drawings are the same each time", async () => {
  const dot = "digraph { a -> b; a -> c; b -> d; c -> d }";
  const [first, second] = await Promise.all([dotToSvg(dot), dotToSvg(dot)]);
  expect(second).toBe(first);
});

test("bad DOT is reported with its line, and the next graph is drawn", async () => {
  await expect(dotToSvg("digraph {\n  a -> b;\n  b -> -> c;\n}")).rejects.toThrow(
    /line 3.*\n3 \| {3}b -> -> c;/,
  );
  await expect(dotToSvg("digraph {\n  a -> b")).rejects.toThrow(/syntax error in line 2/);
  await expect(dotToSvg(" ")).rejects.toThrow("no graph");
  expect(titles(parseSvg(await dotToSvg("digraph { a }")), "node")).toEqual(["a"]);
});

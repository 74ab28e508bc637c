import { learningRateSvg } from "@gradus/viz";
import { expect, test } from "vitest";
import { elements, parseSvg, texts } from "./xml.ts";

const rates = Array.from({ length: 60 }, (_, i) => 10 ** (-5 + i / 12));
const losses = rates.map((rate, i) => 2.3 / (1 + 30 * rate) + rate ** 3 * 200 + 0.05 * Math.sin(7 * i));

/** Lines across the picture that belong to no axis. */
function rules(root: ReturnType<typeof parseSvg>): number {
  return elements(root, "line").filter((line) => line.getAttribute("stroke") === "#d55e00").length;
}

test("raw and smoothed losses are two lines, the suggestion is a rule with its rate beside it", async () => {
  const root = parseSvg(await learningRateSvg({ rates, losses, smoothed: losses, suggestion: 0.0123 }));
  expect(elements(root, "g", "mark-line")).toHaveLength(2);
  expect(rules(root)).toBe(1);
  expect(texts(root)).toContain("suggested: 0.012");
  const bare = parseSvg(await learningRateSvg({ rates, losses, suggestion: Number.NaN }));
  expect(elements(bare, "g", "mark-line")).toHaveLength(1);
  expect(rules(bare)).toBe(0);
});

test("a loss that has diverged does not flatten the rest", async () => {
  const root = parseSvg(await learningRateSvg({ rates, losses: [...losses.slice(0, -1), 1e9] }));
  const numbers = texts(root)
    .map((text) => Number(text.replaceAll(",", "")))
    .filter(Number.isFinite);
  expect(Math.max(...numbers)).toBeLessThan(100);
});

test("what cannot be drawn is refused with the numbers that disagree", async () => {
  await expect(learningRateSvg({ rates, losses: [1] })).rejects.toThrow("60 rates, but 1 losses");
  await expect(learningRateSvg({ rates: [0], losses: [1] })).rejects.toThrow("no finite loss");
});

import { beside, plotLine } from "@gradus/viz";
import { expect, test } from "vitest";

test("blocks stand side by side, the shorter one above, wide characters and colours measured right", () => {
  expect(beside(["a\nbb\nccc", "日\n\u001b[31mx\u001b[39m", "1"], 1)).toBe(
    "a   日 1\nbb  \u001b[31mx\u001b[39m\nccc",
  );
});

test("drawings keep their lines", () => {
  const drawing = plotLine([1, 2, 3], { width: 30, height: 9, color: 3 });
  const lines = beside([drawing, drawing]).split("\n");
  expect(lines.length).toBe(9);
  drawing.split("\n").forEach((line, i) => void expect(lines[i]?.startsWith(line.trimEnd())).toBe(true));
});

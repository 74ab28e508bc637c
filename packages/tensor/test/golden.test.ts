/** Every reference figure for an op that exists here. */
import { describe, expect, test } from "vitest";
import { checkGolden, goldenCases } from "./golden.ts";
import { goldenOps } from "./golden-ops/index.ts";

const files = [
  "elementwise",
  "reduce",
  "shape",
  "linalg",
  "conv",
  "norm",
  "loss",
  "embedding",
  "second_order",
];
const all = files.flatMap((file) =>
  goldenCases(file).map((golden) => ({ ...golden, title: `${file}: ${golden.name}` })),
);

describe("reference figures", () => {
  test.each(all.filter(({ op }) => op in goldenOps))("$title", (golden) => {
    const op = goldenOps[golden.op];
    expect(op && checkGolden(golden, op)).toContain("outputs");
  });
});

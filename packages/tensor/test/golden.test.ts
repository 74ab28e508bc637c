/** Every reference figure. */
import { setDefaultDevice } from "@gradus/tensor";
import { describe, expect, test } from "vitest";
import { checkGolden, goldenCases } from "./golden.ts";
import { goldenOps } from "./golden-ops/index.ts";

// Derivatives are checked on the living definition; the other backends are compared with it (backends-agree).
setDefaultDevice("cpu");

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
  "rnn",
];
const all = files.flatMap((file) =>
  goldenCases(file).map((golden) => ({ ...golden, title: `${file}: ${golden.name}` })),
);

describe("reference figures", () => {
  test("each op of the files exists here: no case is passed over", () => {
    const missing = new Set(all.map(({ op }) => op).filter((op) => goldenOps[op] === undefined));
    expect([...missing]).toEqual([]);
  });

  test.each(all)("$title", (golden) => {
    const op = goldenOps[golden.op];
    const present = (["grads", "jvp", "hvp"] as const).filter((part) => golden[part] !== undefined);
    expect(op && checkGolden(golden, op)).toEqual(["outputs", ...present]);
  });
});

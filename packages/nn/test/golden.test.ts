/** Every reference figure that is about a layer: PyTorch's outputs, gradients and tangents, under PyTorch's names. */
import { setDefaultDevice } from "@gradus/tensor";
import { describe, expect, test } from "vitest";
import { checkGolden, goldenCases } from "./golden.ts";
import { goldenLayers } from "./golden-layers.ts";

// Derivatives are checked on the living definition; tensor compares the other backends with it.
setDefaultDevice("cpu");

const files = { norm: 13, loss: 49, embedding: 6, attention: 13 };

describe.each(Object.entries(files))("%s", (file, count) => {
  // `one_hot` is no layer.
  const cases = goldenCases(file).filter(({ op }) => op !== "one_hot");

  test("no case is passed over", () => {
    expect(cases.length).toBe(count);
    expect(cases.filter(({ op, views }) => goldenLayers[op] === undefined || views !== undefined)).toEqual(
      [],
    );
  });

  test.each(cases.map((golden) => [golden.name, golden] as const))("%s", (_name, golden) => {
    const layer = goldenLayers[golden.op];
    expect(layer, golden.op).toBeDefined();
    if (layer !== undefined) checkGolden(golden, layer);
  });
});

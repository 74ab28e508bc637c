/** A layer computes where its parameters are: what it makes on the way (masks, factors, places) is made there too. */
import { describe, expect, test } from "vitest";
import { allCases, called, inputsOf, made, titleOf } from "./cases/index.ts";

describe("in float32 on wasm, while the default is the cpu", () => {
  test.each(allCases.map((line) => [titleOf(line), line] as const))("%s", (_title, line) => {
    const there = made(line).to("wasm").to("float32");
    const y = called(
      line,
      there,
      inputsOf(line).map((x) => x.to("wasm").cast("float32")),
    );
    expect([y.device, y.dtype]).toEqual(["wasm", "float32"]);
    const expected = called(line, made(line), inputsOf(line)).dataSync();
    y.dataSync().forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i] as number, 4);
    });
  });
});

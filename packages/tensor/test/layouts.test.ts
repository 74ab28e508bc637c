/** How the elements of an operand lie in memory makes no difference, and their type only one of rounding. */
import { cast, type TypedArray, tensor } from "@gradus/tensor";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allCases } from "./cases/index.ts";
import { laidOut, layouts } from "./layouts.ts";
import type { Sample } from "./op-case.ts";

const RUNS = Math.round(20 * Number(process.env["GRADUS_RUNS"] ?? 1));

describe.each(allCases)("$name", (line) => {
  const check = (law: (sample: Sample<never>) => void) =>
    fc.assert(fc.property(line.samples, law), { numRuns: RUNS, seed: 7 });

  test("gives the same for every layout of its operands", () => {
    check(({ inputs, attrs }) => {
      const results = layouts.map((layout) => {
        const y = line.f(
          inputs.map((input) => laidOut(input, layout)),
          attrs,
        );
        return [y.shape, y.dtype, y.dataSync()];
      });
      for (const result of results) expect(result).toEqual(results[0]);
    });
  });

  test("gives in float32 what it gives in float64, to within 1e-5·max(1, max|y|)", () => {
    check(({ inputs, attrs }) => {
      const single = inputs.map(({ shape, data }) => tensor(Float32Array.from(data), { shape }));
      const exact = line.f(
        single.map((x) => cast(x, "float64")),
        attrs,
      );
      const rounded = line.f(single, attrs);
      expect(rounded.shape).toEqual(exact.shape);
      expectClose(rounded.dataSync(), exact.dataSync());
    });
  });
});

/** What is not finite must be the same. */
function expectClose(rounded: TypedArray, exact: TypedArray): void {
  const scale = Math.max(1, ...exact.filter(Number.isFinite).map(Math.abs));
  for (const [i, y] of exact.entries()) {
    const got = rounded[i] as number;
    if (!Number.isFinite(y)) expect(got).toBe(y);
    else expect(Math.abs(got - y)).toBeLessThanOrEqual(1e-5 * scale);
  }
}

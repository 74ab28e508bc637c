import { centralDifference, numericJacobian, numericJvp, stepSize } from "@gradus/gradcheck";
import { describe, expect, test } from "vitest";

describe("numeric derivatives", () => {
  test("the derived step", () => {
    expect(stepSize(0)).toBeCloseTo(6.06e-6, 8);
    expect(stepSize(-10)).toBeCloseTo(6.06e-5, 7);
    expect(centralDifference(Math.exp, 1)).toBeCloseTo(Math.E, 8);
    expect(centralDifference((x) => x * x, 1, 0.5)).toBe(2);
    expect(() => centralDifference(Math.exp, 1, 0)).toThrow("the step is 0; give a positive finite one");
  });

  test("relative error 1.2e-9 at worst over elementary functions, as derived", () => {
    const pairs: [(x: number) => number, (x: number) => number][] = [
      [Math.exp, Math.exp],
      [Math.sin, Math.cos],
      [Math.log, (x) => 1 / x],
      [Math.sqrt, (x) => 0.5 / Math.sqrt(x)],
      [Math.tanh, (x) => 1 / Math.cosh(x) ** 2],
      [(x) => x ** 3, (x) => 3 * x * x],
    ];
    for (const [f, d] of pairs) {
      for (const x of [0.5, 0.9, 1, 1.3, 1.45]) {
        expect(Math.abs(centralDifference(f, x) / d(x) - 1)).toBeLessThan(1.2e-9);
      }
    }
  });

  test("Jacobian and directional derivative of several inputs", async () => {
    const f = (a: Float64Array, b: Float64Array): number[] => [a[0]! * b[0]!, a[1]! ** 2, b[0]!];
    const inputs = [[2, 3], [5]];
    const [ja, jb] = await numericJacobian({ f, inputs });
    for (const [i, d] of [5, 0, 0, 6, 0, 0].entries()) expect(ja![i]).toBeCloseTo(d, 7);
    for (const [i, d] of [2, 0, 1].entries()) expect(jb![i]).toBeCloseTo(d, 7);
    const along = await numericJvp({ f, inputs, tangents: [[1, -1], [10]] });
    for (const [i, d] of [25, -6, 10].entries()) expect(along[i]).toBeCloseTo(d, 6);
    expect(await numericJvp({ f, inputs, tangents: [[0, 0], [0]] })).toEqual(new Float64Array(3));
  });

  test("bad arguments", async () => {
    const f = (x: Float64Array): Float64Array => x;
    await expect(numericJvp({ f, inputs: [[1, 2]], tangents: [[1]] })).rejects.toThrow(
      /lengths \[2\], tangents \[1\]/,
    );
    await expect(numericJacobian({ f, inputs: [[1, NaN]] })).rejects.toThrow(/index 1 is NaN/);
  });
});

import { checkSecondOrder, formatReport } from "@gradus/gradcheck";
import { describe, expect, test } from "vitest";

describe("second order", () => {
  // f = sum x^3 + x0 x1
  const cubic = {
    f: (x: Float64Array) => x.reduce((s, v) => s + v ** 3, x[0]! * x[1]!),
    grad: (x: Float64Array) => [3 * x[0]! ** 2 + x[1]!, 3 * x[1]! ** 2 + x[0]!],
    hvp: (x: Float64Array, v: Float64Array) => [6 * x[0]! * v[0]! + v[1]!, 6 * x[1]! * v[1]! + v[0]!],
    inputs: [[0.7, -1.2]],
  };

  test("a right Hessian passes, one off its diagonal fails", async () => {
    expect((await checkSecondOrder(cubic)).ok).toBe(true);
    const wrong = await checkSecondOrder({ ...cubic, hvp: (x, v) => x.map((xi, i) => 6 * xi * v[i]!) });
    expect(wrong.ok).toBe(false);
    expect(wrong.name).toBe("hvp");
  });

  test("a gradient that is not f's is found before its derivative is believed", async () => {
    const report = await checkSecondOrder({
      ...cubic,
      name: "cubic",
      grad: (x) => cubic.grad(x).map((d) => 2 * d),
    });
    expect(report).toMatchObject({
      ok: false,
      name: "cubic grad",
      diagnosis: { name: "constant-factor" },
    });
  });

  // y = a b^2
  const vjpOfVjp = {
    name: "op",
    vjp: ([a, b]: Float64Array[], [g]: Float64Array) => [[b![0]! ** 2 * g!], [2 * a![0]! * b![0]! * g!]],
    vjpOfVjp: ([a, b]: Float64Array[], [g]: Float64Array, [u, w]: Float64Array[]) => [
      [2 * b![0]! * g! * w![0]!],
      [2 * b![0]! * g! * u![0]! + 2 * a![0]! * g! * w![0]!],
      [b![0]! ** 2 * u![0]! + 2 * a![0]! * b![0]! * w![0]!],
    ],
    outputLength: 1,
    inputs: [[0.7], [-1.2]],
    points: [[[1.3], [0.4]]],
  };

  test("the vjp of a vjp, over all inputs and the cotangent", async () => {
    const report = await checkSecondOrder(vjpOfVjp);
    expect(report.ok, formatReport(report)).toBe(true);
    const detached = await checkSecondOrder({
      ...vjpOfVjp,
      vjpOfVjp: (xs, g, us) => vjpOfVjp.vjpOfVjp(xs, g, us).with(2, [0]),
    });
    expect(detached.diagnosis).toMatchObject({ name: "zero", input: 2 });
  });

  test("bad arguments", async () => {
    await expect(checkSecondOrder({ ...cubic, inputs: [[1], [2]] })).rejects.toThrow(
      /inputs has 2 vectors; give one/,
    );
    await expect(checkSecondOrder({ ...vjpOfVjp, outputLength: 0 })).rejects.toThrow(
      /outputLength is 0; give/,
    );
    await expect(checkSecondOrder({ ...vjpOfVjp, vjp: () => [[1]] })).rejects.toThrow(
      /array of 1; return one gradient/,
    );
  });
});

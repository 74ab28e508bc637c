import { checkVjp, isClose } from "@gradus/gradcheck";
import { describe, expect, test } from "vitest";

describe("NaN and infinities", () => {
  test("NaN is close to nothing, an infinity to itself alone", () => {
    expect(isClose(NaN, NaN, Infinity)).toBe(false);
    expect(isClose(1, NaN, Infinity)).toBe(false);
    expect(isClose(Infinity, Infinity, 0)).toBe(true);
    expect(isClose(Infinity, -Infinity, Infinity)).toBe(false);
    expect(isClose(Infinity, 1e308, Infinity)).toBe(false);
    expect(isClose(1, Infinity, Infinity)).toBe(false);
    expect(isClose(1, 1.5, 0.5)).toBe(true);
    expect(isClose(1, 1.5, NaN)).toBe(false);
  });

  test("a slope beyond float64 is that infinity", async () => {
    const check = (slope: number) =>
      checkVjp({
        f: ([x]) => 1e308 * Math.sin(1e4 * x!),
        vjp: (_, [g]) => [[slope * Math.sign(g!)]],
        inputs: [[0]],
      });
    expect((await check(Infinity)).ok).toBe(true);
    for (const slope of [-Infinity, 1e308, NaN]) expect((await check(slope)).ok).toBe(false);
  });

  test("where f itself is not finite, f is named", async () => {
    const log = { f: (x: Float64Array) => x.map(Math.log), vjp: () => [[Infinity]] };
    const pole = await checkVjp({ ...log, inputs: [[0]] });
    expect(pole).toMatchObject({ ok: false, diagnosis: { name: "f-not-finite" } });
    expect(pole.message).toContain("-Infinity at output 0");
    expect((await checkVjp({ ...log, inputs: [[-1]] })).message).toContain("NaN at output 0");
  });
});

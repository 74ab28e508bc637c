import { checkJvp, checkVjp, formatReport } from "@gradus/gradcheck";
import { describe, expect, test } from "vitest";

const map = (xs: ArrayLike<number>, f: (x: number, i: number) => number): Float64Array =>
  Float64Array.from(xs, f);
const sine = { f: (x: Float64Array) => x.map(Math.sin), inputs: [[0.7, -1.2]] };
const cosine = ([x]: Float64Array[], g: Float64Array): Float64Array[] => [
  map(x!, (xi, i) => Math.cos(xi) * g[i]!),
];

describe("large inputs", () => {
  const n = 1500;
  const x = map({ length: n }, (_, i) => Math.sin(i + 0.5));
  const large = { f: (x: Float64Array) => x.map((xi) => xi ** 3), inputs: [x] };
  const right = ([x]: Float64Array[], g: Float64Array): Float64Array[] => [
    map(x!, (xi, i) => 3 * xi * xi * g[i]!),
  ];

  test("take random directions", async () => {
    const report = await checkVjp({ ...large, vjp: right });
    expect(report, formatReport(report)).toMatchObject({ ok: true, mode: "directional", checked: 8 });
    expect((await checkVjp({ ...large, vjp: right, directions: 3 })).checked).toBe(3);
    expect((await checkVjp({ ...sine, vjp: cosine })).mode).toBe("full");
    const jvp = await checkJvp({ ...large, jvp: ([x], [t]) => right([x!], t!)[0]! });
    expect(jvp, formatReport(jvp)).toMatchObject({ ok: true, mode: "directional" });
  });

  test("a factor is named, at an entry", async () => {
    const report = await checkVjp({ ...large, vjp: (xs, g) => [right(xs, g)[0]!.map((d) => 1.0005 * d)] });
    expect(report.diagnosis?.message).toContain("factor 1.0005");
    expect(report.worst?.ratio).toBeCloseTo(1.0005, 6);
    expect(report.worst?.index).toBeTypeOf("number");
  });

  test.each([0, 1234, n - 1])("one wrong entry is found: %i", async (index) => {
    const report = await checkVjp({
      ...large,
      vjp: (xs, g) => [right(xs, g)[0]!.map((d, i) => d + Number(i === index))],
    });
    expect(report.ok).toBe(false);
    expect(report.worst, formatReport(report)).toMatchObject({ input: 0, index });
  });

  test("so is one NaN", async () => {
    const report = await checkVjp({ ...large, vjp: (xs, g) => [right(xs, g)[0]!.with(1300, NaN)] });
    expect(report).toMatchObject({ ok: false, diagnosis: { name: "nan" }, worst: { index: 1300 } });
  });

  test("other faults keep their names", async () => {
    const named = async (vjp: typeof right): Promise<string | undefined> =>
      (await checkVjp({ ...large, vjp })).diagnosis?.name;
    expect(
      await named((xs, g) =>
        right(
          xs,
          g.map(() => 1),
        ),
      ),
    ).toBe("ignores-upstream");
    expect(await named((xs, g) => [right(xs, g)[0]!.map((d) => -d)])).toBe("sign");
    expect(await named((_, g) => [g.map(() => 0)])).toBe("zero");
    expect(await named((xs, g) => [right(xs, g)[0]!.slice(1)])).toBe("wrong-length");
    const aliased = await checkVjp({
      f: (a, b) => map(a, (ai, i) => ai * ai * b[i]!),
      vjp: ([x], g) => [map(x!, (xi, i) => xi * xi * g[i]!)],
      inputs: [x],
      alias: [0, 0],
    });
    expect(aliased.diagnosis?.name).toBe("overwritten");
    const jvp = await checkJvp({ ...large, jvp: ([x], [t]) => right([x!], t!)[0]!.map((d) => 3 * d) });
    expect(jvp.diagnosis?.message).toContain("factor 3");
  });
});
